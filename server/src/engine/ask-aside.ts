import type { ModelBrain } from '@chimera/protocol/provider';
import type { Seat } from '@chimera/protocol/seat';
import type { Ask, Prompt } from '../providers/provider.ts';
import { sceneOf } from './prompt-scene.ts';
import type { AskBrain } from './speak.ts';
import type { Stage } from './stage.ts';

/** A question beside the talk, to the brain of one of its seats. */
export interface Aside {
  readonly seat: Seat;
  readonly prompt: Prompt;
  /** Names the task where a turn would be named. */
  readonly task: string;
  readonly maxTokens: number;
  /** What is longer is no answer to such a question, and is not read to its end. */
  readonly textLimit: number;
}

/** What it says; null when nobody but the demo brain is there to ask, it failed, or it took too long. */
export async function askAside(
  ask: AskBrain,
  stage: Stage,
  { seat, prompt, task, maxTokens, textLimit }: Aside,
  signal: AbortSignal,
): Promise<string | null> {
  const direction = { targetWords: 10, capWords: 40, direction: null, mayPass: false };
  const request: Ask = {
    promptFor: () => prompt,
    maxTokens,
    stop: [],
    replyAs: null,
    // A question about the talk as it is now, which nobody asks twice.
    cache: 'off',
    scene: sceneOf(stage, seat.id, direction, { turnId: task, attempt: 1 }),
  };
  try {
    const brain = withoutLimit(modelBrainOf(stage, seat));
    return await answerTo(ask, { brain, request, textLimit }, signal);
  } catch {
    // Whoever cannot answer, or not in time, is done without.
    return null;
  }
}

/** What a brain answers, as much of it as is read; null when only the demo brain is there to ask. */
export async function answerTo(
  ask: AskBrain,
  {
    brain,
    request,
    textLimit,
  }: { readonly brain: ModelBrain | null; readonly request: Ask; readonly textLimit: number },
  signal: AbortSignal,
): Promise<string | null> {
  let text = '';
  for await (const part of ask(brain, [], request, signal)) {
    if (part.type === 'start' && part.brain.kind === 'demo') return null;
    if (part.type === 'text') text += part.text;
    if (text.length > textLimit) break;
  }
  return text;
}

/** How long its lines may be says nothing of what it is asked beside the talk. */
function withoutLimit(brain: ModelBrain | null): ModelBrain | null {
  if (!brain?.params) return brain;
  const { maxTokens: _, ...params } = brain.params;
  return { ...brain, params };
}

/** The model that a seat or its persona names; null: the server chooses. */
export function modelBrainOf({ personas }: Pick<Stage, 'personas'>, seat: Seat): ModelBrain | null {
  const brains = [seat.brain, personas.get(seat.id)?.brain ?? null];
  return brains.find((brain): brain is ModelBrain => brain !== null && 'connectionId' in brain) ?? null;
}
