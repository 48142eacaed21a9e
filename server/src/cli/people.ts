import { createAccountStore } from '../accounts/account-store.ts';
import { operator } from '../accounts/account-by-operator.ts';
import { type Account } from '../accounts/account-store.ts';
import { createAuditStore } from '../accounts/audit-store.ts';
import { handOutReset } from '../accounts/handed-out-reset.ts';
import { createResetStore } from '../accounts/reset-store.ts';
import type { Config } from '../config.ts';
import type { Database } from '../db/open-database.ts';
import { listeningUrl } from '../http/listening-url.ts';
import { oneTimeLink } from '../http/one-time-link.ts';
import { createJobStore } from '../jobs/job-store.ts';
import { note, print, Refusal } from './command.ts';

const now = () => new Date();

/** Where people and what is done for them are kept. */
export function peopleIn(database: Database) {
  const audit = createAuditStore(database, now);
  const resets = createResetStore(database, { audit, jobs: createJobStore(database), now });
  return { accounts: createAccountStore(database), audit, resets, now };
}

export function requireAccounts({ auth }: Config): void {
  if (auth === 'accounts') return;
  throw new Refusal(
    'There are no accounts here: CHIMERA_AUTH is local, and its one owner needs none. Set CHIMERA_AUTH=accounts for many people.',
  );
}

/** Prints the link by which somebody sets a password, and until when it works. */
export async function printResetLink(
  config: Config,
  parts: Pick<ReturnType<typeof peopleIn>, 'resets' | 'now'>,
  account: Account,
): Promise<void> {
  const { id, username } = account;
  const subject = { kind: 'account', id, name: username };
  const { token, expiresAt } = await handOutReset(parts, account, {
    action: 'reset-link-made',
    actor: operator,
    subject,
  });
  print(oneTimeLink(baseUrl(config), 'reset', token));
  note(
    `With it ${username} sets a password: once, until ${expiresAt}. Links that were made before are void.`,
  );
}

function baseUrl({ publicUrl, host, port }: Config): string {
  if (publicUrl) return publicUrl.origin;
  note('CHIMERA_PUBLIC_URL is not set, so the link begins with where the server listens.');
  return listeningUrl(host, { address: host, family: '', port });
}
