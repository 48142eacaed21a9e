import { describe, expect, test } from 'vitest';
import { cachedAnswer, heard, never } from './__fixtures__/asked.ts';
import { replayed, replayTimes } from './replay.ts';

const word = 'word '; // Read in 100 ms.

describe('an answer is said again', () => {
  test.each([
    ['as it came', [300, 380, 460], [300, 380, 460]],
    ['with its first word soon', [6000, 6080, 6160], [1500, 1580, 1660]],
    ['at least as fast as one reads', [300, 2300, 4300], [300, 400, 500]],
    ['with its rhythm, when it is made faster', [0, 300, 4000], [0, 15, 200]],
  ])('%s', (_, came, times) => {
    const pieces = came.map((at): [number, string] => [at, word]);
    expect(replayTimes({ pieces }, 'natural')).toEqual(times);
  });

  test('at once where the pace is instant', () => {
    expect(
      replayTimes(
        {
          pieces: [
            [6000, word],
            [9000, word],
          ],
        },
        'instant',
      ),
    ).toEqual([0, 0]);
  });

  test('marked, and as if it had used nothing', async () => {
    const answer = cachedAnswer('', {
      pieces: [
        [10, 'It is '],
        [60, 'raining.'],
      ],
    });
    const startedAt = performance.now();
    expect(await heard(replayed(answer, [0, 60], never))).toEqual([
      { type: 'start', brain: { kind: 'openai', model: 'some-model' }, cached: true },
      { type: 'text', text: 'It is ' },
      { type: 'text', text: 'raining.' },
      { type: 'finish', reason: 'stop', usage: { inputTokens: 0, outputTokens: 0 } },
    ]);
    expect(performance.now() - startedAt).toBeGreaterThan(50);
  });

  test('until nobody wants to hear it, with the reason of that', async () => {
    const reason = new Error('Paused.');
    const abort = new AbortController();
    setTimeout(() => abort.abort(reason), 20);
    await expect(heard(replayed(cachedAnswer('Hello.'), [5000], abort.signal))).rejects.toBe(reason);
  });
});
