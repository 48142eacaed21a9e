import { randomUUID } from 'node:crypto';
import type { Role } from '@chimera/protocol/access';
import type { NewAccount } from '@chimera/protocol/account';
import type { Registration as Policy } from '@chimera/protocol/instance';
import { ChimeraError } from '../errors.ts';
import type { Account, AccountStore } from './account-store.ts';
import type { AdmissionStore, InTransaction } from './admission-store.ts';
import type { AuditStore } from './audit-store.ts';
import type { InviteStore } from './invite-store.ts';
import type { Passwords } from './passwords.ts';
import type { Setup } from './setup.ts';
import { taken } from './taken.ts';

export interface RegistrationParts {
  readonly accounts: Pick<AccountStore, 'add' | 'hasAdmin'>;
  readonly admission: AdmissionStore;
  readonly audit: Pick<AuditStore, 'note'>;
  readonly passwords: Pick<Passwords, 'hash' | 'requireGood'>;
  readonly setup: Pick<Setup, 'isToken'>;
  readonly invites: Pick<InviteStore, 'holds' | 'redeem'>;
  /** Who may make an account, as it is now. */
  readonly policy: () => Promise<Policy>;
  /** Only this machine reaches the server: whoever makes the first account could read the setup token as well. */
  readonly isForThisMachine: boolean;
  readonly now: () => Date;
}

/** From where somebody registers. */
export interface Applicant {
  readonly address: string;
  /** On this machine, without a proxy in between. */
  readonly isHere: boolean;
}

/** The one way to an account. */
export type Register = (wanted: NewAccount, applicant: Applicant) => Promise<Account>;

export function createRegister(parts: RegistrationParts): Register {
  const { accounts, admission, audit, passwords, now } = parts;
  return async (wanted, applicant) => {
    const { username, email, password, name = username } = wanted;
    const policy = await parts.policy();
    // Hashing costs much: who is refused in any case is refused before.
    await requireHope(parts, { wanted, applicant, policy });
    await passwords.requireGood(password, { username, email }, 'password');
    const passwordHash = await passwords.hash(password);
    return admission.oneByOne(async (transaction) => {
      const role = await roleFor(parts, { wanted, applicant, policy }, transaction);
      const account: Account = {
        id: randomUUID(),
        username,
        email,
        name,
        passwordHash,
        role,
        state: 'active',
        rights: 0,
        costPerDay: null,
        createdAt: now().toISOString(),
      };
      if (!(await accounts.add(account, transaction))) {
        throw taken(await admission.taken({ username, email }, account.id, transaction));
      }
      const note = {
        action: 'account-made',
        actor: { id: account.id, name: username },
        subject: { kind: 'account', id: account.id, name: username },
        address: applicant.address,
        detail: `as ${role}`,
      } as const;
      await audit.note(note, transaction);
      return account;
    });
  };
}

interface Application {
  readonly wanted: NewAccount;
  readonly applicant: Applicant;
  readonly policy: Policy;
}

async function requireHope(
  parts: RegistrationParts,
  { wanted, applicant, policy }: Application,
): Promise<void> {
  const { setupToken, invite, email } = wanted;
  if (setupToken !== undefined) {
    if (!parts.setup.isToken(setupToken)) throw tokenRefused();
    return;
  }
  if (policy !== 'closed' && invite !== undefined && !(await parts.invites.holds(invite, email))) {
    throw inviteRefused();
  }
  if (policy === 'open' || (parts.isForThisMachine && applicant.isHere)) return;
  if (policy === 'closed' || invite === undefined) throw notOpen(policy);
}

/** The role of who registers, or why not. Nobody else registers meanwhile. */
async function roleFor(
  { accounts, admission, invites, isForThisMachine }: RegistrationParts,
  { wanted, applicant, policy }: Application,
  transaction: InTransaction,
): Promise<Role> {
  const { setupToken, invite, email } = wanted;
  if (setupToken !== undefined) {
    if (await accounts.hasAdmin(transaction)) throw tokenRefused();
    return 'admin';
  }
  if (isForThisMachine && applicant.isHere && !(await admission.hasAccounts(transaction))) return 'admin';
  if (policy === 'closed') throw notOpen(policy);
  if (invite !== undefined) {
    const role = await invites.redeem(invite, email, transaction);
    if (role === null) throw inviteRefused();
    return role;
  }
  if (policy === 'invite') throw notOpen(policy);
  return 'member';
}

function tokenRefused(): ChimeraError {
  const message =
    'This setup token does not hold: it is wrong, or there is an admin already. While there is none, the server writes it on standard error when it starts.';
  return new ChimeraError('forbidden', message, { errors: [{ path: 'setupToken', message }] });
}

function inviteRefused(): ChimeraError {
  const message =
    'This invite does not hold: it is unknown, used, too old, or for another address. Ask for a new one.';
  return new ChimeraError('forbidden', message, { errors: [{ path: 'invite', message }] });
}

function notOpen(policy: Policy): ChimeraError {
  return new ChimeraError(
    'forbidden',
    policy === 'closed'
      ? 'Nobody can make an account here: registration is closed.'
      : 'One needs an invite to make an account here. Ask an admin for one.',
  );
}
