import { setTimeout as wait } from 'node:timers/promises';
import type { Usage } from '@chimera/protocol/provider';
import { type BrainRequest, type Part, type Provider, ProviderError, type Scene } from '../provider.ts';
import { improvise } from './improvise.ts';
import { evenPieces, type Piece, piecesOf } from './rhythm.ts';

/** The name of the one model that the demo brain has. */
export const IMPROVISER = 'improviser';

const GREATEST_RATE = 10_000;
const RATED_WORDS = 60;

/**
 * A brain that needs no model, no key and no network: lines are improvised by rules from the scene.
 * The model `improviser` speaks at the scene's pace. For load tests `improviser@50` gives about sixty
 * words, one piece for each, at 50 a second (1 to 10000) whatever the pace.
 */
export function demoBrain(): Provider {
  return {
    kind: 'demo',
    stream,
    models: async () => [{ id: IMPROVISER, name: 'Improviser', inputPrice: 0, outputPrice: 0 }],
  };
}

async function* stream({ model, scene }: BrainRequest, signal: AbortSignal): AsyncGenerator<Part> {
  signal.throwIfAborted();
  const rate = rateOf(model);
  yield { type: 'start', brain: { kind: 'demo', model: IMPROVISER } };
  const { text, pieces } = speech(scene, rate);
  const startedAt = performance.now();
  let dueMs = 0;
  for (const piece of pieces) {
    await until(startedAt + dueMs, signal);
    yield { type: 'text', text: piece.text };
    dueMs += piece.pauseMs;
  }
  signal.throwIfAborted();
  yield { type: 'finish', reason: 'stop', usage: usageOf(scene, text) };
}

function rateOf(model: string): number | null {
  if (model === IMPROVISER) return null;
  const rate = Number(/^improviser@(\d{1,5})$/.exec(model)?.[1] ?? Number.NaN);
  if (rate >= 1 && rate <= GREATEST_RATE) return rate;
  throw new ProviderError(
    'model-missing',
    `The demo brain has no model “${model}”. Use “${IMPROVISER}”, or “${IMPROVISER}@50” for 50 words a second.`,
    { retryable: false },
  );
}

function speech(scene: Scene, rate: number | null): { text: string; pieces: Piece[] } {
  if (rate === null) {
    const { text } = improvise(scene);
    return { text, pieces: piecesOf(text, scene.pace) };
  }
  const { text } = improvise({ ...scene, targetWords: RATED_WORDS, mayPass: false });
  return { text, pieces: evenPieces(text, rate) };
}

/** Waits for a moment, not for a while, so that late timers do not add up. */
async function until(at: number, signal: AbortSignal): Promise<void> {
  const ms = at - performance.now();
  if (ms > 0) await wait(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
  signal.throwIfAborted();
}

/** About four characters to a token. */
function usageOf({ topic, lines }: Scene, text: string): Usage {
  const heard = lines.reduce((sum, line) => sum + line.name.length + line.text.length, topic.length);
  return { inputTokens: Math.ceil(heard / 4), outputTokens: Math.ceil(text.length / 4) };
}
