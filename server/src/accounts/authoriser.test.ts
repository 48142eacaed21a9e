import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { setStanding } from '../../test/accounts.ts';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import type { Authoriser, Identity } from '../identity.ts';
import { type AccountStore, createAccountStore } from './account-store.ts';
import type { GrantedKey } from './api-keys.ts';
import { createAuthoriser } from './authoriser.ts';
import { forgetOld } from './forget-old-store.ts';
import { setPassword } from './password-store.ts';
import { createSessionStore, type SessionStore } from './session-store.ts';
import { createStandingStore } from './standing-store.ts';

const START = Date.parse('2026-01-01T00:00:00.000Z');
const DAY_MS = 86_400_000;
const KEY: GrantedKey = { id: 'key-a', accountId: 'ada', scopes: ['read', 'admin'] };

describe.each(testDatabases)('the authoriser on $name', ({ open }) => {
  let database: OpenTestDatabase;
  let accounts: AccountStore;
  let sessions: SessionStore;
  let authoriser: Authoriser;
  let nowMs = START;

  beforeEach(async () => {
    nowMs = START;
    database = await open();
    accounts = createAccountStore(database.database);
    sessions = createSessionStore(database.database);
    authoriser = createAuthoriser({
      accounts,
      sessions,
      standings: createStandingStore(database.database),
      // What a token says, in the clear.
      tokens: {
        read: async (token) => ({
          accountId: token.split('/')[0] ?? '',
          sessionId: token.split('/')[1] ?? '',
        }),
      },
      apiKeys: {
        find: async (key) => (key === 'chm_a' ? KEY : null),
        byId: async (id) => (id === KEY.id ? KEY : null),
      },
      now: () => new Date(nowMs),
    });
    for (const id of ['ada', 'eve']) {
      await accounts.add({
        id,
        username: id,
        email: `${id}@example.org`,
        name: id,
        passwordHash: 'x',
        role: 'member',
        state: 'active',
        rights: 0,
        costPerDay: null,
        createdAt: new Date(START).toISOString(),
      });
    }
    const row = { account_id: 'ada', name: 'k', scopes: '[]', hash: 'h', last4: '0000', last_used_at: null };
    await database.database.db
      .insertInto('api_key')
      .values({ ...row, id: KEY.id, created_at: '2026-01-01', expires_at: null })
      .execute();
  });
  afterEach(() => database.close());

  async function begin(accountId: string, secret: string): Promise<string> {
    const at = new Date(nowMs).toISOString();
    const id = randomUUID();
    const begun = await sessions.begin(
      {
        id,
        accountId,
        kind: 'browser',
        client: '',
        address: '127.0.0.1',
        createdAt: at,
        lastUsedAt: at,
        expiresAt: new Date(nowMs + 30 * DAY_MS).toISOString(),
      },
      secret,
      0,
    );
    return begun?.id ?? '';
  }
  async function known(credentials: Parameters<Authoriser['identify']>[0]): Promise<Identity> {
    const identity = await authoriser.identify(credentials);
    if (!identity) throw new Error('Nobody.');
    return identity;
  }

  test('a key may do what it was given and its owner may do, no more', async () => {
    expect(await known({ kind: 'key', key: 'chm_a' })).toMatchObject({ role: 'member', scopes: ['read'] });
    await expect(authoriser.identify({ kind: 'key', key: 'chm_b' })).rejects.toThrow('API key');
    await setStanding(database.database, 'ada', { state: 'disabled' });
    await expect(authoriser.identify({ kind: 'key', key: 'chm_a' })).rejects.toThrow('API key');
  });

  test('a token with another’s session is nobody’s, and what local mode let in is nobody here', async () => {
    const id = await begin('ada', 'secret-a');
    expect((await known({ kind: 'token', token: `ada/${id}` })).person.userId).toBe('ada');
    const refused = { code: 'unauthenticated' };
    await expect(authoriser.identify({ kind: 'token', token: `eve/${id}` })).rejects.toMatchObject(refused);
    const local = { kind: 'grant', grant: { kind: 'local' } } as const;
    await expect(authoriser.identify(local)).rejects.toMatchObject(refused);
    expect(await authoriser.identify({ kind: 'none' })).toBeNull();
  });

  test('says of all who came in who does not hold any more', async () => {
    const gone = await begin('ada', 'secret-gone');
    await begin('ada', 'secret-a');
    await begin('eve', 'secret-e');
    const [one, ada, eve] = await Promise.all(
      ['secret-gone', 'secret-a', 'secret-e'].map((secret) => known({ kind: 'cookie', secret })),
    );
    const key = await known({ kind: 'key', key: 'chm_a' });
    if (!one || !ada || !eve) throw new Error('Nobody.');
    const all = [one, ada, eve, key];
    expect(await authoriser.lapsed(all)).toEqual([]);
    await sessions.end('ada', gone);
    expect(await authoriser.lapsed(all)).toEqual([one]);
    await setStanding(database.database, 'ada', { role: 'admin' });
    expect(await authoriser.lapsed(all)).toEqual([one, ada, key]);
    await setStanding(database.database, 'eve', { state: 'disabled' });
    expect(await authoriser.lapsed(all)).toEqual(all);
    expect(await authoriser.lapsed([])).toEqual([]);
  });

  test('use moves the end of a session, noted once a minute, to 90 days after its start at most', async () => {
    await begin('ada', 'secret-a');
    const seen = async () => {
      await known({ kind: 'cookie', secret: 'secret-a' });
      const [session] = await sessions.list('ada', new Date(nowMs));
      return [session?.lastUsedAt, session?.expiresAt].map((at) => (Date.parse(at ?? '') - START) / DAY_MS);
    };
    nowMs += 59_000;
    expect(await seen()).toEqual([0, 30]);
    for (const [day, end] of [
      [29, 59],
      [58, 88],
      [87, 90],
    ] as const) {
      nowMs = START + day * DAY_MS;
      expect(await seen()).toEqual([day, end]);
    }
    nowMs = START + 90 * DAY_MS;
    await expect(authoriser.identify({ kind: 'cookie', secret: 'secret-a' })).rejects.toThrow('signed out');
    await forgetOld(database.database, new Date(nowMs));
    expect(await database.database.db.selectFrom('session_secret').selectAll().execute()).toEqual([]);
  });

  test('a session does not begin by a password that was changed meanwhile', async () => {
    await setPassword(database.database.db, { id: 'ada', rights: 0 }, 'y');
    expect(await begin('ada', 'secret-a')).toBe('');
  });
});
