import type { Cast, CastSeat } from '@chimera/protocol/cast';
import type { Format } from '@chimera/protocol/format';
import { rolesOf } from '@chimera/protocol/format-cast';
import type { Seat } from '@chimera/protocol/seat';
import { useFormats } from '../../queries/use-formats.ts';

/** What a format is called that was written for one cast. */
export const OWN_FORMAT = 'own';
/** What is played when nothing else is chosen. */
export const FREE_TALK = 'free-talk';

/** The format of a cast; undefined while the formats are on their way, or when it is not among them. */
export function useCastFormat(format: Cast['format']): Format | undefined {
  const formats = useFormats();
  if (typeof format === 'object') return { id: OWN_FORMAT, ...format };
  return formats.data?.find(({ id }) => id === (format ?? FREE_TALK));
}

/** Seats as the roles of a format are given to them: each by its place. */
export function seated(seats: readonly CastSeat[]): readonly Pick<Seat, 'id' | 'brain' | 'role'>[] {
  return seats.map(({ role }, place) => ({
    id: String(place),
    brain: null,
    ...(role !== undefined && { role }),
  }));
}

/** What each seat's role is called, by its place; a seat without one has none. */
export function roleNames(
  format: Format | undefined,
  seats: readonly CastSeat[],
): readonly (string | undefined)[] {
  if (!format) return seats.map(() => undefined);
  const played = rolesOf(format, seated(seats));
  return seats.map((_, place) => format.roles?.find(({ id }) => id === played.get(String(place)))?.name);
}
