import type { FormatChoice } from '@chimera/protocol/conversation';
import type { NewSeat, Seat } from '@chimera/protocol/seat';
import type { Format } from '@chimera/protocol/format';
import { misfit, rolesOf } from '@chimera/protocol/format-cast';
import { ChimeraError } from '../errors.ts';

/** What the log says of a format that was chosen: its name, or all of it when it was written for this talk. */
export function chosen(
  choice: FormatChoice | undefined,
  format: Format,
): { readonly format: string; readonly script?: Format } {
  return typeof choice === 'object' ? { format: format.id, script: format } : { format: choice ?? format.id };
}

/** The seats with the roles that they have, so that nobody's changes when somebody else comes or goes. */
export function withRoles(format: Format, seats: readonly Seat[]): Seat[] {
  const roles = rolesOf(format, seats);
  return seats.map(({ role: _, ...seat }) => {
    const role = roles.get(seat.id);
    return role === undefined ? seat : { ...seat, role };
  });
}

/** Throws when there are too few seats for the roles of a format. */
export function requireFit(format: Format, seats: readonly Seat[]): void {
  const message = misfit(format, seats);
  if (message !== null) {
    throw new ChimeraError('invalid-request', message, { errors: [{ path: 'seats', message }] });
  }
}

/** Throws when a seat is to have a role that the format does not know. */
export function requireRoles(
  { name, roles = [] }: Format,
  seats: readonly Pick<NewSeat, 'role'>[],
  path = 'seats.',
): void {
  for (const [place, { role }] of seats.entries()) {
    if (role === undefined || roles.some(({ id }) => id === role)) continue;
    const known = roles.map(({ id }) => id).join(', ');
    const message =
      roles.length === 0
        ? `“${name}” has no roles. Leave role out.`
        : `There is no role “${role}” in “${name}”. Use ${known}, or leave it out.`;
    const at = path === '' ? 'role' : `${path}${place}.role`;
    throw new ChimeraError('invalid-request', message, { errors: [{ path: at, message }] });
  }
}
