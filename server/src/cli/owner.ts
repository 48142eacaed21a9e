import { createAccountStore } from '../accounts/account-store.ts';
import type { Config } from '../config.ts';
import type { Database } from '../db/open-database.ts';
import { localOwner } from '../identity.ts';
import { Refusal, usage } from './command.ts';

/** Whose conversations are meant; null: nobody was named. Where there are no accounts it is the one owner. */
export async function ownerNamed(
  { auth }: Config,
  database: Database,
  name: string | undefined,
): Promise<string | null> {
  if (auth === 'local') {
    if (name === undefined) return localOwner.userId;
    throw usage('There are no accounts here, so --owner means nobody. Leave it out.');
  }
  if (name === undefined) return null;
  const account = await createAccountStore(database).findByName(name);
  if (!account) throw new Refusal(`There is no account “${name}”.`);
  return account.id;
}
