import type { Seat } from '@chimera/protocol/conversation';
import { castNames, type Person } from './addressing.ts';
import { type PhaseNow, phaseAt } from './phase.ts';
import type { Entry, Stage } from './stage.ts';
import { isSaidAloud, isSpoken } from './transcript.ts';

/** What a choice of the next speaker looks at. */
export interface Floor {
  readonly stage: Stage;
  readonly phase: PhaseNow;
  readonly people: readonly Person[];
  /** Who speaks in this phase, in its order, wherever they are now. */
  readonly speakers: readonly Seat[];
  /** Those of them who are on stage. */
  readonly onStage: readonly Seat[];
  /** Those on stage who neither had the last turn nor passed just now. */
  readonly rested: readonly Seat[];
  /** What was said aloud, oldest first. */
  readonly lines: readonly Entry[];
  readonly last: Entry | null;
  readonly lastTurnSeatId: string | null;
  /** Who may not speak now, because it would be twice in a row. */
  readonly barredSeatId: string | null;
}

/** A seat that passed sits out this many turns, unless a human says something. */
const TURNS_OUT_AFTER_PASSING = 2;

export function floorOf(stage: Stage): Floor {
  const phase = phaseAt(stage);
  const lines = stage.transcript.filter(isSaidAloud);
  const speakers = speakersOf(stage, phase);
  const onStage = speakers.filter(({ presence }) => presence === 'stage');
  const lastTurnSeatId = stage.transcript.findLast(isTurn)?.seatId ?? null;
  const last = lines.at(-1) ?? null;
  // After a person of the audience, the one who spoke before may answer.
  const isFree = last !== null && isAudience(last) && !passedSince(stage, last);
  const barredSeatId = isFree ? null : lastTurnSeatId;
  const out = passedLately(stage.transcript);
  return {
    stage,
    phase,
    people: castNames(stage),
    speakers,
    onStage,
    rested: onStage.filter(({ id }) => id !== barredSeatId && !out.has(id)),
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

/** A turn of a seat: words or a pass. */
function isTurn(entry: Entry): boolean {
  return entry.seatId !== null && (entry.kind === 'pass' || isSpoken(entry));
}

function isAudience(entry: Entry): boolean {
  return entry.kind === 'human' && entry.seatId === null;
}

/** All seats of the phase; the whole cast when none of them is on stage, so that the talk goes on. */
function speakersOf({ conversation }: Stage, { phase }: PhaseNow): readonly Seat[] {
  const named = phase.speakers?.flatMap((place) => conversation.seats[place] ?? []);
  return named?.some(({ presence }) => presence === 'stage') ? named : conversation.seats;
}

function passedSince({ transcript }: Stage, line: Entry): boolean {
  return transcript.some(({ kind, seq }) => kind === 'pass' && seq > line.seq);
}

function passedLately(transcript: readonly Entry[]): ReadonlySet<string> {
  const out = new Set<string>();
  const spoke = new Set<string>();
  let turns = 0;
  for (const entry of transcript.toReversed()) {
    if (entry.kind === 'human' || turns > TURNS_OUT_AFTER_PASSING) return out;
    if (entry.seatId === null || !isTurn(entry)) continue;
    if (entry.kind === 'pass' && !spoke.has(entry.seatId) && turns < TURNS_OUT_AFTER_PASSING) {
      out.add(entry.seatId);
    }
    spoke.add(entry.seatId);
    turns += 1;
  }
  return out;
}
