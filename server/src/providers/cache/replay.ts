import { patience } from '../patience.ts';
import type { Pace } from '@chimera/protocol/conversation';
import type { Part } from '../provider.ts';
import type { CachedAnswer } from './cached-answer.ts';

/** Nobody waits longer than this for the first word of what is known already. */
const FIRST_WORD_MS = 1500;
/** The slowest that words come behind the first one: about ten words a second, a little faster than one reads. */
const CHARACTER_MS = 20;

/**
 * When the pieces of an answer are said again: as they came the first time, but the first word soon, and
 * the others at least as fast as one reads. At pace `instant` all at once.
 */
export function replayTimes({ pieces }: Pick<CachedAnswer, 'pieces'>, pace: Pace): number[] {
  if (pace === 'instant') return pieces.map(() => 0);
  const firstMs = pieces[0]?.[0] ?? 0;
  const lastMs = pieces.at(-1)?.[0] ?? 0;
  const characters = pieces.slice(1).reduce((sum, [, text]) => sum + text.length, 0);
  const factor = lastMs > firstMs ? Math.min(1, (characters * CHARACTER_MS) / (lastMs - firstMs)) : 1;
  const startMs = Math.min(firstMs, FIRST_WORD_MS);
  return pieces.map(([atMs]) => Math.round(startMs + (atMs - firstMs) * factor));
}

/** An answer said again. It is marked, and it used nothing. */
export async function* replayed(
  answer: CachedAnswer,
  times: readonly number[],
  signal: AbortSignal,
): AsyncGenerator<Part, undefined> {
  const startedAt = performance.now();
  yield { type: 'start', brain: answer.brain, cached: true };
  for (const [index, [, text]] of answer.pieces.entries()) {
    await until(startedAt + (times[index] ?? 0), signal);
    yield { type: 'text', text };
  }
  yield { type: 'finish', reason: 'stop', usage: { inputTokens: 0, outputTokens: 0 } };
}

async function until(time: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const waitMs = time - performance.now();
  if (waitMs > 0) await patience(waitMs, signal);
}
