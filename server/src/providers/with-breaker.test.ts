import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { calledVendor, type CalledVendor, finish, hear, start, text } from './__fixtures__/called-vendor.ts';
import type { Call } from './opening.ts';
import { ProviderError, type ProviderProblem } from './provider.ts';
import { isRetryable } from './vendor-problem.ts';
import { Breaker, FAILURES_LIMIT } from './with-breaker.ts';

const never = new AbortController().signal;
const PAUSE_MS = 30_000;
const problem = (code: ProviderProblem) =>
  new ProviderError(code, `OpenAI is ${code}.`, { retryable: isRetryable(code) });
/** Lets everything happen that needs no time. */
const settled = () => sleep(1);

let vendor: CalledVendor;
let call: Call;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 1) });
  vendor = calledVendor();
  call = new Breaker({ name: 'OpenAI', pauseMs: PAUSE_MS }).around(vendor.call);
});
afterEach(() => {
  vi.useRealTimers();
});

async function fails(code: ProviderProblem) {
  const heard = hear(call(never));
  await settled();
  vendor.answers.at(-1)?.fail(problem(code));
  await settled();
  return heard;
}

async function speaks() {
  const heard = hear(call(never));
  await settled();
  vendor.answers.at(-1)?.say(start, text('Hi'), finish);
  vendor.answers.at(-1)?.end();
  return heard;
}

async function opened() {
  for (let failure = 0; failure < FAILURES_LIMIT; failure += 1) await fails('failing');
}

describe('a vendor that fails again and again', () => {
  test('is not asked any more, and every call says at once why and until when', async () => {
    await opened();
    vi.advanceTimersByTime(6_000);
    const heard = await hear(call(never));
    expect(vendor.answers).toHaveLength(FAILURES_LIMIT);
    expect(heard.error).toMatchObject({
      problem: 'paused',
      retryable: true,
      retryAfterMs: 24_000,
      message: 'OpenAI is paused after 5 failures in a row and tried again in 24 seconds.',
    });
  });

  test('is tried by one call after the pause, whose first word lets all others in', async () => {
    await opened();
    vi.advanceTimersByTime(PAUSE_MS);
    const trial = hear(call(never));
    await settled();
    expect((await hear(call(never))).error).toMatchObject({ problem: 'paused' });
    expect(vendor.answers).toHaveLength(FAILURES_LIMIT + 1);
    vendor.answers.at(-1)?.say(start, text('I am '));
    await settled();
    expect((await speaks()).said).toBe('Hi');
    const answer = vendor.answers[FAILURES_LIMIT];
    answer?.say(text('back.'), finish);
    answer?.end();
    expect(await trial).toEqual({ said: 'I am back.', error: undefined });
  });

  test('is left alone again when the trial fails as well', async () => {
    await opened();
    vi.advanceTimersByTime(PAUSE_MS);
    expect((await fails('unreachable')).error).toMatchObject({ problem: 'unreachable' });
    expect((await hear(call(never))).error).toMatchObject({
      problem: 'paused',
      retryAfterMs: PAUSE_MS,
      message: expect.stringMatching(/after 6 failures in a row/),
    });
    vi.advanceTimersByTime(PAUSE_MS);
    expect((await speaks()).said).toBe('Hi');
    expect((await speaks()).said).toBe('Hi');
  });

  test('is tried anew at once when nobody waited for the trial', async () => {
    await opened();
    vi.advanceTimersByTime(PAUSE_MS);
    const cancel = new AbortController();
    const trial = hear(call(cancel.signal));
    await settled();
    cancel.abort(new Error('stopped'));
    expect((await trial).error).toMatchObject({ message: 'stopped' });
    expect((await fails('timeout')).error).toMatchObject({ problem: 'timeout' });
    expect((await hear(call(never))).error).toMatchObject({ problem: 'paused' });
  });

  test('is tried anew at once when the trial was never sent', async () => {
    await opened();
    vi.advanceTimersByTime(PAUSE_MS);
    await fails('busy');
    expect((await fails('failing')).error).toMatchObject({ problem: 'failing' });
    expect((await hear(call(never))).error).toMatchObject({ problem: 'paused' });
  });

  test('may also fail in the middle of its answers', async () => {
    for (let answer = 0; answer < FAILURES_LIMIT; answer += 1) {
      const heard = hear(call(never));
      await settled();
      vendor.answers.at(-1)?.say(start, text('Half'));
      await settled();
      vendor.answers.at(-1)?.fail(problem('stalled'));
      await heard;
      await settled();
    }
    expect((await hear(call(never))).error).toMatchObject({ problem: 'paused' });
  });
});

describe('nothing is paused', () => {
  test.each([
    'key-refused',
    'no-credit',
    'rate-limited',
    'model-missing',
    'request-refused',
    'content-filter',
    'busy',
  ] as const)('by %s', async (code) => {
    for (let failure = 0; failure < 2 * FAILURES_LIMIT; failure += 1) await fails(code);
    expect((await speaks()).said).toBe('Hi');
  });

  test('when an answer lies between the failures', async () => {
    for (let failure = 1; failure < FAILURES_LIMIT; failure += 1) await fails('failing');
    await speaks();
    for (let failure = 1; failure < FAILURES_LIMIT; failure += 1) await fails('failing');
    expect((await speaks()).said).toBe('Hi');
  });

  test('by answers that nobody waited for', async () => {
    for (let answer = 0; answer < 2 * FAILURES_LIMIT; answer += 1) {
      const cancel = new AbortController();
      const heard = hear(call(cancel.signal));
      await settled();
      cancel.abort(new Error('stopped'));
      await heard;
    }
    expect((await speaks()).said).toBe('Hi');
  });
});
