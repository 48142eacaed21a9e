import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { calledVendor, hear, start, text } from './__fixtures__/called-vendor.ts';
import { breakerNameOf, type Guarded, Guards } from './guards.ts';
import { ProviderError } from './provider.ts';
import { FAILURES_LIMIT } from './with-breaker.ts';

const never = new AbortController().signal;
const settled = () => sleep(1);
const openai = { id: 'c1', kind: 'openai', baseUrl: 'https://api.openai.com/v1' };
const mine: Guarded = {
  kind: 'openai',
  connectionId: 'mine',
  breakerName: breakerNameOf({ ...openai, apiKey: 'sk-mine' }),
  name: 'OpenAI',
  isLocal: false,
};
const theirs: Guarded = {
  kind: 'openai',
  connectionId: 'theirs',
  breakerName: breakerNameOf({ ...openai, apiKey: 'sk-theirs' }),
  name: 'OpenAI',
  isLocal: false,
};
const local: Guarded = {
  kind: 'ollama',
  connectionId: 'ollama',
  breakerName: 'ollama',
  name: 'Ollama',
  isLocal: true,
};

async function failing(guards: Guards, guarded: Guarded, times: number) {
  const down = new ProviderError('failing', 'Down.', { retryable: true });
  for (let failure = 0; failure < times; failure += 1) {
    const vendor = calledVendor();
    const heard = hear(guards.around(guarded, vendor.call)(never));
    await settled();
    vendor.answers[0]?.fail(down);
    await heard;
  }
}

async function isAsked(guards: Guards, guarded: Guarded): Promise<boolean> {
  const vendor = calledVendor();
  void hear(guards.around(guarded, vendor.call)(never));
  await settled();
  return vendor.answers.length > 0;
}

test('what fails with one key pauses nobody else, and all that share the key', async () => {
  const guards = new Guards();
  await failing(guards, mine, FAILURES_LIMIT);
  expect(await isAsked(guards, mine)).toBe(false);
  expect(await isAsked(guards, { ...mine, connectionId: 'the same key, entered twice' })).toBe(false);
  expect(await isAsked(guards, theirs)).toBe(true);
});

test('a breaker’s name differs by vendor, host and key, and tells no key', () => {
  const names = [
    { ...openai, apiKey: 'sk-secret' },
    { ...openai, apiKey: 'sk-other' },
    { ...openai, apiKey: undefined },
    { ...openai, id: 'c2', apiKey: undefined },
    { ...openai, baseUrl: 'https://proxy.example/v1', apiKey: 'sk-secret' },
    { ...openai, kind: 'openai-compatible', apiKey: 'sk-secret' },
  ].map(breakerNameOf);
  expect(new Set(names).size).toBe(names.length);
  expect(names.join()).not.toContain('secret');
  const sameHost = { id: 'c2', kind: 'openai', baseUrl: 'https://api.openai.com/v2', apiKey: ' sk-secret ' };
  expect(breakerNameOf(sameHost)).toBe(names[0]);
});

test('a connection that hangs holds up no other one', async () => {
  const guards = new Guards();
  const hanging = calledVendor();
  for (let answer = 0; answer < 20; answer += 1) void hear(guards.around(local, hanging.call)(never));
  await settled();
  expect(hanging.answers).toHaveLength(4);
  expect(await isAsked(guards, { ...local, connectionId: 'lmstudio' })).toBe(true);
});

test('a cloud connection gives many answers at a time', async () => {
  const guards = new Guards();
  const vendor = calledVendor();
  for (let answer = 0; answer < 200; answer += 1) void hear(guards.around(mine, vendor.call)(never));
  await settled();
  expect(vendor.answers).toHaveLength(200);
  for (const answer of vendor.answers) answer.say(start, text('Hi'));
});
