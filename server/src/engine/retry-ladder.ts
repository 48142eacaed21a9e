import type { Reason } from '@chimera/protocol/seat';
import type { ModelBrain } from '@chimera/protocol/provider';
import type { Ask, Prompt } from '../providers/provider.ts';
import type { Gate } from './gate.ts';
import { withoutCue } from './prompt-tail.ts';

/** What a seat needs to speak. */
export interface Voice {
  /** The seat that speaks. */
  readonly name: string;
  readonly brain: ModelBrain | null;
  readonly fallbacks: readonly ModelBrain[];
  readonly ask: Ask;
  /** Set for a brain that speaks because the answer of another was refused: why it was. */
  readonly insteadOf?: Reason;
  openGate(): Gate;
  /** The same request with a word about what was wrong with the answer before. */
  nudge(prompt: Prompt, reason: Reason): Prompt;
}

type Rung = (voice: Voice, reason: Reason) => Voice | null;

/**
 * What is tried when the gate refuses an answer before anybody saw a word of it: the same brain with a word
 * about what was wrong, then with a form to fill in, then the next brain of the seat. Null: that step is not
 * there. The refused words are never shown to a model. A seat that is asked again all the time gets the form
 * at once: each step is a call that costs, and one that the audience waits for.
 */
export function ladderOf({ isSpent }: { readonly isSpent: boolean }): readonly Rung[] {
  return isSpent ? [inForm, byTheNext] : [nudged, inForm, byTheNext];
}

function nudged(voice: Voice, reason: Reason): Voice {
  const { promptFor, stop, maxTokens } = voice.ask;
  const ask: Ask = {
    ...voice.ask,
    promptFor: (brain) => voice.nudge(promptFor(brain), reason),
    // Nothing came: perhaps a text at which the model stops was the first thing that it wrote.
    stop: reason.code === 'empty' ? [] : stop,
    maxTokens: maxTokens + (reason.code === 'reasoning-only' ? THINKING_TOKENS : 0),
  };
  return { ...voice, ask };
}

/** Room for a model that thinks whether it is told to or not. */
const THINKING_TOKENS = 1024;

function inForm(voice: Voice, reason: Reason): Voice {
  const { ask, ...asked } = nudged(voice, reason);
  const promptFor: Ask['promptFor'] = (brain) => withoutCue(ask.promptFor(brain));
  return { ...asked, ask: { ...ask, promptFor, replyAs: voice.name } };
}

function byTheNext(voice: Voice, reason: Reason): Voice | null {
  const [brain, ...fallbacks] = voice.fallbacks;
  return brain ? { ...nudged(voice, reason), brain, fallbacks, insteadOf: reason } : null;
}
