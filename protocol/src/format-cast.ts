import type { Seat } from './seat.ts';
import type { Format, Role } from './format.ts';

type Seated = Pick<Seat, 'id' | 'brain' | 'role'>;
type WithRoles = Pick<Format, 'roles'>;

/**
 * Which role each seat plays, by seat id; a seat without an entry has none. A seat that says which role it
 * has gets it; the others fill the roles in the order of the cast. Each role first gets those that it needs,
 * then each that may stay empty one, then what is left over goes around.
 */
export function rolesOf({ roles = [] }: WithRoles, seats: readonly Seated[]): ReadonlyMap<string, string> {
  const played = new Map<string, string>();
  const counts = new Map<string, number>(roles.map(({ id }) => [id, 0]));
  for (const seat of seats) {
    const role = roles.find(({ id }) => id === seat.role);
    if (!role || !suits(role, seat) || (counts.get(role.id) ?? 0) >= role.max) continue;
    played.set(seat.id, role.id);
    counts.set(role.id, (counts.get(role.id) ?? 0) + 1);
  }
  const free = seats.filter(({ id }) => !played.has(id));
  const wanted = wantedCounts(roles, counts, free.length);
  // What only a model may play is given first, or a model would take what a person could.
  const strictFirst = roles.toSorted((a, b) => Number(b.seat === 'ai-only') - Number(a.seat === 'ai-only'));
  for (const role of strictFirst) {
    const takers = free.filter((seat) => !played.has(seat.id) && suits(role, seat));
    for (const seat of takers.slice(0, wanted.get(role.id) ?? 0)) played.set(seat.id, role.id);
  }
  return played;
}

/** Why a cast cannot play a format, as a sentence; null: it can. */
export function misfit(format: WithRoles & Pick<Format, 'name'>, seats: readonly Seated[]): string | null {
  const { roles = [], name } = format;
  const least = roles.reduce((sum, { min }) => sum + min, 0);
  if (seats.length < least) return `“${name}” needs ${seatsNeeded(roles)}; this cast has ${seats.length}.`;
  const played = [...rolesOf(format, seats).values()];
  const empty = roles.find(({ id, min }) => played.filter((role) => role === id).length < min);
  if (!empty) return null;
  const who = empty.seat === 'ai-only' ? 'a seat that no person plays' : 'a seat';
  return `“${name}” needs ${who} for the role “${empty.name}”, and no seat of this cast is left for it.`;
}

function wantedCounts(
  roles: readonly Role[],
  taken: ReadonlyMap<string, number>,
  free: number,
): ReadonlyMap<string, number> {
  const wanted = new Map<string, number>();
  let left = free;
  const give = (role: Role, upTo: number) => {
    const has = (taken.get(role.id) ?? 0) + (wanted.get(role.id) ?? 0);
    const count = Math.max(0, Math.min(upTo - has, left));
    wanted.set(role.id, (wanted.get(role.id) ?? 0) + count);
    left -= count;
  };
  for (const role of roles) give(role, role.min);
  for (const role of roles) give(role, 1);
  const most = Math.max(0, ...roles.map(({ max }) => max));
  for (let round = 2; round <= most; round += 1) {
    for (const role of roles) give(role, Math.min(round, role.max));
  }
  return wanted;
}

function suits({ seat: kind }: Role, { brain }: Seated): boolean {
  return kind === 'any' || brain === null || !('human' in brain);
}

function seatsNeeded(roles: readonly Role[]): string {
  const least = roles.reduce((sum, { min }) => sum + min, 0);
  const most = roles.reduce((sum, { max }) => sum + max, 0);
  if (least === most) return `${least} ${least === 1 ? 'seat' : 'seats'}`;
  return most >= 24 ? `at least ${least} ${least === 1 ? 'seat' : 'seats'}` : `${least} to ${most} seats`;
}
