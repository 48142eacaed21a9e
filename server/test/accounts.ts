import { type Account, createAccountStore } from '../src/accounts/account-store.ts';
import type { Database } from '../src/db/open-database.ts';

/** An account as if somebody had registered; nobody can sign in with it. */
export async function addAccount(
  database: Database,
  given: Partial<Account> & { id: string },
): Promise<Account> {
  const account: Account = {
    username: given.id,
    email: `${given.id}@example.test`,
    name: given.id,
    passwordHash: 'none',
    role: 'member',
    state: 'active',
    rights: 1,
    costPerDay: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    ...given,
  };
  await createAccountStore(database).add(account);
  return account;
}
