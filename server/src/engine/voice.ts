import type { OpenTurn } from '@chimera/protocol/conversation';
import type { Brain, ModelBrain } from '@chimera/protocol/provider';
import { modelSize } from '../providers/model-size.ts';
import type { Ask, AskedBrain, Prompt } from '../providers/provider.ts';
import { directTurn } from './direction.ts';
import { openGate } from './gate.ts';
import { gateOptions } from './gate-cast.ts';
import { nudgeOf } from './gate-reason.ts';
import { thinkingMs } from './pacing.ts';
import { composePrompt } from './prompt.ts';
import { maxTokens, stopTexts } from './prompt-limits.ts';
import { composeSharedPrompt } from './prompt-shared.ts';
import { sceneOf } from './prompt-scene.ts';
import { withNudge } from './prompt-tail.ts';
import type { Voice } from './retry-ladder.ts';
import { settledChance } from './settled-chance.ts';
import { seatsSharing } from './shared-brains.ts';
import type { Chance, Stage } from './stage.ts';

/** The vendor's limit lies well above the length that is asked for: it cuts in the middle of a word. */
const TOKENS_ROOM = 3;

/** All that a seat needs to take its turn: what it is asked, who answers, and what may pass. */
export function voiceOf(stage: Stage, turn: OpenTurn, chance: Chance): Voice {
  const heard = asItWas(stage, turn);
  const { conversation, personas } = heard;
  const { seatId } = turn;
  const persona = personas.get(seatId);
  const seat = conversation.seats.find(({ id }) => id === seatId);
  const direction = directTurn(
    heard,
    seatId,
    conversation.settings.cache ? settledChance(heard, seatId) : chance,
  );
  const composed = new Map<string, Prompt>();
  const promptFor = (brain: AskedBrain) => {
    const size = modelSize(brain);
    const seatIds = seatsSharing(heard, seatId, brain);
    const key = [size.prompt, size.contextTokens, ...(seatIds ?? [])].join(' ');
    const prompt =
      composed.get(key) ??
      (seatIds
        ? composeSharedPrompt(heard, seatId, direction, { seatIds, size })
        : composePrompt(heard, seatId, direction, size));
    composed.set(key, prompt);
    return prompt;
  };
  const options = gateOptions(heard, seatId, direction);
  return {
    name: seat?.name ?? '',
    brain: modelOf(seat?.brain ?? null) ?? modelOf(persona?.brain ?? null),
    fallbacks: seat?.fallbacks ?? (persona?.fallbacks ?? []).flatMap((brain) => modelOf(brain) ?? []),
    ask: {
      promptFor,
      maxTokens: maxTokens(direction.capWords * TOKENS_ROOM, conversation.settings.language),
      stop: stopTexts(heard, seatId),
      replyAs: null,
      cache: cacheUse(conversation.settings.cache, turn),
      scene: sceneOf(heard, seatId, direction, turn),
    },
    openGate: () => openGate(options),
    nudge: (prompt, reason) =>
      withNudge(prompt, nudgeOf(reason, { selfName: seat?.name ?? '', language: options.language })),
  };
}

/** Who has a line said again wants another one, and the old one never again. */
function cacheUse(isOn: boolean, { replaces }: OpenTurn): Ask['cache'] {
  if (!isOn) return 'off';
  return replaces === undefined ? 'use' : 'renew';
}

/** How long the seat thinks before this turn. */
export function thinkingTime(stage: Stage, turn: OpenTurn, chance: Chance): number {
  const persona = stage.personas.get(turn.seatId);
  if (!persona) return 0;
  const previous = stage.transcript.findLast(({ kind }) => kind === 'seat' || kind === 'human');
  return thinkingMs(persona, previous?.text ?? null, stage.conversation.settings.pace, chance) ?? 0;
}

/** A line that is said again is said to what was heard before it. */
function asItWas(stage: Stage, turn: OpenTurn): Stage {
  if (turn.replaces === undefined) return stage;
  const at = stage.transcript.findIndex(({ messageId }) => messageId === turn.replaces);
  const replaced = stage.transcript[at];
  if (!replaced) return stage;
  const isFolded = stage.ledger !== null && stage.ledger.untilSeq >= replaced.seq;
  // Without the phase of now, that of then is read from the lines.
  const { phase: _, ...conversation } = stage.conversation;
  return {
    ...stage,
    conversation,
    transcript: stage.transcript.slice(0, at),
    // Its records know what came later.
    ledger: isFolded ? null : stage.ledger,
  };
}

function modelOf(brain: Brain | null): ModelBrain | null {
  return brain !== null && 'connectionId' in brain ? brain : null;
}
