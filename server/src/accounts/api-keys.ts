import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type Scope, scopes } from '@chimera/protocol/access';
import type { ApiKey, NewApiKey } from '@chimera/protocol/account';
import { ChimeraError, notFound } from '../errors.ts';
import type { Identity } from '../identity.ts';
import { secrets } from '../secrets.ts';
import type { ApiKeyStore, StoredApiKey } from './api-key-store.ts';
import { hashOf, randomSecret } from './random-secret.ts';

/** Whose key it is, and what it may do at most. */
export interface GrantedKey {
  readonly id: string;
  readonly accountId: string;
  readonly scopes: readonly Scope[];
}

export interface ApiKeys {
  /** Null: it is none, or does not hold (any more). */
  find(key: string): Promise<GrantedKey | null>;
  /** Whether a key that let somebody in still holds. */
  byId(id: string): Promise<GrantedKey | null>;
  list(accountId: string): Promise<ApiKey[]>;
  /** `key` is told here and never again. */
  create(asking: Asker, wanted: NewApiKey): Promise<ApiKey & { readonly key: string }>;
  revoke(asking: Asker, id: string): Promise<void>;
}

/** Who asks, from where. */
interface Asker {
  readonly identity: Pick<Identity, 'person' | 'username' | 'scopes'>;
  readonly address: string;
}

const KEYS_LIMIT = 50;
const ID_BYTES = 8;
/** The id tells the row, so that what is secret is only compared and never looked for. */
const keyShape = /^chm_([0-9a-f]{16})_[A-Za-z0-9_-]{43}$/;
const USED_EVERY_MS = 60_000;
const DAY_MS = 86_400_000;

export function createApiKeys(store: ApiKeyStore, now: () => Date): ApiKeys {
  const valid = (stored: StoredApiKey | null): stored is StoredApiKey =>
    stored !== null && (stored.expiresAt === null || stored.expiresAt > now().toISOString());

  return {
    async find(key) {
      const id = keyShape.exec(key)?.[1];
      const stored = id === undefined ? null : await store.find(id);
      if (!valid(stored) || !isSame(hashOf(key), stored.hash)) return null;
      secrets.add(key);
      await noteUse(store, stored, now());
      return grantedBy(stored);
    },

    async byId(id) {
      const stored = await store.find(id);
      return valid(stored) ? grantedBy(stored) : null;
    },

    async list(accountId) {
      return (await store.list(accountId)).map(shown);
    },

    async create({ identity, address }, wanted) {
      requireOwnScopes(identity.scopes, wanted.scopes);
      const { key, stored } = newKey(identity.person.userId, wanted, now());
      const outcome = await store.add(stored, KEYS_LIMIT, {
        action: 'key-made',
        actor: { id: stored.accountId, name: identity.username },
        subject: { kind: 'key', id: stored.id, name: stored.name },
        address,
        detail: stored.scopes.join(', '),
      });
      if (outcome === 'no-account') throw new ChimeraError('unauthenticated', 'This account is gone.');
      if (outcome === 'too-many') {
        throw new ChimeraError('conflict', `There are ${KEYS_LIMIT} API keys. Revoke one first.`);
      }
      secrets.add(key);
      return { ...shown(stored), key };
    },

    async revoke({ identity: { person, username }, address }, id) {
      const ref = { id, accountId: person.userId };
      const isRevoked = await store.remove(ref, ({ name }) => ({
        action: 'key-revoked',
        actor: { id: person.userId, name: username },
        subject: { kind: 'key', id, name },
        address,
      }));
      if (!isRevoked) throw notFound('API key');
    },
  };
}

/** Nobody hands on more than they have. */
function requireOwnScopes(own: readonly Scope[], wanted: readonly Scope[]): void {
  const lacking = wanted.filter((scope) => !own.includes(scope));
  if (lacking.length === 0) return;
  throw new ChimeraError(
    'forbidden',
    `You may not make a key with ${lacking.map((scope) => `“${scope}”`).join(' and ')}: your account lacks that right itself.`,
  );
}

function newKey(accountId: string, wanted: NewApiKey, at: Date): { key: string; stored: StoredApiKey } {
  const id = randomBytes(ID_BYTES).toString('hex');
  const key = `chm_${id}_${randomSecret()}`;
  const { name, expiresInDays } = wanted;
  const stored: StoredApiKey = {
    id,
    accountId,
    name,
    scopes: scopes.filter((scope) => wanted.scopes.includes(scope)),
    hash: hashOf(key),
    last4: key.slice(-4),
    createdAt: at.toISOString(),
    lastUsedAt: null,
    expiresAt:
      expiresInDays === undefined ? null : new Date(at.getTime() + expiresInDays * DAY_MS).toISOString(),
  };
  return { key, stored };
}

/** To the minute: a busy key does not cost a write for each request. */
async function noteUse(store: ApiKeyStore, { id, lastUsedAt }: StoredApiKey, at: Date): Promise<void> {
  const since = new Date(at.getTime() - USED_EVERY_MS).toISOString();
  if (lastUsedAt === null || lastUsedAt <= since) await store.used(id, at.toISOString(), since);
}

function isSame(hash: string, other: string): boolean {
  const [one, two] = [Buffer.from(hash), Buffer.from(other)];
  return one.length === two.length && timingSafeEqual(one, two);
}

function grantedBy({ id, accountId, scopes: granted }: StoredApiKey): GrantedKey {
  return { id, accountId, scopes: granted };
}

function shown({ id, name, scopes: granted, last4, createdAt, lastUsedAt, expiresAt }: StoredApiKey): ApiKey {
  return {
    id,
    name,
    scopes: [...granted],
    last4,
    createdAt,
    ...(lastUsedAt !== null && { lastUsedAt }),
    ...(expiresAt !== null && { expiresAt }),
  };
}
