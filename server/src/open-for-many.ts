import type { Instance, Registration } from '@chimera/protocol/instance';
import { createAccountStore } from './accounts/account-store.ts';
import { createAdmissionStore } from './accounts/admission-store.ts';
import { createApiKeyStore } from './accounts/api-key-store.ts';
import { type ApiKeys, createApiKeys } from './accounts/api-keys.ts';
import { type AuditStore, createAuditStore } from './accounts/audit-store.ts';
import { createAuthoriser } from './accounts/authoriser.ts';
import { createFarewell } from './accounts/farewell.ts';
import { createFarewellStore } from './accounts/farewell-store.ts';
import { forgetOld } from './accounts/forget-old-store.ts';
import { hourly } from './accounts/hourly.ts';
import { createInstanceSettings, type InstanceSettingsBook } from './accounts/instance-settings.ts';
import { createInstanceSettingsStore } from './accounts/instance-settings-store.ts';
import { createInviteStore } from './accounts/invite-store.ts';
import { createLetters, type Letters } from './accounts/letters.ts';
import { createOwnerRules, type OwnerRules } from './accounts/owner-rules-store.ts';
import type { MasterKeys } from './accounts/master-keys.ts';
import { createPasswordStore } from './accounts/password-store.ts';
import { createPasswords, type Passwords } from './accounts/passwords.ts';
import { createRegister } from './accounts/registration.ts';
import { createResetLetters, SEND_RESET_LETTER } from './accounts/reset-letters.ts';
import { createResetStore } from './accounts/reset-store.ts';
import { createSessionStore } from './accounts/session-store.ts';
import { createSetup, type Setup, SETUP_SECRET } from './accounts/setup.ts';
import { createSignIn } from './accounts/sign-in.ts';
import { createStandingStore } from './accounts/standing-store.ts';
import { createTokens, type Tokens } from './accounts/tokens.ts';
import { createUserStore, requireOtherAdmin } from './accounts/user-store.ts';
import { type Config, isForThisMachine } from './config.ts';
import type { Database } from './db/open-database.ts';
import { sharedSecret } from './db/shared-secret.ts';
import { accountHandlers } from './http/account-handlers.ts';
import { type AdminParts, adminHandlers } from './http/admin-handlers.ts';
import { apiKeyHandlers } from './http/api-key-handlers.ts';
import type { AccountHandlers } from './http/handlers.ts';
import { linkHandlers } from './http/link-handlers.ts';
import { oneTimeLink } from './http/one-time-link.ts';
import { sessionHandlers } from './http/session-handlers.ts';
import type { Authoriser } from './identity.ts';
import type { JobStore } from './jobs/job-store.ts';
import type { Handler } from './jobs/worker.ts';
import type { Attempts } from './limits/attempts.ts';
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
  readonly handlers?: (desk: Desk) => AccountHandlers;
  readonly jobHandlers: Readonly<Record<string, Handler>>;
  /** Says to the operator how to become the first admin, while there is none. */
  announce(origin: string): Promise<void>;
  close(): Promise<void>;
}

/** What there is of the rest of the house when people come to ask. */
export interface Desk extends Pick<AdminParts, 'brains' | 'connections' | 'overLimit' | 'charge'> {
  readonly attempts: Attempts;
}

export interface AccountsFoundation {
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

/** A part of the composition root: what there is only with accounts. */
export async function openForMany(foundation: AccountsFoundation): Promise<OpenAccounts> {
  const { config, database, logger, now } = foundation;
  const stores = storesOf(foundation);
  const { accounts, audit } = stores;
  const parts = {
    ...stores,
    setup: createSetup(await sharedSecret(database, SETUP_SECRET)),
    passwords: createPasswords(foundation.passwordCost),
    tokens: await createTokens({
      masterKeys: foundation.masterKeys,
      issuer: config.publicUrl?.origin ?? 'urn:chimera',
      now,
      logger,
    }),
    apiKeys: createApiKeys(createApiKeyStore(database, audit), now),
    letters: config.smtp && createLetters(config.smtp),
    settings: settingsOf(foundation, stores),
    isForThisMachine: isForThisMachine(config),
    logger,
    now,
  };
  // Known when it listens, which is before anybody is sent a link.
  let listeningAt = '';
  const baseUrl = () => config.publicUrl?.origin ?? listeningAt;
  const { settings, setup, letters } = parts;
  const policy = async () => (await settings.get()).registration;
  const cleaning = hourly(() => forgetOld(database, now()), logger);
  return {
    authoriser: createAuthoriser(parts),
    instance: async () => ({
      auth: 'accounts',
      registration: await policy(),
      needsAdmin: !(await accounts.hasAdmin()),
      sendsMail: letters !== null,
    }),
    rules: createOwnerRules(database, settings, stores.settingsStore),
    audit,
    handlers: (desk) => handlersOf(foundation, { ...parts, ...desk, policy, baseUrl }),
    jobHandlers: letters
      ? {
          [SEND_RESET_LETTER]: createResetLetters({
            ...parts,
            letters,
            resetUrl: (token) => oneTimeLink(baseUrl(), 'reset', token),
          }),
        }
      : {},
    async announce(origin) {
      listeningAt = origin;
      if (await accounts.hasAdmin()) return;
      foundation.tell(`There is no admin yet. Become the first one at ${setup.urlAt(baseUrl())}`);
    },
    close: () => cleaning.close(),
  };
}

/** Everything that can be asked only where there are accounts. */
function handlersOf(foundation: AccountsFoundation, parts: Parts & Desk): AccountHandlers {
  const { sessions, passwords } = parts;
  const farewell = createFarewell({ ...foundation, ...parts });
  return {
    ...accountHandlers({ ...parts, register: createRegister(parts), farewell }),
    ...sessionHandlers({ ...parts, signIn: createSignIn(parts) }),
    ...apiKeyHandlers(parts),
    ...linkHandlers({
      ...parts,
      checkPassword: (password, account) => passwords.requireGood(password, account, 'password'),
      endSessions: (accountId, transaction) => sessions.endAll(accountId, null, transaction),
      pokeJobs: foundation.poke,
    }),
    ...adminHandlers({ ...parts, farewell }),
  };
}

type Stores = ReturnType<typeof storesOf>;

interface Parts extends Stores {
  readonly setup: Setup;
  readonly passwords: Passwords;
  readonly tokens: Tokens;
  readonly apiKeys: ApiKeys;
  /** Null: this server sends no letters. */
  readonly letters: Letters | null;
  readonly settings: InstanceSettingsBook;
  readonly isForThisMachine: boolean;
  readonly logger: Logger;
  readonly now: () => Date;
  readonly policy: () => Promise<Registration>;
  readonly baseUrl: () => string;
}

/** Where people and what they prove themselves with are kept. */
function storesOf({ database, jobs, now }: AccountsFoundation) {
  const audit = createAuditStore(database, now);
  const sessions = createSessionStore(database);
  return {
    audit,
    accounts: createAccountStore(database),
    sessions,
    passwordStore: createPasswordStore(database, { sessions, audit }),
    admission: createAdmissionStore(database, SETUP_SECRET),
    standings: createStandingStore(database),
    settingsStore: createInstanceSettingsStore(database),
    users: createUserStore(database, audit),
    invites: createInviteStore(database, { audit, now }),
    resets: createResetStore(database, { audit, jobs, now }),
    store: createFarewellStore(database),
    requireOtherAdmin: (transaction: Parameters<typeof requireOtherAdmin>[0]['transaction'], id: string) =>
      requireOtherAdmin({ transaction, kind: database.kind }, id),
  };
}

function settingsOf({ config }: AccountsFoundation, { settingsStore: store, audit }: Stores) {
  return createInstanceSettings({
    store,
    audit,
    registration: config.registration,
    usualRegistration: isForThisMachine(config) ? 'open' : 'invite',
    operatorCostPerDay: config.maxCostPerDay,
    clock: Date.now,
  });
}
