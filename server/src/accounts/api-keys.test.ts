import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AccountStage, accountStage } from '../../test/account-routes.ts';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { effectiveScopes, type Identity } from '../identity.ts';
import { secrets } from '../secrets.ts';
import { createApiKeyStore } from './api-key-store.ts';
import { createApiKeys } from './api-keys.ts';

describe.each(testDatabases)('API keys on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let stage: AccountStage;
  beforeEach(async () => {
    opened = await open();
    stage = accountStage(opened.database);
    await stage.addAccount({ id: 'ada' });
    await stage.addAccount({ id: 'eve' });
  });
  afterEach(() => opened.close());

  const asker = (userId: string) => ({
    identity: {
      person: { userId, name: `${userId} as shown` },
      username: userId,
      scopes: effectiveScopes('member', ['read', 'converse', 'manage', 'admin']),
    } satisfies Pick<Identity, 'person' | 'username' | 'scopes'>,
    address: '203.0.113.7',
  });
  const make = (userId = 'ada', wanted = {}) =>
    stage.apiKeys.create(asker(userId), { name: 'script', scopes: ['read'], ...wanted });
  const pass = (ms: number) => {
    stage.clock.now = new Date(stage.clock.now.getTime() + ms);
  };

  test('a key lets its owner in, and is stored as a hash', async () => {
    const { key, id, last4, ...made } = await make('ada', { scopes: ['converse', 'read', 'read'] });
    expect(secrets.hide(`failed with ${key}`)).toBe('failed with [key]');
    expect(key).toMatch(new RegExp(`^chm_${id}_[A-Za-z0-9_-]{43}$`));
    expect(id).not.toContain('_');
    expect(last4).toBe(key.slice(-4));
    expect(made).toEqual({
      name: 'script',
      scopes: ['read', 'converse'],
      createdAt: '2026-05-01T12:00:00.000Z',
    });
    const granted = { id, accountId: 'ada', scopes: ['read', 'converse'] };
    expect(await stage.apiKeys.find(key)).toEqual(granted);
    expect(await stage.apiKeys.byId(id)).toEqual(granted);
    const rows = JSON.stringify(await opened.database.db.selectFrom('api_key').selectAll().execute());
    expect(rows).not.toContain(key.slice(21));
    expect(JSON.stringify(await stage.apiKeys.list('ada'))).not.toContain(key.slice(21));
  });

  test('the right id with another secret is nobody', async () => {
    const [{ key }, { key: other }] = [await make(), await make('eve')];
    expect(await stage.apiKeys.find(key.slice(0, 21) + other.slice(21))).toBeNull();
    expect(await stage.apiKeys.find(`${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`)).toBeNull();
  });

  test.each([
    '',
    'chm_',
    'chm_0123456789abcdef_',
    "chm_' or 1=1 --_x",
    'chm_0123456789abcdef_\0',
    `chm_${'a'.repeat(10_000)}`,
    'chm_0123456789abcdeé_漢字',
    'chm_\ud800',
  ])('%j is no key, and the database is not asked', async (key) => {
    const store = createApiKeyStore(opened.database, stage.audit);
    const keys = createApiKeys({ ...store, find: () => Promise.reject(new Error('asked')) }, stage.now);
    expect(await keys.find(key)).toBeNull();
  });

  test('its last use is noted at most once a minute', async () => {
    const { key } = await make();
    const lastUsed = async () => (await stage.apiKeys.list('ada'))[0]?.lastUsedAt;
    expect(await lastUsed()).toBeUndefined();
    await stage.apiKeys.find(key);
    expect(await lastUsed()).toBe('2026-05-01T12:00:00.000Z');
    pass(59_000);
    await stage.apiKeys.find(key);
    expect(await lastUsed()).toBe('2026-05-01T12:00:00.000Z');
    pass(1000);
    await stage.apiKeys.find(key);
    expect(await lastUsed()).toBe('2026-05-01T12:01:00.000Z');
  });

  test('one that expires holds until then', async () => {
    const { key, id, expiresAt } = await make('ada', { expiresInDays: 1 });
    expect(expiresAt).toBe('2026-05-02T12:00:00.000Z');
    pass(86_399_999);
    expect(await stage.apiKeys.find(key)).not.toBeNull();
    pass(1);
    expect(await stage.apiKeys.find(key)).toBeNull();
    expect(await stage.apiKeys.byId(id)).toBeNull();
  });

  test('a revoked one is gone at once; another’s cannot be revoked or seen', async () => {
    const { key, id } = await make();
    await expect(stage.apiKeys.revoke(asker('eve'), id)).rejects.toMatchObject({ code: 'not-found' });
    expect(await stage.apiKeys.list('eve')).toEqual([]);
    expect(await stage.apiKeys.find(key)).not.toBeNull();
    await stage.apiKeys.revoke(asker('ada'), id);
    expect(await stage.apiKeys.find(key)).toBeNull();
    expect(await stage.apiKeys.byId(id)).toBeNull();
    await expect(stage.apiKeys.revoke(asker('ada'), id)).rejects.toMatchObject({ code: 'not-found' });
    const actor = { id: 'ada', name: 'ada' };
    const subject = { kind: 'key', id, name: 'script' };
    const entries = (await stage.audit.list({ limit: 9 })).toSorted((a, b) => (a.action < b.action ? -1 : 1));
    expect(entries).toMatchObject([
      { action: 'key-made', actor, subject, address: '203.0.113.7', detail: 'read' },
      { action: 'key-revoked', actor, subject, address: '203.0.113.7' },
    ]);
  });

  test('nobody hands on more than they have, and nothing is made', async () => {
    await expect(make('ada', { scopes: ['read', 'admin'] })).rejects.toMatchObject({
      code: 'forbidden',
      message: 'You may not make a key with “admin”: your account lacks that right itself.',
    });
    expect(await stage.apiKeys.list('ada')).toEqual([]);
    expect(await stage.audit.list({ limit: 9 })).toEqual([]);
  });

  test('there are at most fifty for an account, also when many are made at once', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 60 }, () => make()));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(50);
    expect(await stage.apiKeys.list('ada')).toHaveLength(50);
    await expect(make()).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('Revoke'),
    });
    await make('eve');
  });
});
