import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { calledVendor, type CalledVendor, finish, hear, start, text } from './__fixtures__/called-vendor.ts';
import type { Call } from './opening.ts';
import { ProviderError } from './provider.ts';
import { Bulkhead } from './with-bulkhead.ts';

const never = new AbortController().signal;
const settled = () => sleep(1);

let vendor: CalledVendor;
let call: Call;

beforeEach(() => {
  vendor = calledVendor();
  call = new Bulkhead({ atOnce: 2, inLine: 2 }).around(vendor.call);
});

/** Asks so often; each answer is read by somebody. */
function asked(count: number, signal = never) {
  return Array.from({ length: count }, () => hear(call(signal)));
}

async function answerOf(index: number, words: string) {
  await settled();
  vendor.answers[index]?.say(start, text(words), finish);
  vendor.answers[index]?.end();
  await settled();
}

test('so many answers are under way at a time, and a place is held to the end of the stream', async () => {
  const heard = asked(4);
  await settled();
  expect(vendor.answers).toHaveLength(2);
  vendor.answers[0]?.say(start, text('All '));
  await settled();
  expect(vendor.answers).toHaveLength(2);
  vendor.answers[0]?.say(text('said.'), finish);
  vendor.answers[0]?.end();
  await settled();
  expect(vendor.answers).toHaveLength(3);
  await answerOf(2, 'third');
  await answerOf(1, 'second');
  await answerOf(3, 'fourth');
  const said = (await Promise.all(heard)).map((each) => each.said);
  expect(said).toEqual(['All said.', 'second', 'third', 'fourth']);
});

test('a line that is full is said at once', async () => {
  const heard = asked(5);
  expect((await heard[4])?.error).toMatchObject({
    problem: 'busy',
    retryable: true,
    message: 'This connection gives 2 answers at a time, and 2 more are in line.',
  });
  expect(vendor.answers).toHaveLength(2);
});

test('who no longer waits leaves the line, and the next one takes the place', async () => {
  void asked(2);
  const cancel = new AbortController();
  const left = asked(1, cancel.signal);
  const stays = asked(1);
  await settled();
  cancel.abort(new Error('stopped'));
  expect((await left[0])?.error).toMatchObject({ message: 'stopped' });
  const another = asked(1);
  await answerOf(0, 'first');
  expect(vendor.answers).toHaveLength(3);
  await answerOf(2, 'I stayed');
  expect((await stays[0])?.said).toBe('I stayed');
  await answerOf(3, 'I came later');
  expect((await another[0])?.said).toBe('I came later');
});

test('a failure, a reader who leaves and an answer that is given up free their places', async () => {
  const cancel = new AbortController();
  const failing = hear(call(never));
  const cancelled = hear(call(cancel.signal));
  await settled();
  vendor.answers[0]?.fail(new ProviderError('failing', 'No.', { retryable: true }));
  cancel.abort(new Error('stopped'));
  await Promise.all([failing, cancelled]);
  const leaving = (async () => {
    for await (const part of call(never)) if (part.type === 'text') break;
  })();
  await settled();
  vendor.answers[2]?.say(start, text('One'), text('Two'));
  await leaving;
  const heard = asked(2);
  await settled();
  expect(vendor.answers).toHaveLength(5);
  await answerOf(3, 'a');
  await answerOf(4, 'b');
  expect((await Promise.all(heard)).map(({ said }) => said)).toEqual(['a', 'b']);
});

test('a call that nobody wants takes no place', async () => {
  expect((await hear(call(AbortSignal.abort(new Error('stopped'))))).error).toMatchObject({
    message: 'stopped',
  });
  expect(vendor.answers).toHaveLength(0);
  void asked(2);
  await settled();
  expect(vendor.answers).toHaveLength(2);
});
