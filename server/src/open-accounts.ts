import type { Instance } from '@chimera/protocol/instance';
import { createAccountStore } from './accounts/account-store.ts';
import { createAdmissionStore } from './accounts/admission-store.ts';
import { createAuditStore } from './accounts/audit-store.ts';
import { type ApiKeys, createAuthoriser } from './accounts/authoriser.ts';
import { createFarewellStore } from './accounts/farewell-store.ts';
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
  /** Absent where there are no accounts. */
  readonly accounts?: Partial<AccountHandlers>;
  /** Says to the operator how to become the first admin, while there is none. */
  announce(origin: string): Promise<void>;
  close(): Promise<void>;
}

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
  if (foundation.config.auth === 'local') {
    return {
      authoriser: localAuthoriser,
      instance: async () => ({ auth: 'local' }),
      announce: async () => undefined,
      close: async () => undefined,
    };
  }
  const { config, database, logger, now } = foundation;
  const accounts = createAccountStore(database);
  const sessions = createSessionStore(database);
  const audit = createAuditStore(database, now);
  const setup = createSetup(await sharedSecret(database, SETUP_SECRET));
  const admission = createAdmissionStore(database, SETUP_SECRET);
  const passwords = createPasswords(foundation.passwordCost);
  const forThisMachine = isForThisMachine(config);
  const policy = async () => config.registration ?? (forThisMachine ? 'open' : 'invite');
  const issuer = config.publicUrl?.origin ?? 'urn:chimera';
  const tokens = await createTokens({ masterKeys: foundation.masterKeys, issuer, now, logger });
  const stores = { accounts, sessions, audit, admission };
  const standings = createStandingStore(database);
  const cleaning = hourly(() => sessions.clean(now()), logger);
  const parts = { ...stores, passwords, tokens, standings, now };
  return {
    authoriser: createAuthoriser({ ...parts, keys: noKeys }),
    instance: async () => ({
      auth: 'accounts',
      registration: await policy(),
      needsAdmin: !(await accounts.hasAdmin()),
      sendsMail: config.smtp !== null,
    }),
    accounts: {
      ...accountHandlers({
        ...parts,
        register: createRegister({
          ...parts,
          setup,
          invites: noInvites,
          policy,
          isForThisMachine: forThisMachine,
        }),
        farewell: createFarewell({ ...foundation, ...stores, store: createFarewellStore(database) }),
      }),
      ...sessionHandlers({ ...parts, signIn: createSignIn(parts) }),
    },
    async announce(origin) {
      if (await accounts.hasAdmin()) return;
      foundation.tell(
        `There is no admin yet. Become the first one at ${setup.urlAt(config.publicUrl?.origin ?? origin)}`,
      );
    },
    close: () => cleaning.close(),
  };
}

const noKeys: ApiKeys = { find: async () => null, byId: async () => null };
const noInvites: Invites = { redeem: async () => null };
