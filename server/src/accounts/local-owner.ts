import type { Person } from '../conversations/command.ts';

/** The one who owns everything while there are no accounts. */
export const localOwner: Person = { userId: 'local', name: 'You' };
