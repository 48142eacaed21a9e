import type { Person } from '@chimera/protocol/account';

/** The one who owns everything while there are no accounts. */
export const localOwner: Person = { userId: 'local', name: 'You' };
