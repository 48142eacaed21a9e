import { IterableBackoff } from 'cockatiel';
import { describe, expect, test } from 'vitest';
import type { Call } from './opening.ts';
import { type Part, ProviderError } from './provider.ts';
import { type Candidate, withFallback } from './with-fallback.ts';
import { withRetry } from './with-retry.ts';

const never = new AbortController().signal;
const start: Part = { type: 'start', brain: { kind: 'openai', model: 'gpt-5' } };
const finish: Part = { type: 'finish', reason: 'stop', usage: null };
const text = (words: string): Part => ({ type: 'text', text: words });
const busy = new ProviderError('overloaded', 'OpenAI is overloaded.', { retryable: true });
const refused = new ProviderError('key-refused', 'OpenAI refused this key.', { retryable: false });
const fast = { longestWaitMs: 60_000, backoff: new IterableBackoff([1, 1]) };

/** A vendor that answers each call by the next script; an error in it is thrown. */
function scripted(...scripts: (Part | Error)[][]): { call: Call; calls: () => number; left: () => number } {
  let calls = 0;
  let left = 0;
  const call: Call = async function* () {
    const script = scripts[Math.min(calls, scripts.length - 1)] ?? [];
    calls += 1;
    let done = false;
    try {
      for (const part of script) {
        if (part instanceof Error) throw part;
        yield part;
      }
      done = true;
    } finally {
      if (!done) left += 1;
    }
  };
  return { call, calls: () => calls, left: () => left };
}

async function hear(parts: AsyncIterable<Part>): Promise<{ parts: Part[]; error: unknown }> {
  const heard: Part[] = [];
  try {
    for await (const part of parts) heard.push(part);
  } catch (error) {
    return { parts: heard, error };
  }
  return { parts: heard, error: undefined };
}

describe('retrying', () => {
  test('a failure that may pass is tried again before the first word, and one start is heard', async () => {
    const vendor = scripted([busy], [start, busy], [start, text('Hi'), finish]);
    const heard = await hear(withRetry(vendor.call, fast)(never));
    expect(heard).toEqual({ parts: [start, text('Hi'), finish], error: undefined });
    expect(vendor.calls()).toBe(3);
  });

  test('thinking is no word: a failure after it is tried again', async () => {
    const thought: Part = { type: 'reasoning', text: 'hm' };
    const vendor = scripted([start, thought, busy], [start, thought, text('Hi'), finish]);
    const heard = await hear(withRetry(vendor.call, fast)(never));
    expect(heard.parts).toEqual([start, thought, text('Hi'), finish]);
  });

  test('after two retries the failure is thrown', async () => {
    const vendor = scripted([busy]);
    expect((await hear(withRetry(vendor.call, fast)(never))).error).toBe(busy);
    expect(vendor.calls()).toBe(3);
  });

  test('a failure that cannot pass is not tried again', async () => {
    const vendor = scripted([refused]);
    expect((await hear(withRetry(vendor.call, fast)(never))).error).toBe(refused);
    expect(vendor.calls()).toBe(1);
  });

  test('a failure after the first word is not tried again', async () => {
    const vendor = scripted([start, text('One'), busy]);
    const heard = await hear(withRetry(vendor.call, fast)(never));
    expect(heard).toEqual({ parts: [start, text('One')], error: busy });
    expect(vendor.calls()).toBe(1);
  });

  test('an answer without words is an answer', async () => {
    const vendor = scripted([start, finish]);
    expect((await hear(withRetry(vendor.call, fast)(never))).parts).toEqual([start, finish]);
  });

  test('waits as long as the vendor asks, but not longer than it may', async () => {
    const waits: number[] = [];
    const limited = (retryAfterMs: number) =>
      new ProviderError('rate-limited', 'Slow down.', { retryable: true, retryAfterMs });
    const vendor = scripted([limited(30)], [limited(60_001)]);
    const startedAt = performance.now();
    const call = withRetry(vendor.call, { ...fast, onRetry: (_, waitMs) => waits.push(waitMs) });
    expect((await hear(call(never))).error).toMatchObject({ retryAfterMs: 60_001 });
    expect(waits).toEqual([30]);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(28);
  });

  test('what is paused is not asked again', async () => {
    const paused = new ProviderError('paused', 'Paused.', { retryable: true, retryAfterMs: 10 });
    const vendor = scripted([paused]);
    expect((await hear(withRetry(vendor.call, fast)(never))).error).toBe(paused);
    expect(vendor.calls()).toBe(1);
  });

  test('is given up at once when the answer is no longer wanted', async () => {
    const cancel = new AbortController();
    const reason = new Error('stopped');
    const vendor = scripted([busy]);
    const call = withRetry(vendor.call, { ...fast, backoff: new IterableBackoff([50_000]) });
    setTimeout(() => cancel.abort(reason), 20);
    expect((await hear(call(cancel.signal))).error).toBe(reason);
    expect(vendor.calls()).toBe(1);
  });

  test('a reader who leaves ends the stream below', async () => {
    const vendor = scripted([start, text('One'), text('two'), finish]);
    for await (const part of withRetry(vendor.call, fast)(never)) {
      if (part.type === 'text') break;
    }
    expect(vendor.left()).toBe(1);
  });
});

describe('falling back', () => {
  const other: Part = { type: 'start', brain: { kind: 'ollama', model: 'llama3.2' } };
  const candidate = (label: string, ...scripts: (Part | Error)[][]): Candidate => ({
    label: async () => label,
    call: scripted(...scripts).call,
  });

  test('the next brain speaks and says in whose place and why', async () => {
    const failed: string[] = [];
    const call = withFallback(
      [
        candidate('openai · gpt-5', [start, refused]),
        candidate('deepseek · deepseek-chat', [busy]),
        candidate('ollama · llama3.2', [other, text('Hi'), finish]),
      ],
      (label) => failed.push(label),
    );
    const heard = await hear(call(never));
    expect(heard.parts).toEqual([
      {
        type: 'start',
        brain: {
          kind: 'ollama',
          model: 'llama3.2',
          fallbackFrom: 'openai · gpt-5',
          fallbackReason: 'OpenAI refused this key.',
        },
      },
      text('Hi'),
      finish,
    ]);
    expect(failed).toEqual(['openai · gpt-5', 'deepseek · deepseek-chat']);
  });

  test('the first brain speaks for itself', async () => {
    const call = withFallback([candidate('a', [start, text('Hi'), finish]), candidate('b', [other])]);
    expect((await hear(call(never))).parts).toEqual([start, text('Hi'), finish]);
  });

  test('nobody takes over after the first word', async () => {
    const call = withFallback([
      candidate('a', [start, text('One'), busy]),
      candidate('b', [other, text('x'), finish]),
    ]);
    expect(await hear(call(never))).toEqual({ parts: [start, text('One')], error: busy });
  });

  test('when all fail, the first failure is told with all of them as its cause', async () => {
    const { error } = await hear(withFallback([candidate('a', [refused]), candidate('b', [busy])])(never));
    expect(error).toMatchObject({ problem: 'key-refused', message: refused.message, retryable: false });
    expect(error).toHaveProperty('cause.errors', [refused, busy]);
  });

  test('when all fail, the one is told that can be asked again first', async () => {
    const limited = (message: string, retryAfterMs: number) =>
      new ProviderError('rate-limited', message, { retryable: true, retryAfterMs });
    const call = withFallback([
      candidate('a', [refused]),
      candidate('b', [limited('In an hour.', 3_600_000)]),
      candidate('c', [limited('In a minute.', 60_000)]),
    ]);
    expect((await hear(call(never))).error).toMatchObject({ message: 'In a minute.', retryAfterMs: 60_000 });
  });

  test('a cancelled answer is nobody else’s to give', async () => {
    const reason = new Error('stopped');
    const second = scripted([other]);
    const call = withFallback([
      { label: async () => 'a', call: scripted([busy]).call },
      { label: async () => 'b', call: second.call },
    ]);
    expect((await hear(call(AbortSignal.abort(reason)))).error).toBe(reason);
    expect(second.calls()).toBe(0);
  });
});
