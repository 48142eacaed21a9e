import type { Profile, ProfileChange } from '@chimera/protocol/account';
import type { Account, AccountStore } from '../accounts/account-store.ts';
import type { AdmissionStore } from '../accounts/admission-store.ts';
import type { AuditStore } from '../accounts/audit-store.ts';
import type { Farewell } from '../accounts/farewell.ts';
import type { PasswordStore } from '../accounts/password-store.ts';
import type { Passwords } from '../accounts/passwords.ts';
import type { Register } from '../accounts/registration.ts';
import type { PasswordAttempts } from '../accounts/sign-in.ts';
import { taken } from '../accounts/taken.ts';
import { ChimeraError } from '../errors.ts';
import type { Asking } from './asking.ts';
import { doerOf, noteOf } from './audit-note.ts';
import { REFRESH_COOKIE, SESSION_COOKIE } from './credentials.ts';
import type { AccountHandlers } from './handlers.ts';

export interface AccountParts {
  readonly accounts: Pick<AccountStore, 'find' | 'change'>;
  readonly admission: Pick<AdmissionStore, 'taken'>;
  readonly audit: Pick<AuditStore, 'note'>;
  readonly passwords: Passwords;
  readonly passwordStore: PasswordStore;
  readonly attempts: PasswordAttempts;
  readonly register: Register;
  readonly farewell: Farewell;
}

type Names = 'register' | 'getProfile' | 'changeProfile' | 'changePassword' | 'deleteAccount';

/** One's own account. */
export function accountHandlers(parts: AccountParts): Pick<AccountHandlers, Names> {
  const { accounts, audit, passwords, passwordStore, register, farewell } = parts;
  return {
    async register({ body, asking: { address, isFromHere } }) {
      return profileOf(await register(body, { address, isHere: isFromHere }));
    },
    getProfile: async ({ asking }) => profileOf(await ownAccount(accounts, asking)),
    async changeProfile({ body, asking }) {
      const before = await ownAccount(accounts, asking);
      const { currentPassword, ...change } = body;
      if (change.email !== undefined && change.email !== before.email) {
        await requirePassword(parts, asking, before, { typed: currentPassword, path: 'currentPassword' });
      }
      const after = await accounts.change(before.id, change);
      if (after === 'taken') throw taken(await parts.admission.taken(change, before.id));
      if (after === null) throw gone();
      await audit.note(noteOf(asking, 'profile-changed', { detail: changed(before, change) }));
      return profileOf(after);
    },
    async changePassword({ body, asking }) {
      const before = await ownAccount(accounts, asking);
      await requirePassword(parts, asking, before, { typed: body.currentPassword, path: 'currentPassword' });
      await passwords.requireGood(body.newPassword, before, 'newPassword');
      const passwordHash = await passwords.hash(body.newPassword);
      const isSet = await passwordStore.change(
        before,
        { passwordHash, keptSession: sessionOf(asking) },
        (ended) => noteOf(asking, 'password-changed', { detail: `other sessions that ended: ${ended}` }),
      );
      if (!isSet) throw new ChimeraError('conflict', 'Your account was changed meanwhile. Try again.');
    },
    async deleteAccount({ body, asking }) {
      const account = await ownAccount(accounts, asking);
      await requirePassword(parts, asking, account, { typed: body.password, path: 'password' });
      await farewell(account, 'account-deleted', doerOf(asking));
      asking.cookies.clear(SESSION_COOKIE);
      asking.cookies.clear(REFRESH_COOKIE);
    },
  };
}

/** The account of whoever asks. */
async function ownAccount(accounts: Pick<AccountStore, 'find'>, { identity }: Asking): Promise<Account> {
  const account = await accounts.find(identity.person.userId);
  if (!account) throw gone();
  return account;
}

/** Null for who did not come by a session. */
export function sessionOf({ identity: { grant } }: Asking): string | null {
  return grant.kind === 'session' ? grant.id : null;
}

export function profileOf({ id, username, name, email, role, createdAt }: Account): Profile {
  return { id, username, name, email, role, createdAt };
}

/** Whoever has a session, perhaps a stolen one, guesses no more often than at the door. */
async function requirePassword(
  { passwords, attempts }: Pick<AccountParts, 'passwords' | 'attempts'>,
  { address }: Pick<Asking, 'address'>,
  { username, passwordHash }: Account,
  { typed, path }: { typed: string | undefined; path: string },
): Promise<void> {
  if (typed === undefined) throw refusedAt(path, 'invalid-request', 'Type your current password as well.');
  await attempts.check(username, address);
  if (await passwords.matches(typed, passwordHash)) return attempts.succeeded(username, address);
  await attempts.failed(username, address);
  throw refusedAt(path, 'forbidden', 'This is not your password.');
}

function refusedAt(path: string, code: 'invalid-request' | 'forbidden', message: string): ChimeraError {
  return new ChimeraError(code, message, { errors: [{ path, message }] });
}

function changed(before: Account, change: ProfileChange): string {
  const fields = (['name', 'username', 'email'] as const).filter(
    (field) => change[field] !== undefined && change[field] !== before[field],
  );
  return fields.join(', ') || 'nothing';
}

function gone(): ChimeraError {
  return new ChimeraError('unauthenticated', 'This account is not there any more.');
}
