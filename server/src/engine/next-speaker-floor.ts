import type { Seat } from '@chimera/protocol/seat';
import { canTakeTurn, isAwaited, isHuman } from '../conversations/seats.ts';
import { castNames, type Person } from './addressing.ts';
import { tally } from './growing-list.ts';
import { saidAloud } from './heard.ts';
import { hasTurnLeft, type PhaseState, phaseAt, speakersIn } from './phase.ts';
import type { Entry, Stage } from './stage.ts';
import { isSpoken } from './transcript.ts';

/** What a choice of the next speaker looks at. */
export interface Floor {
  readonly stage: Stage;
  readonly phase: PhaseState;
  readonly people: readonly Person[];
  /** Those of them who are on stage, have a turn left in this phase and need not wait for their provider. */
  readonly onStage: readonly Seat[];
  /** Somebody has to wait who could speak otherwise. */
  readonly isSomebodyAwaited: boolean;
  /** Those on stage who neither had the last turn nor passed just now. */
  readonly rested: readonly Seat[];
  /** What was said aloud, oldest first. */
  readonly lines: readonly Entry[];
  readonly last: Entry | null;
  readonly lastTurnSeatId: string | null;
  /** Who may not speak now, because it would be twice in a row. */
  readonly barredSeatId: string | null;
}

const TURNS_OUT_AFTER_PASSING = 2;
/** Waiting for a person takes long, and who passed may not be there. */
const HUMAN_TURNS_OUT_AFTER_PASSING = 12;

export function floorOf(stage: Stage): Floor {
  const phase = phaseAt(stage);
  const lines = saidAloud(stage.transcript);
  const speakers = speakersOf(stage, phase);
  const left = speakers.filter((seat) => hasTurnLeft(phase, seat));
  const onStage = left.filter(canTakeTurn);
  const lastTurnSeatId = stage.transcript.findLast(isTurn)?.seatId ?? null;
  const last = lines.at(-1) ?? null;
  // After a person of the audience, the one who spoke before may answer.
  const isFree = last !== null && isAudience(last) && !passedSince(stage, last);
  const barredSeatId = isFree ? null : lastTurnSeatId;
  return {
    stage,
    phase,
    people: castNames(stage),
    onStage,
    isSomebodyAwaited: left.some(isAwaited),
    rested: onStage.filter((seat) => seat.id !== barredSeatId && !isSittingOut(seat, stage.transcript)),
    lines,
    last,
    lastTurnSeatId,
    barredSeatId,
  };
}

/** How often others spoke since a seat's last word; all lines when it never spoke. */
export function quietTurns({ lines }: Floor, seatId: string): number {
  return lines.length - 1 - lines.findLastIndex((line) => line.seatId === seatId);
}

/** Who should be let in because a few have called on each other for long; nobody when that is not so. */
export function leftOut(floor: Floor): readonly Seat[] {
  const recent = floor.lines.slice(-PING_PONG_LINES).map(({ seatId, name }) => seatId ?? name);
  const speakers = new Set(recent);
  const isPair = recent.length === PING_PONG_LINES && speakers.size === 2;
  return floor.rested.filter(
    (seat) =>
      !isHuman(seat) && !speakers.has(seat.id) && (isPair || quietTurns(floor, seat.id) >= LEFT_OUT_FROM),
  );
}

const PING_PONG_LINES = 6;
const LEFT_OUT_FROM = 20;

/** A turn of a seat: words, a pass, or one that failed. */
function isTurn(entry: Entry): boolean {
  return entry.seatId !== null && (entry.kind === 'pass' || entry.kind === 'failed' || isSpoken(entry));
}

function isAudience(entry: Entry): boolean {
  return entry.kind === 'human' && entry.seatId === null;
}

/** All seats of the phase; the whole cast when none of them is on stage, so that the talk goes on. */
function speakersOf(stage: Stage, { phase }: PhaseState): readonly Seat[] {
  const named = speakersIn(stage, phase);
  return named.some(({ presence }) => presence === 'stage') ? named : stage.conversation.seats;
}

function passedSince({ transcript }: Stage, line: Entry): boolean {
  return transcript.findLast(({ kind, seq }) => kind === 'pass' || seq <= line.seq)?.kind === 'pass';
}

const turnsAndPeople = tally(
  (): Entry[] => [],
  (turns, entry: Entry) => {
    if (isTurn(entry) || entry.kind === 'human') turns.push(entry);
  },
);

/** Whether a seat passed just now. A human's line wakes up the models; a human is not asked again at once. */
function isSittingOut(seat: Seat, transcript: readonly Entry[]): boolean {
  const turns = turnsAndPeople(transcript);
  const index = turns.findLastIndex(({ seatId }) => seatId === seat.id);
  const { kind } = turns[index] ?? {};
  if (kind !== 'pass' && kind !== 'failed') return false;
  const since = turns.slice(index + 1);
  if (isHuman(seat)) return since.length < HUMAN_TURNS_OUT_AFTER_PASSING;
  return since.length < TURNS_OUT_AFTER_PASSING && since.every(({ kind }) => kind !== 'human');
}
