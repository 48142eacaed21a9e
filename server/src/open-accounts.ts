import type { Instance } from '@chimera/protocol/instance';
import { createAccountStore } from './accounts/account-store.ts';
import { createAdmissionStore } from './accounts/admission-store.ts';
import { type AuditStore, createAuditStore } from './accounts/audit-store.ts';
import { type ApiKeys, createAuthoriser } from './accounts/authoriser.ts';
import { createFarewellStore } from './accounts/farewell-store.ts';
import { forgetOld } from './accounts/forget-old.ts';
import { createInstanceSettings } from './accounts/instance-settings.ts';
import { createInstanceSettingsStore } from './accounts/instance-settings-store.ts';
import { createOwnerRules, localRules, type OwnerRules } from './accounts/owner-rules-store.ts';
import { createUserStore, requireOtherAdmin } from './accounts/user-store.ts';
import { createFarewell } from './accounts/farewell.ts';
import { hourly } from './accounts/hourly.ts';
import type { MasterKeys } from './accounts/master-keys.ts';
import { createPasswords } from './accounts/passwords.ts';
import { createRegister, type Invites } from './accounts/registration.ts';
import { createSessionStore } from './accounts/session-store.ts';
import { createSetup, SETUP_SECRET } from './accounts/setup.ts';
import { createSignIn } from './accounts/sign-in.ts';
import { createStandingStore } from './accounts/standing-store.ts';
import { createTokens } from './accounts/tokens.ts';
import { type Config, isForThisMachine } from './config.ts';
import type { Database } from './db/open-database.ts';
import { sharedSecret } from './db/shared-secret.ts';
import { accountHandlers } from './http/account-handlers.ts';
import { type AdminParts, adminHandlers } from './http/admin-handlers.ts';
import type { AccountHandlers } from './http/handlers.ts';
import { sessionHandlers } from './http/session-handlers.ts';
import { type Authoriser, localAuthoriser } from './identity.ts';
import type { JobStore } from './jobs/job-store.ts';
import type { Logger } from './logger.ts';

/** Who may come in. */
export interface OpenAccounts {
  readonly authoriser: Authoriser;
  /** What anybody may know of this server. */
  readonly instance: () => Promise<Instance>;
  readonly rules: OwnerRules;
  /** Absent where there are no accounts. */
  readonly audit?: AuditStore;
  /** What there is only with accounts, once it is known whom admins ask for words. */
  readonly handlers?: (desk: AdminDesk) => Partial<AccountHandlers>;
  /** Says to the operator how to become the first admin, while there is none. */
  announce(origin: string): Promise<void>;
  close(): Promise<void>;
}

/** What admins need of the rest of the house. */
export type AdminDesk = Pick<AdminParts, 'brains' | 'connections' | 'overLimit' | 'charge'>;

interface Foundation {
  readonly config: Config;
  readonly database: Database;
  readonly masterKeys: MasterKeys;
  readonly jobs: JobStore;
  /** There is work for the worker. */
  readonly poke: () => void;
  readonly logger: Logger;
  readonly now: () => Date;
  /** Writes a line that only the operator reads. */
  readonly tell: (line: string) => void;
  /** Of hashes; absent: as much as it should. */
  readonly passwordCost?: number | undefined;
}

/** A part of the composition root: accounts, or the one owner who needs none. */
export async function openAccounts(foundation: Foundation): Promise<OpenAccounts> {
  const { config } = foundation;
  if (config.auth === 'accounts') return openForMany(foundation);
  return {
    authoriser: localAuthoriser,
    instance: async () => ({ auth: 'local' }),
    rules: localRules(config.maxCostPerDay),
    announce: async () => undefined,
    close: async () => undefined,
  };
}

async function openForMany(foundation: Foundation): Promise<OpenAccounts> {
  const { config, database, logger, now } = foundation;
  const stores = storesOf(database, now);
  const { accounts, sessions, audit } = stores;
  const setup = createSetup(await sharedSecret(database, SETUP_SECRET));
  const passwords = createPasswords(foundation.passwordCost);
  const forThisMachine = isForThisMachine(config);
  const settings = createInstanceSettings({
    store: stores.settings,
    audit,
    registration: config.registration,
    usualRegistration: forThisMachine ? 'open' : 'invite',
    operatorCostPerDay: config.maxCostPerDay,
    clock: Date.now,
  });
  const policy = async () => (await settings.get()).registration;
  const issuer = config.publicUrl?.origin ?? 'urn:chimera';
  const tokens = await createTokens({ masterKeys: foundation.masterKeys, issuer, now, logger });
  const cleaning = hourly(async () => {
    await sessions.clean(now());
    await forgetOld(audit, now());
  }, logger);
  const parts = { ...stores, passwords, tokens, now };
  const farewell = createFarewell({
    ...foundation,
    ...stores,
    requireOtherAdmin: (transaction, id) => requireOtherAdmin({ transaction, kind: database.kind }, id),
  });
  const register = createRegister({
    ...parts,
    setup,
    invites: noInvites,
    policy,
    isForThisMachine: forThisMachine,
  });
  return {
    authoriser: createAuthoriser({ ...parts, keys: noKeys }),
    instance: async () => ({
      auth: 'accounts',
      registration: await policy(),
      needsAdmin: !(await accounts.hasAdmin()),
      sendsMail: config.smtp !== null,
    }),
    rules: createOwnerRules(database, settings, stores.settings),
    audit,
    handlers: (desk) => ({
      ...accountHandlers({ ...parts, register, farewell }),
      ...sessionHandlers({ ...parts, signIn: createSignIn(parts) }),
      ...adminHandlers({ ...parts, ...desk, settings, farewell }),
    }),
    async announce(origin) {
      if (await accounts.hasAdmin()) return;
      foundation.tell(
        `There is no admin yet. Become the first one at ${setup.urlAt(config.publicUrl?.origin ?? origin)}`,
      );
    },
    close: () => cleaning.close(),
  };
}

/** Where people and what they prove themselves with are kept. */
function storesOf(database: Database, now: () => Date) {
  const audit = createAuditStore(database, now);
  return {
    audit,
    accounts: createAccountStore(database),
    sessions: createSessionStore(database),
    admission: createAdmissionStore(database, SETUP_SECRET),
    standings: createStandingStore(database),
    settings: createInstanceSettingsStore(database),
    users: createUserStore(database, audit),
    store: createFarewellStore(database),
  };
}

const noKeys: ApiKeys = { find: async () => null, byId: async () => null };
const noInvites: Invites = { redeem: async () => null };
