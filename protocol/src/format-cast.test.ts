import { describe, expect, test } from 'vitest';
import type { Seat } from './seat.ts';
import type { Role } from './format.ts';
import { misfit, rolesOf } from './format-cast.ts';

const role = (id: string, min: number, max: number, seat: Role['seat'] = 'any'): Role => ({
  id,
  name: id.toUpperCase(),
  min,
  max,
  seat,
});
const seat = (id: string, changes: Partial<Seat> = {}) => ({ id, brain: null, ...changes });
const human = { brain: { human: true } } as const;

function played(roles: readonly Role[], seats: readonly ReturnType<typeof seat>[]): string {
  const found = rolesOf({ roles: [...roles] }, seats);
  return seats.map(({ id }) => `${id}:${found.get(id) ?? '-'}`).join(' ');
}

describe('roles', () => {
  test('go by the order of the cast', () => {
    const debate = [role('for', 1, 1), role('against', 1, 1), role('judge', 0, 1)];
    expect(played(debate, [seat('a'), seat('b')])).toBe('a:for b:against');
    expect(played(debate, [seat('a'), seat('b'), seat('c'), seat('d')])).toBe('a:for b:against c:judge d:-');
  });

  test('that must be filled come before those that may be', () => {
    const roles = [role('clerk', 0, 1), role('host', 1, 1), role('guest', 1, 9)];
    expect(played(roles, [seat('a'), seat('b')])).toBe('a:host b:guest');
    expect(played(roles, [seat('a'), seat('b'), seat('c')])).toBe('a:clerk b:host c:guest');
  });

  test('are kept by seats that name theirs, and what is left over goes around', () => {
    const teams = [role('red', 1, 3), role('blue', 1, 3)];
    const seats = [seat('a', { role: 'blue' }), seat('b'), seat('c'), seat('d')];
    expect(played(teams, seats)).toBe('a:blue b:red c:red d:blue');
  });

  test('for models only are not given to people', () => {
    const roles = [role('oracle', 1, 1, 'ai-only'), role('pilgrim', 1, 1)];
    expect(played(roles, [seat('a', human), seat('b')])).toBe('a:pilgrim b:oracle');
    const other = [role('guest', 1, 1), role('judge', 1, 1, 'ai-only')];
    expect(played(other, [seat('a'), seat('b', human)])).toBe('a:judge b:guest');
  });
});

describe('a cast that cannot play a format', () => {
  const roles = [role('for', 1, 1), role('against', 1, 1), role('judge', 0, 1)];

  test('is told how many seats it needs', () => {
    expect(misfit({ name: 'Debate', roles }, [seat('a')])).toBe(
      '“Debate” needs 2 to 3 seats; this cast has 1.',
    );
    expect(misfit({ name: 'Debate', roles }, [seat('a'), seat('b')])).toBeNull();
    expect(misfit({ name: 'Talk' }, [])).toBeNull();
  });

  test('is told which role stays empty', () => {
    const ai = [role('oracle', 1, 1, 'ai-only'), role('pilgrim', 1, 1)];
    expect(misfit({ name: 'Temple', roles: ai }, [seat('a', human), seat('b', human)])).toMatch(
      /needs a seat that no person plays for the role “ORACLE”/,
    );
  });
});
