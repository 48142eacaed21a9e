import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from './api-error.ts';
import type { LiveStatus } from './follower.ts';
import { createLive, type LiveOptions } from './live.ts';

/** A socket whose other end is the test. */
class FakeSocket {
  static all: FakeSocket[] = [];
  readonly url: string;
  readonly sent: unknown[] = [];
  closed = false;
  readonly #listeners: [string, (event: { data: unknown; code: number; reason: string }) => void][] = [];

  constructor(url: string) {
    this.url = url;
    FakeSocket.all.push(this);
  }

  addEventListener(
    type: string,
    listener: (event: { data: unknown; code: number; reason: string }) => void,
  ): void {
    this.#listeners.push([type, listener]);
  }

  send(data: string): void {
    this.sent.push(JSON.parse(data));
  }

  close(): void {
    this.closed = true;
  }

  emit(type: string, event: { data?: unknown; code?: number; reason?: string } = {}): void {
    for (const [at, listener] of this.#listeners) {
      if (at === type) listener({ data: null, code: 1006, reason: '', ...event });
    }
  }
}

beforeEach(() => {
  FakeSocket.all = [];
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

function watch(options: Partial<LiveOptions> = {}) {
  const statuses: LiveStatus[] = [];
  const live = createLive({
    url: 'ws://there/ws',
    webSocket: FakeSocket,
    chance: () => 1,
    onStatus: (status) => statuses.push(status),
    ...options,
  });
  const problems: unknown[] = [];
  const unfollow = live.follow('c1', {
    onSnapshot() {},
    onEvent() {},
    onDelta() {},
    onError: (problem) => problems.push(problem),
  });
  return { live, statuses, problems, unfollow };
}

function newest(): FakeSocket {
  const socket = FakeSocket.all.at(-1);
  if (!socket) throw new Error('No socket was opened.');
  return socket;
}

test('nothing is left running after the last unfollow, whatever state it is in', () => {
  const reached: ((unfollow: () => void) => void)[] = [
    () => {},
    () => newest().emit('open'),
    () => {
      newest().emit('open');
      vi.advanceTimersByTime(26_000);
    },
    () => newest().emit('close'),
  ];
  for (const reach of reached) {
    const { unfollow, live } = watch();
    reach(unfollow);
    expect(live.status.state).not.toBe('idle');
    unfollow();
    unfollow();
    expect(live.status).toEqual({ state: 'idle' });
    expect(vi.getTimerCount()).toBe(0);
  }
});

test('the wait doubles while the server stays away and starts anew once it has spoken', () => {
  const { statuses } = watch();
  const delays = () =>
    statuses.filter((status) => status.state === 'waiting').map((status) => status.delayMs);
  for (let failure = 0; failure < 7; failure += 1) {
    newest().emit('close');
    vi.advanceTimersByTime(30_000);
  }
  expect(delays()).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  newest().emit('open');
  newest().emit('message', { data: '{"type":"pong"}' });
  newest().emit('close');
  expect(delays().at(-1)).toBe(1_000);
});

test('a connection that opens but says nothing counts as a failure', () => {
  const { statuses } = watch();
  for (const expected of [1_000, 2_000]) {
    newest().emit('open');
    newest().emit('close');
    expect(statuses.at(-1)).toEqual({ state: 'waiting', delayMs: expected });
    vi.advanceTimersByTime(expected);
  }
});

test('a ping goes out every 25 seconds, and silence for ten more means a new connection', () => {
  watch();
  const first = newest();
  first.emit('open');
  vi.advanceTimersByTime(25_000);
  expect(first.sent).toContainEqual({ type: 'ping' });
  vi.advanceTimersByTime(9_999);
  first.emit('message', { data: '{"type":"pong"}' });
  vi.advanceTimersByTime(25_000);
  expect(first.sent.filter((frame) => JSON.stringify(frame) === '{"type":"ping"}')).toHaveLength(2);
  vi.advanceTimersByTime(10_000);
  expect(first.closed).toBe(true);
  vi.advanceTimersByTime(1_000);
  expect(FakeSocket.all).toHaveLength(2);
});

test('what an abandoned connection still says is not heard', () => {
  const { statuses } = watch();
  const first = newest();
  first.emit('open');
  vi.advanceTimersByTime(35_000);
  vi.advanceTimersByTime(1_000);
  newest().emit('open');
  first.emit('close', { code: 4401 });
  expect(statuses.at(-1)).toEqual({ state: 'open' });
});

test('a viewer who was too slow resumes at once, but not again and again', () => {
  const { statuses } = watch();
  newest().emit('open');
  newest().emit('message', { data: '{"type":"pong"}' });
  newest().emit('close', { code: 4008 });
  expect(statuses.at(-1)).toEqual({ state: 'waiting', delayMs: 0 });
  vi.advanceTimersByTime(0);
  newest().emit('open');
  newest().emit('close', { code: 4008 });
  expect(statuses.at(-1)).toEqual({ state: 'waiting', delayMs: 2_000 });
});

test.each([
  [4401, 'unauthenticated'],
  [4403, 'forbidden'],
])('after close code %i it stays away until somebody follows again', (code, problem) => {
  const { live, statuses, problems } = watch();
  newest().emit('open');
  newest().emit('close', { code, reason: 'The account was closed.' });
  const refusal = { code: problem, detail: 'The account was closed.' };
  expect(statuses.at(-1)).toEqual({ state: 'refused', problem: refusal });
  expect(problems).toEqual([refusal]);
  expect(vi.getTimerCount()).toBe(0);
  live.follow('c2', { onSnapshot() {}, onEvent() {}, onDelta() {} });
  expect(FakeSocket.all).toHaveLength(2);
});

test('waking connects at once when it waits and checks the connection when it is open', () => {
  const wakers = new Set<() => void>();
  const { unfollow } = watch({
    wake(retry) {
      wakers.add(retry);
      return () => wakers.delete(retry);
    },
  });
  const wake = () => wakers.forEach((retry) => retry());
  newest().emit('close');
  wake();
  expect(FakeSocket.all).toHaveLength(2);
  newest().emit('open');
  wake();
  expect(newest().sent.at(-1)).toEqual({ type: 'ping' });
  unfollow();
  expect(wakers.size).toBe(0);
});

test('every connection asks for its own address, and a failure to get one is retried', async () => {
  let asked = 0;
  const url = () => {
    asked += 1;
    return asked === 1
      ? Promise.reject(new Error('offline'))
      : Promise.resolve(`ws://there/ws?ticket=${asked}`);
  };
  watch({ url });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(newest().url).toBe('ws://there/ws?ticket=2');
  newest().emit('close');
  await vi.advanceTimersByTimeAsync(2_000);
  expect(newest().url).toBe('ws://there/ws?ticket=3');
});

test('an address that comes after the last unfollow opens nothing', async () => {
  const { unfollow } = watch({ url: () => Promise.resolve('ws://there/ws') });
  unfollow();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(FakeSocket.all).toHaveLength(0);
});

test('one socket serves all conversations, and typing goes out on it', () => {
  const { live } = watch();
  newest().emit('open');
  const unfollow = live.follow('c2', { onSnapshot() {}, onEvent() {}, onDelta() {} });
  live.typing('c2');
  unfollow();
  expect(FakeSocket.all).toHaveLength(1);
  expect(newest().sent).toEqual([
    { type: 'subscribe', conversationId: 'c1' },
    { type: 'subscribe', conversationId: 'c2' },
    { type: 'typing', conversationId: 'c2' },
    { type: 'unsubscribe', conversationId: 'c2' },
  ]);
});

test('a conversation that fails for a while is subscribed again, one that is not there is not', () => {
  const { problems } = watch();
  newest().emit('open');
  const fail = (code: string) =>
    newest().emit('message', {
      data: JSON.stringify({ type: 'error', conversationId: 'c1', code, detail: 'No.' }),
    });
  fail('unavailable');
  vi.advanceTimersByTime(1_000);
  expect(newest().sent).toHaveLength(2);
  fail('not-found');
  vi.advanceTimersByTime(20_000);
  expect(newest().sent).toHaveLength(2);
  expect(problems).toEqual([
    { code: 'unavailable', detail: 'No.' },
    { code: 'not-found', detail: 'No.' },
  ]);
});

test('a refusal before the socket opens looks like any failure, and is tried ever more rarely', () => {
  const { statuses } = watch();
  const fromMs = Date.now();
  while (Date.now() - fromMs < 10 * 60_000) {
    newest().emit('error');
    newest().emit('close', { code: 1006 });
    const status = statuses.at(-1);
    vi.advanceTimersByTime(status?.state === 'waiting' ? status.delayMs : 0);
  }
  expect(FakeSocket.all.length).toBeLessThan(26);
});

test('whoever may have no ticket is refused, and comes in by the next follow', async () => {
  let may = false;
  const detail = 'Sign in to watch.';
  const problem = {
    type: '',
    title: '',
    status: 401,
    detail,
    code: 'unauthenticated',
    requestId: '',
  } as const;
  const url = () => (may ? Promise.resolve('ws://there/ws?ticket=1') : Promise.reject(new ApiError(problem)));
  const { live, problems, statuses } = watch({ url });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(statuses.map(({ state }) => state)).toEqual(['connecting', 'refused']);
  expect(problems).toEqual([{ code: 'unauthenticated', detail }]);
  may = true;
  live.follow('c1', { onSnapshot() {}, onEvent() {}, onDelta() {} });
  await vi.advanceTimersByTimeAsync(0);
  expect(newest().url).toBe('ws://there/ws?ticket=1');
});

test('after a new sign-in the same conversation is followed anew, and nothing of before is shown', () => {
  const { live, unfollow } = watch();
  newest().emit('open');
  newest().emit('message', { data: JSON.stringify(snapshot) });
  newest().emit('close', { code: 4401 });
  const seen: string[] = [];
  live.follow('c1', { onSnapshot: (_, gen) => seen.push(gen), onEvent() {}, onDelta() {} });
  unfollow();
  newest().emit('open');
  expect(seen).toEqual([]);
  expect(newest().sent).toEqual([{ type: 'subscribe', conversationId: 'c1' }]);
  newest().emit('message', { data: JSON.stringify({ ...snapshot, gen: 'another' }) });
  expect(seen).toEqual(['another']);
});

test('whose rights changed comes back by itself, where it was', () => {
  const { statuses } = watch();
  newest().emit('open');
  newest().emit('message', { data: JSON.stringify(snapshot) });
  newest().emit('close', { code: 4409 });
  expect(statuses.at(-1)).toEqual({ state: 'waiting', delayMs: 1_000 });
  vi.advanceTimersByTime(1_000);
  newest().emit('open');
  expect(newest().sent).toEqual([{ type: 'subscribe', conversationId: 'c1', after: 3, gen: 'g' }]);
});

const snapshot = {
  type: 'snapshot',
  conversationId: 'c1',
  gen: 'g',
  head: 3,
  view: { conversation: { id: 'c1', head: 3, turn: null }, messages: [], earlier: false, liveText: '' },
};
