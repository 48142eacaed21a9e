import fastifyCookie from '@fastify/cookie';
import fastify, { type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { type Account, type AccountStore, createAccountStore } from '../src/accounts/account-store.ts';
import { createApiKeyStore } from '../src/accounts/api-key-store.ts';
import { type ApiKeys, createApiKeys } from '../src/accounts/api-keys.ts';
import { type AuditStore, createAuditStore } from '../src/accounts/audit-store.ts';
import { createIdempotencyStore } from '../src/conversations/idempotency-store.ts';
import type { Database } from '../src/db/open-database.ts';
import { ChimeraError } from '../src/errors.ts';
import type { AccountHandlers } from '../src/http/handlers.ts';
import { createIdempotency } from '../src/http/idempotency.ts';
import { registerProblems } from '../src/http/problems.ts';
import { registerRoutes } from '../src/http/routes.ts';
import { type Authoriser, effectiveScopes, type Grant, type Identity } from '../src/identity.ts';
import { scopes, type Scope } from '@chimera/protocol/access';

/** Clock, accounts and keys of a test; tokens of its authoriser are the ids of accounts. */
export interface AccountStage {
  readonly clock: { now: Date };
  readonly now: () => Date;
  readonly accounts: AccountStore;
  readonly audit: AuditStore;
  readonly apiKeys: ApiKeys;
  addAccount(account?: Partial<Account>): Promise<Account>;
  /** Some routes of the API, behind the same doors as in the server. */
  routes(handlers: Partial<AccountHandlers>): Promise<FastifyInstance>;
}

const made = { passwordHash: 'none', role: 'member', state: 'active', rights: 0, costPerDay: null } as const;

export function accountStage(database: Database): AccountStage {
  const clock = { now: new Date('2026-05-01T12:00:00Z') };
  const now = () => clock.now;
  const accounts = createAccountStore(database);
  const audit = createAuditStore(database, now);
  const apiKeys = createApiKeys(createApiKeyStore(database, audit), now);
  return {
    clock,
    now,
    accounts,
    audit,
    apiKeys,
    async addAccount(account = {}) {
      const id = account.id ?? 'ada';
      const createdAt = now().toISOString();
      const added = await accounts.add({
        ...made,
        id,
        username: id,
        email: `${id}@example.org`,
        name: id,
        createdAt,
        ...account,
      });
      if (!added) throw new Error(`${id} is taken.`);
      return added;
    },
    async routes(handlers) {
      const app = fastify();
      app.setValidatorCompiler(validatorCompiler);
      app.setSerializerCompiler(serializerCompiler);
      registerProblems(app);
      await app.register(fastifyCookie);
      app.decorateRequest('asking', null);
      const idempotency = createIdempotency(createIdempotencyStore(database), {
        now,
        secret: Buffer.from('of this test'),
      });
      const authoriser = authoriserOf(accounts, apiKeys);
      const addressOf = () => '203.0.113.7';
      registerRoutes(app, handlers, { authoriser, addressOf, limits: null, idempotency });
      return app;
    },
  };
}

function authoriserOf(accounts: AccountStore, apiKeys: ApiKeys): Authoriser {
  const identityOf = async (id: string, grant: Grant, granted: readonly Scope[]): Promise<Identity> => {
    const account = await accounts.find(id);
    if (account?.state !== 'active') throw new ChimeraError('unauthenticated', 'Nobody has this.');
    const { name, username, role, rights } = account;
    return {
      person: { userId: id, name },
      username,
      role,
      scopes: effectiveScopes(role, granted),
      grant,
      rights,
    };
  };
  return {
    async identify(credentials) {
      if (credentials.kind === 'token')
        return identityOf(credentials.token, { kind: 'session', id: 'one' }, scopes);
      if (credentials.kind !== 'key') return null;
      const key = await apiKeys.find(credentials.key);
      if (!key) throw new ChimeraError('unauthenticated', 'This API key is unknown or revoked.');
      return identityOf(key.accountId, { kind: 'key', id: key.id }, key.scopes);
    },
    lapsed: async () => [],
  };
}
