import { expect, test } from 'vitest';
import { samplesIn, valueOf } from '../../test/metrics-text.ts';
import { createMetrics } from '../metrics.ts';
import type { Call } from '../providers/opening.ts';
import { type Part, ProviderError } from '../providers/provider.ts';
import { type Asked, watched } from '../providers/watch.ts';
import { exampleRequest } from '../providers/__fixtures__/example-request.ts';
import { callMeter } from './call-meter.ts';

const start: Part = { type: 'start', brain: { kind: 'openai', model: 'm' } };
const word: Part = { type: 'text', text: 'So ' };
const finish: Part = { type: 'finish', reason: 'stop', usage: null };
const { scene, maxTokens, sampling } = exampleRequest;
const asked: Asked = { scene, maxTokens, sampling, brain: { kind: 'openai', model: 'm' } };
const cut = new ProviderError('cut', 'It broke off.', { retryable: true });

const saying = (...parts: readonly (Part | Error)[]): Call =>
  async function* () {
    for (const part of parts) {
      if (part instanceof Error) throw part;
      yield part;
    }
  };

/** What is counted when so many parts of an answer are read. */
async function countsOf(call: Call, readUpTo = Number.POSITIVE_INFINITY) {
  const metrics = createMetrics();
  const heard: Part[] = [];
  const stream = watched(callMeter(metrics), asked, () => call)(new AbortController().signal);
  try {
    for await (const part of stream) {
      heard.push(part);
      if (heard.length >= readUpTo) break;
    }
  } catch {
    // It is counted.
  }
  const samples = samplesIn(await metrics.metrics());
  const counted = (outcome: string) => valueOf(samples, 'chimera_provider_calls_total', { outcome });
  const problem = valueOf(samples, 'chimera_provider_errors_total', { problem: 'cut' });
  return {
    heard,
    problem,
    finished: counted('finished'),
    failed: counted('failed'),
    left: counted('left'),
  };
}

test.each([
  ['an answer to its end', saying(start, word, word, finish), { finished: 1 }],
  ['an answer without a word', saying(start, finish), { finished: 1 }],
  ['a failure before the first word', saying(cut), { failed: 1, problem: 1 }],
  ['a failure after some words', saying(start, word, cut), { failed: 1, problem: 1 }],
])('%s', async (_, call, expected) => {
  const none = { finished: Number.NaN, failed: Number.NaN, left: Number.NaN, problem: Number.NaN };
  const { heard: __, ...counts } = await countsOf(call);
  expect(counts).toEqual({ ...none, ...expected });
});

test('an answer that nobody wants to hear to its end', async () => {
  expect(await countsOf(saying(start, word, word, finish), 3)).toMatchObject({
    left: 1,
    finished: Number.NaN,
  });
});

test('whoever listens hears what is said, and nothing else', async () => {
  const parts = [start, word, word, finish];
  expect((await countsOf(saying(...parts))).heard).toEqual(parts);
});
