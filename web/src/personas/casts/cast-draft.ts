import type { Cast, CastSeat, NewCast } from '@chimera/protocol/cast';
import type { FormatChoice } from '@chimera/protocol/conversation';
import { OWN_FORMAT, FREE_TALK } from './cast-format.ts';

/** A seat in the form; its key stays with it when it moves. */
export interface DraftSeat extends CastSeat {
  readonly key: string;
}

/** What somebody has put together of a cast so far. */
export interface CastDraft {
  readonly name: string;
  readonly line: string;
  readonly topic: string;
  readonly premise: string;
  /** A format by its id, or `own` for the one that was written for it. */
  readonly formatId: string;
  readonly seats: readonly DraftSeat[];
}

export const emptyDraft: CastDraft = {
  name: '',
  line: '',
  topic: '',
  premise: '',
  formatId: FREE_TALK,
  seats: [],
};

export function draftOf({ name, line, topic, premise, format, seats }: Cast): CastDraft {
  return {
    name,
    line,
    topic,
    premise,
    formatId: typeof format === 'object' ? OWN_FORMAT : (format ?? FREE_TALK),
    seats: seats.map((seat, place) => ({ ...seat, key: `${place}-${seat.personaId}` })),
  };
}

/** What is sent of it. `own` is the format that was written for the cast, which the form cannot change. */
export function documentOf(draft: CastDraft, own: FormatChoice | undefined): NewCast {
  const { formatId, seats } = draft;
  const format = formatId === OWN_FORMAT ? own : formatId;
  return {
    name: draft.name.trim(),
    line: draft.line.trim(),
    topic: draft.topic.trim(),
    premise: draft.premise.trim(),
    seats: seats.map(({ personaId, role }) => ({ personaId, ...(role !== undefined && { role }) })),
    ...(format !== undefined && { format }),
  };
}

/** A seat one place earlier (-1) or later (1). */
export function movedSeat(seats: readonly DraftSeat[], key: string, by: -1 | 1): readonly DraftSeat[] {
  const from = seats.findIndex((seat) => seat.key === key);
  const seat = seats[from];
  const to = from + by;
  if (seat === undefined || to < 0 || to >= seats.length) return seats;
  const others = seats.filter((other) => other !== seat);
  return [...others.slice(0, to), seat, ...others.slice(to)];
}
