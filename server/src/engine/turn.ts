import type { Conversation, OpenTurn } from '@chimera/protocol/conversation';
import { setTimeout as sleep } from 'node:timers/promises';
import { isHuman, seatIn } from '../conversations/seats.ts';
import type { Bus } from '../live/bus.ts';
import { interruptionOf } from './interruption.ts';
import { humanWaitMs } from './phase.ts';
import { type Attempt, speak, type SpeakParts } from './speak.ts';
import type { Voice } from './retry-ladder.ts';
import type { Chance, Stage } from './stage.ts';
import type { Troubles } from './troubles.ts';
import { type EndParts, type Owned, writeEnd } from './turn-end.ts';
import { failed } from './turn-events.ts';
import { thinkingTime, voiceOf } from './voice.ts';

export interface TurnParts extends SpeakParts, EndParts {
  readonly bus: Bus;
  readonly chance: Chance;
}

/** A conversation that runs on this node. */
export interface Running extends Owned {
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
  const { keeper, troubles } = running;
  const turnsBefore = keeper.conversation.turns;
  for (;;) {
    const { turn } = keeper.conversation;
    if (!turn) return 'interrupted';
    const seat = keeper.conversation.seats.find(({ id }) => id === turn.seatId);
    if (!seat) return closeForNobody(parts, running, turn);
    const attempt = await attemptTurn(parts, running, turn, signal);
    const isDeclinedAgain = troubles.hasDeclined;
    troubles.note(turn.seatId, attempt);
    const again = attempt.kind === 'broken' && turn.attempt < ATTEMPTS_LIMIT;
    try {
      const after = await writeEnd(parts, running, turn, {
        attempt,
        again,
        isDeclinedAgain,
        brain: seat.brain,
      });
      // Its end was written by another hand: a person's own words, or whoever cut it off.
      if (after !== null) return after.turns > turnsBefore ? 'said' : 'interrupted';
    } finally {
      parts.speeches.endOf(keeper.ref.id, turn);
    }
    if (!again) return outcomeOf(attempt);
  }
}

/** Its seat was taken out of the cast: nobody can say it any more. */
async function closeForNobody(
  { log, now }: TurnParts,
  { keeper, epoch }: Running,
  turn: OpenTurn,
): Promise<TurnOutcome> {
  const gone = { code: 'seat-removed', text: 'The seat was removed before it spoke.' };
  const committed = await log.append(
    keeper.ref,
    (conversation) =>
      conversation.turn?.turnId === turn.turnId ? failed(turn, gone, now().toISOString()) : [],
    epoch,
  );
  await keeper.follow(committed);
  return 'interrupted';
}

async function attemptTurn(
  parts: TurnParts,
  { keeper, troubles, flight }: Running,
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
    return { kind: 'interrupted', said: nothingSaid(thinkMs), interruption, tries: [], lost: [] };
  }
  const voice = waitingVisibly(parts, keeper.ref.id, turn, voiceOf(keeper.stage(), turn, parts.chance));
  const isSpent = troubles.isSpent(turn.seatId);
  return speak(parts, { conversationId: keeper.ref.id, turn, voice, thinkMs, isSpent, flight }, signal);
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
    return { kind: 'passed', tries: [], lost: [] };
  } catch (error) {
    const interruption = interruptionOf(signal);
    if (!interruption) throw error;
    return { kind: 'interrupted', said: nothingSaid(0), interruption, tries: [], lost: [] };
  }
}

function outcomeOf(attempt: Attempt): TurnOutcome {
  if (attempt.kind === 'failed' && attempt.wait?.keepsTurn) return 'waits';
  return attempt.kind === 'broken' ? 'failed' : attempt.kind;
}

function nothingSaid(thinkMs: number) {
  return { text: '', brain: null, usage: null, timing: { thinkMs, totalMs: thinkMs } };
}
