import type { Conversation, OpenTurn } from '@chimera/protocol/conversation';
import type { Reason, Seat } from '@chimera/protocol/seat';
import type { Event } from '@chimera/protocol/event';
import { unreachable } from '@chimera/protocol/unreachable';
import { setTimeout as sleep } from 'node:timers/promises';
import { isHuman, seatIn } from '../conversations/seats.ts';
import type { Log } from '../conversations/log.ts';
import type { PromptStore } from '../conversations/prompt-store.ts';
import type { TranscriptStore } from '../conversations/transcript-store.ts';
import type { Bus } from '../live/bus.ts';
import { interruptionOf } from './interruption.ts';
import { keptPrompt } from './kept-prompt.ts';
import { humanWaitMs } from './phase.ts';
import { type Attempt, speak, type SpeakParts } from './speak.ts';
import type { Voice } from './retry-ladder.ts';
import type { Chance, Stage } from './stage.ts';
import type { StageKeeper } from './stage-keeper.ts';
import type { Troubles } from './troubles.ts';
import { failed, finished, interrupted, passed, regenerated } from './turn-events.ts';
import { unheardAnswers } from './unheard.ts';
import { thinkingTime, voiceOf } from './voice.ts';
import { delayed } from './waits.ts';

export interface TurnParts extends SpeakParts {
  readonly log: Log;
  readonly bus: Bus;
  readonly transcripts: TranscriptStore;
  readonly prompts: PromptStore;
  readonly chance: Chance;
  readonly now: () => Date;
}

/** A conversation that runs on this node. */
export interface Running {
  readonly keeper: StageKeeper;
  readonly epoch: number;
  readonly troubles: Troubles;
}

/** `waits`: nobody can speak for the seat yet, and it keeps its turn. */
export type TurnOutcome = 'said' | 'passed' | 'failed' | 'waits' | 'interrupted';

/** Attempts at one turn, counting those before a restart. */
export const ATTEMPTS_LIMIT = 3;

/** Takes the turn that is open: thinks, speaks or passes, and writes its end into the log. */
export async function takeTurn(
  parts: TurnParts,
  running: Running,
  signal: AbortSignal,
): Promise<TurnOutcome> {
  const { keeper, epoch, troubles } = running;
  const { ref } = keeper;
  const turnsBefore = keeper.conversation.turns;
  for (;;) {
    const { turn } = keeper.conversation;
    if (!turn) return 'interrupted';
    const { brain } = seatIn(keeper.conversation, turn.seatId);
    const attempt = await attemptTurn(parts, running, turn, signal);
    const isDeclinedAgain = troubles.hasDeclined;
    troubles.note(turn.seatId, attempt);
    const before = turn.replaces === undefined ? null : await parts.transcripts.message(ref, turn.replaces);
    const again = attempt.kind === 'broken' && turn.attempt < ATTEMPTS_LIMIT;
    const at = parts.now().toISOString();
    const sent = keptPrompt(turn, attempt, at);
    try {
      const { events, conversation: after } = await parts.log.append(
        ref,
        (conversation) => {
          // Closed by somebody else, with the words that were said.
          if (conversation.turn?.turnId !== turn.turnId) return [];
          if (attempt.kind === 'said' && before) {
            return [...unheardAnswers(attempt, at), ...regenerated(before, turn, attempt.said, at)];
          }
          return [
            ...unheardAnswers(attempt, at),
            ...endOf(conversation, turn, attempt, { at, isDeclinedAgain, brain }),
            ...(again ? [nextAttempt(turn, attempt.reason, at)] : []),
          ];
        },
        epoch,
        sent ? parts.prompts.along(ref, sent) : undefined,
      );
      keeper.take(events);
      if (events.length === 0 && sent) await parts.prompts.keep(ref, sent);
      // Its end was written by another hand: a person's own words, or whoever cut it off.
      if (events.length === 0) return after.turns > turnsBefore ? 'said' : 'interrupted';
    } finally {
      parts.speeches.endOf(ref.id, turn);
    }
    if (!again) return outcomeOf(attempt);
  }
}

/** The next attempt at a turn whose last one broke off. */
export function nextAttempt(turn: OpenTurn, reason: Reason, at: string): Event {
  const { startedAt: _, ...place } = turn;
  return {
    type: 'turn-started',
    at,
    ...place,
    attempt: turn.attempt + 1,
    reason: { code: 'again', text: `Trying again: ${reason.text}` },
  };
}

async function attemptTurn(
  parts: TurnParts,
  { keeper, troubles }: Running,
  turn: OpenTurn,
  signal: AbortSignal,
): Promise<Attempt> {
  const seat = seatIn(keeper.conversation, turn.seatId);
  if (isHuman(seat)) return waitForHuman(parts, keeper.stage(), turn, signal);
  const thinkMs = turn.attempt > 1 ? 0 : thinkingTime(keeper.stage(), turn, parts.chance);
  try {
    await think(parts, keeper.conversation, turn, { thinkMs, signal });
  } catch (error) {
    const interruption = interruptionOf(signal);
    if (!interruption) throw error;
    return { kind: 'interrupted', said: nothingSaid(thinkMs), interruption, tries: [] };
  }
  const voice = waitingVisibly(parts, keeper.ref.id, turn, voiceOf(keeper.stage(), turn, parts.chance));
  const isSpent = troubles.isSpent(turn.seatId);
  return speak(parts, { conversationId: keeper.ref.id, turn, voice, thinkMs, isSpent }, signal);
}

async function think(
  { bus, now }: TurnParts,
  conversation: Conversation,
  turn: OpenTurn,
  { thinkMs, signal }: { thinkMs: number; signal: AbortSignal },
): Promise<void> {
  if (thinkMs <= 0) return;
  const untilMs = now().getTime() + thinkMs;
  bus.publish(conversation.id, { type: 'thinking', seatId: turn.seatId, untilMs });
  await sleep(thinkMs, undefined, { signal });
}

/** The same voice; whoever watches is told why nothing comes when its brain is asked again after a while. */
function waitingVisibly({ bus, now }: TurnParts, id: string, { seatId }: OpenTurn, voice: Voice): Voice {
  const onWait = (waitMs: number, why: string) =>
    bus.publish(id, { type: 'thinking', seatId, untilMs: now().getTime() + waitMs, why });
  return { ...voice, ask: { ...voice.ask, onWait } };
}

/** A person has the floor: their message ends the turn, from wherever it comes. */
async function waitForHuman(
  parts: TurnParts,
  stage: Stage,
  turn: OpenTurn,
  signal: AbortSignal,
): Promise<Attempt> {
  try {
    await think(parts, stage.conversation, turn, { thinkMs: humanWaitMs(stage), signal });
    return { kind: 'passed', tries: [] };
  } catch (error) {
    const interruption = interruptionOf(signal);
    if (!interruption) throw error;
    return { kind: 'interrupted', said: nothingSaid(0), interruption, tries: [] };
  }
}

interface Ending {
  readonly at: string;
  readonly isDeclinedAgain: boolean;
  /** The seat's own brain when it was asked. */
  readonly brain: Seat['brain'];
}

function endOf(
  conversation: Conversation,
  turn: OpenTurn,
  attempt: Attempt,
  { at, isDeclinedAgain, brain }: Ending,
): Event[] {
  switch (attempt.kind) {
    case 'said':
      return finished(conversation, turn, attempt.said, { reason: attempt.reason, at });
    case 'passed':
      return passed(
        turn,
        { code: 'passed', text: `${seatIn(conversation, turn.seatId).name} says nothing.` },
        at,
      );
    case 'broken':
      return interrupted(conversation, turn, attempt.said, { reason: attempt.reason, at });
    case 'failed':
      if (attempt.wait)
        return delayed(conversation, turn, { reason: attempt.reason, wait: attempt.wait, brain }, at);
      return failed(turn, failureOf(conversation, turn, attempt.reason, isDeclinedAgain), at);
    case 'interrupted':
      return interrupted(conversation, turn, attempt.said, { reason: attempt.interruption.reason, at });
    default:
      return unreachable(attempt);
  }
}

function failureOf(
  conversation: Conversation,
  turn: OpenTurn,
  reason: Reason,
  isDeclinedAgain: boolean,
): Reason {
  const { name } = seatIn(conversation, turn.seatId);
  switch (reason.code) {
    case 'hesitates':
      return { ...reason, text: `${name} hesitates. ${reason.text}` };
    case 'declined':
      return { ...reason, text: `${name} did not want to answer.${isDeclinedAgain ? OTHER_TOPIC : ''}` };
    default:
      return { ...reason, text: `Nobody could speak for ${name}: ${reason.text}` };
  }
}

/** What one brain refuses the next one mostly refuses as well. */
const OTHER_TOPIC = ' Another topic may help.';

function outcomeOf(attempt: Attempt): TurnOutcome {
  if (attempt.kind === 'failed' && attempt.wait?.keepsTurn) return 'waits';
  return attempt.kind === 'broken' ? 'failed' : attempt.kind;
}

function nothingSaid(thinkMs: number) {
  return { text: '', brain: null, usage: null, timing: { thinkMs, totalMs: thinkMs } };
}
