import { describe, expect, test } from 'vitest';
import { type Part, ProviderError } from '../provider.ts';
import { finish, heard, never, said, start, vendor, wholeAnswer } from './__fixtures__/asked.ts';
import { ANSWER_BYTES_LIMIT } from './cached-answer.ts';
import { type Recorded, recorded } from './recording.ts';

const cut = new ProviderError('cut', 'Cut.', { retryable: true });
const ended = (reason: 'length' | 'content-filter' | 'other'): Part => ({
  ...finish,
  type: 'finish',
  reason,
  usage: null,
});

async function record(steps: readonly (Part | Error)[], leaveAfter = Number.POSITIVE_INFINITY) {
  const ends: (Recorded | null)[] = [];
  const parts: Part[] = [];
  let now = 0;
  const call = recorded(
    vendor(steps).call,
    () => (now += 100),
    (answer) => ends.push(answer),
  );
  try {
    for await (const part of call(never)) {
      parts.push(part);
      if (parts.length >= leaveAfter) break;
    }
  } catch {
    // What broke off is told by `ends`.
  }
  return { ends, parts };
}

test('an answer is passed on as it comes, and kept with its times when it was read to its end', async () => {
  const { ends, parts } = await record([start, { type: 'reasoning', text: 'Hm.' }, ...wholeAnswer.slice(1)]);
  expect(parts).toEqual([start, { type: 'reasoning', text: 'Hm.' }, ...wholeAnswer.slice(1)]);
  expect(ends).toEqual([
    {
      brain: { kind: 'openai', model: 'some-model' },
      pieces: [
        [100, 'It is '],
        [200, 'raining.'],
      ],
      usage: { inputTokens: 40, outputTokens: 8 },
      totalMs: 300,
    },
  ]);
});

describe('an answer is not kept', () => {
  test.each([
    ['that broke off', [start, said('It is '), cut]],
    ['that never began', [cut]],
    ['that ended without its marker', [start, said('It is ')]],
    ['that its limit cut', [start, said('It is '), ended('length')]],
    ['that was filtered', [start, said('It is '), ended('content-filter')]],
    ['that ended in a way nobody knows', [start, said('It is '), ended('other')]],
    ['that is empty', [start, finish]],
    ['that is blank', [start, said(' \n'), finish]],
    ['that is too large', [start, said('x'.repeat(ANSWER_BYTES_LIMIT)), finish]],
  ] as const)('%s', async (_, steps) => {
    expect((await record(steps)).ends).toEqual([null]);
  });

  test('that its reader left before the end', async () => {
    expect((await record(wholeAnswer, 3)).ends).toEqual([null]);
    expect((await record(wholeAnswer, 4)).ends).toEqual([expect.objectContaining({ totalMs: 300 })]);
  });
});

test('who records pulls nothing that nobody reads', async () => {
  const call = recorded(
    vendor(wholeAnswer).call,
    () => 0,
    () => undefined,
  );
  expect(await heard(call(never))).toHaveLength(4);
});
