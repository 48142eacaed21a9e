import { randomUUID } from 'node:crypto';
import type { Role } from '@chimera/protocol/access';
import type { NewAccount } from '@chimera/protocol/account';
import type { Account, AccountStore } from './account-store.ts';
import type { AdmissionStore } from './admission-store.ts';
import type { AuditStore } from './audit-store.ts';
import type { Passwords } from './passwords.ts';
import { randomSecret } from './random-secret.ts';
import { taken } from './taken.ts';

/** Whoever has the database; nobody who was signed in. */
export const operator = { name: 'the command line' };

export interface AccountByOperatorParts {
  readonly accounts: Pick<AccountStore, 'add'>;
  readonly admission: Pick<AdmissionStore, 'oneByOne' | 'taken'>;
  readonly audit: Pick<AuditStore, 'note'>;
  readonly passwords: Pick<Passwords, 'hash'>;
  readonly now: () => Date;
}

/** Makes an account, whatever the rules of registration are. Its password is one that nobody knows: a link sets another. */
export async function accountByOperator(
  { accounts, admission, audit, passwords, now }: AccountByOperatorParts,
  wanted: Pick<NewAccount, 'username' | 'email' | 'name'> & { readonly role: Role },
): Promise<Account> {
  const { username, email, name = username, role } = wanted;
  const account: Account = {
    id: randomUUID(),
    username,
    email,
    name,
    passwordHash: await passwords.hash(randomSecret()),
    role,
    state: 'active',
    rights: 0,
    costPerDay: null,
    createdAt: now().toISOString(),
  };
  return admission.oneByOne(async (transaction) => {
    if (!(await accounts.add(account, transaction))) {
      throw taken(await admission.taken({ username, email }, account.id, transaction));
    }
    const subject = { kind: 'account', id: account.id, name: username };
    await audit.note({ action: 'account-made', actor: operator, subject, detail: `as ${role}` }, transaction);
    return account;
  });
}
