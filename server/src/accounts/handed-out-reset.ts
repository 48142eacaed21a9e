import { ChimeraError } from '../errors.ts';
import { secrets } from '../secrets.ts';
import type { Account } from './account-store.ts';
import type { AuditNote } from './audit-store.ts';
import { randomSecret } from './random-secret.ts';
import type { ResetLink, ResetStore } from './reset-store.ts';

const HANDED_OUT_MS = 24 * 3_600_000;

/** Makes a link that sets a new password, once, within a day, to be handed to its owner. Older ones are void. */
export async function handOutReset(
  { resets, now }: { readonly resets: Pick<ResetStore, 'replace'>; readonly now: () => Date },
  { id, state }: Pick<Account, 'id' | 'state'>,
  note: AuditNote,
): Promise<ResetLink> {
  if (state !== 'active') {
    throw new ChimeraError('conflict', 'This account is disabled, so that a link would not work.');
  }
  const token = randomSecret();
  secrets.add(token);
  const link = { accountId: id, token, expiresAt: new Date(now().getTime() + HANDED_OUT_MS).toISOString() };
  await resets.replace(link, note);
  return link;
}
