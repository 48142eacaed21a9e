import type { Role, Scope } from '@chimera/protocol/access';

/** What a key of each role may be given. As `protocol` has it, whose file brings schemas along. */
export const scopesOfRole: Readonly<Record<Role, readonly Scope[]>> = {
  member: ['read', 'converse', 'manage'],
  admin: ['read', 'converse', 'manage', 'admin'],
};
