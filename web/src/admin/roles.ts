import type { Role } from '@chimera/protocol/access';

/** The roles in the order in which they are offered. (The browser gets no schemas, and so no list from there.) */
export const roles = ['member', 'admin'] as const satisfies readonly Role[];
