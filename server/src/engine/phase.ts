import type { PhaseNow } from '@chimera/protocol/conversation';
import type { Seat } from '@chimera/protocol/seat';
import type { Format, OptionalGuard, Phase } from '@chimera/protocol/format';
import { rolesOf } from '@chimera/protocol/format-cast';
import { ALL, END, phaseAfter } from '@chimera/protocol/format-path';
import { tallyBy } from './growing-list.ts';
import type { Entry, Stage } from './stage.ts';
import { CUT_OFF, isSaidAloud } from './transcript.ts';

export interface Part {
  readonly phase: Phase;
  /** Its place in the format, from 0; after the end the number of phases. */
  readonly index: number;
}

/** Where it is, and what happened there, oldest first. */
export interface PhaseState extends Part, Happened {}

interface Happened {
  readonly turns: readonly Entry[];
  readonly turnsBySeat: ReadonlyMap<string, number>;
  /** Lines that were said aloud. */
  readonly aloud: readonly Entry[];
  /** Those of them that were said to their end. */
  readonly whole: readonly Entry[];
}

/** What must be known to say where in its format a conversation is. */
export type Staged = Pick<Stage, 'conversation' | 'format' | 'transcript'>;

/** Where in its format a conversation is, by the phase that its log announced last. */
export function partAt(stage: Staged): Part {
  const { format } = stage;
  const now = announcedPhase(stage);
  const index = now ? placeOf(format, now) : 0;
  return { phase: format.phases[index] ?? AFTERWARDS, index };
}

/** The same with what happened there. */
export function phaseAt(stage: Staged): PhaseState {
  const since = announcedPhase(stage)?.sinceSeq ?? 0;
  return { ...partAt(stage), ...happenedSince(stage.transcript, since) };
}

const happenedSince: (transcript: readonly Entry[], since: number) => Happened = tallyBy(
  (since: number) => String(since),
  () => ({
    turns: new Array<Entry>(),
    turnsBySeat: new Map(),
    aloud: new Array<Entry>(),
    whole: new Array<Entry>(),
  }),
  (there, entry: Entry, _, since) => {
    if (entry.seq <= since) return;
    if (isTurn(entry)) {
      there.turns.push(entry);
      if (entry.seatId !== null)
        there.turnsBySeat.set(entry.seatId, (there.turnsBySeat.get(entry.seatId) ?? 0) + 1);
    }
    if (!isSaidAloud(entry)) return;
    there.aloud.push(entry);
    if (!entry.text.endsWith(CUT_OFF)) there.whole.push(entry);
  },
);

/** The phase that was announced last; logs that know no ids of phases are read by their lines. */
export function announcedPhase({ conversation, format, transcript }: Staged): PhaseNow | null {
  if (conversation.phase) return conversation.phase;
  // A format of one part announces none.
  if (format.phases.length === 1) return null;
  const names = new Set(format.phases.map(({ name }) => name));
  const line = transcript.findLast(
    ({ kind, seatId, name }) => kind === 'stage' && seatId === null && names.has(name),
  );
  return line ? { id: '', name: line.name, sinceSeq: line.seq, startedAt: line.at } : null;
}

/** Turns that a seat had in a phase: what it said to the end, passes, and those that failed. */
export function turnsBy({ turnsBySeat }: PhaseState, seatId: string): number {
  return turnsBySeat.get(seatId) ?? 0;
}

/** Who speaks in a phase, wherever they are now: role after role, each in the order of the cast. */
export function speakersIn(
  { conversation: { seats }, format }: Pick<Stage, 'conversation' | 'format'>,
  { speakers }: Pick<Phase, 'speakers'>,
): readonly Seat[] {
  if (!speakers) return seats;
  const roles = rolesOf(format, seats);
  return speakers.flatMap((role) => seats.filter(({ id }) => roles.get(id) === role));
}

/** Whether a seat may still speak in the phase: its turns there are not used up. */
export function hasTurnLeft(state: PhaseState, { id }: Pick<Seat, 'id'>): boolean {
  const { turnsEach } = state.phase;
  return turnsEach === undefined || turnsBy(state, id) < turnsEach;
}

/** Whether the talk may come to its end in the phase that it is in. */
export function mayClose(stage: Staged): boolean {
  const { phase, index } = partAt(stage);
  return phase.mayClose ?? phaseAfter(stage.format, index) === null;
}

/** Guard rules that the format or its phase switches off. */
export function guardsOff(stage: Staged): ReadonlySet<OptionalGuard> {
  return new Set([...(stage.format.guardsOff ?? []), ...(partAt(stage).phase.guardsOff ?? [])]);
}

/** How long the stage waits for a person who has the floor. */
export function humanWaitMs(stage: Staged): number {
  return (partAt(stage).phase.waitSeconds ?? HUMAN_WAIT_SECONDS) * 1000;
}

const HUMAN_WAIT_SECONDS = 45;

/** What a format says for a seat, by its role or for all; undefined: nothing. */
export function forSeat<T>(
  { conversation, format }: Pick<Stage, 'conversation' | 'format'>,
  seatId: string,
  byRole: Readonly<Record<string, T>>,
): T | undefined {
  const role = rolesOf(format, conversation.seats).get(seatId) ?? ALL;
  return byRole[Object.hasOwn(byRole, role) ? role : ALL];
}

/** When all phases are over and somebody plays on, they talk freely. */
const AFTERWARDS: Phase = { id: END, name: 'Afterwards', order: 'natural', mayClose: true };

function placeOf({ phases }: Format, { id, name }: Pick<PhaseNow, 'id' | 'name'>): number {
  if (id === END) return phases.length;
  const byId = phases.findIndex((phase) => phase.id === id);
  const found = byId >= 0 ? byId : phases.findIndex((phase) => phase.name === name);
  // Another format was chosen, or this phase is no longer in it: from the top.
  return Math.max(0, found);
}

/** Words that were cut off are said again, so they are no turn yet, and a whisper is none. */
export function isTurn({ kind, text, to }: Entry): boolean {
  return kind === 'pass' || kind === 'failed' || (kind === 'seat' && to === null && !text.endsWith(CUT_OFF));
}
