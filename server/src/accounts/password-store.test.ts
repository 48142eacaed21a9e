import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AccountStage, accountStage } from '../../test/account-routes.ts';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import type { Account } from './account-store.ts';
import { createPasswordStore } from './password-store.ts';
import { createSessionStore, type SessionStore } from './session-store.ts';

const noteOf = (ended: number) =>
  ({ action: 'password-changed', actor: { name: 'ada' }, detail: `ended: ${ended}` }) as const;

describe.each(testDatabases)('a new password on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let stage: AccountStage;
  let sessions: SessionStore;
  let ada: Account;
  beforeEach(async () => {
    opened = await open();
    stage = accountStage(opened.database);
    sessions = createSessionStore(opened.database);
    ada = await stage.addAccount({ id: 'ada' });
    for (const id of ['here', 'there', 'elsewhere']) await begin(id);
    const reset = { hash: 'h', account_id: 'ada', created_at: createdAt(), expires_at: '2999-01-01' };
    await opened.database.db.insertInto('password_reset').values(reset).execute();
  });
  afterEach(() => opened.close());

  const createdAt = () => stage.now().toISOString();
  const begin = (id: string) =>
    sessions.begin(
      {
        id,
        accountId: 'ada',
        kind: 'browser',
        client: '',
        address: '203.0.113.7',
        createdAt: createdAt(),
        lastUsedAt: createdAt(),
        expiresAt: '2999-01-01T00:00:00.000Z',
      },
      `secret of ${id}`,
      0,
    );
  const passwords = (audit = stage.audit) => createPasswordStore(opened.database, { sessions, audit });
  const wanted = { passwordHash: 'new', keptSession: 'here' };
  async function standing() {
    const account = await stage.accounts.find('ada');
    const links = await opened.database.db.selectFrom('password_reset').select('hash').execute();
    return {
      password: account?.passwordHash,
      rights: account?.rights,
      sessions: (await sessions.list('ada', stage.now())).map(({ id }) => id).toSorted(),
      links: links.length,
      notes: (await stage.audit.list({ limit: 9 })).map(({ detail }) => detail),
    };
  }
  const before = {
    password: 'none',
    rights: 0,
    sessions: ['elsewhere', 'here', 'there'],
    links: 1,
    notes: [],
  };

  test('ends the other sessions, voids links, and rights grow', async () => {
    expect(await passwords().change(ada, wanted, noteOf)).toBe(true);
    expect(await standing()).toEqual({
      password: 'new',
      rights: 1,
      sessions: ['here'],
      links: 0,
      notes: ['ended: 2'],
    });
  });

  test('is not set, and nothing ends, when it cannot be written down', async () => {
    const audit = { ...stage.audit, note: () => Promise.reject(new Error('full')) };
    await expect(passwords(audit).change(ada, wanted, noteOf)).rejects.toThrow('full');
    expect(await standing()).toEqual(before);
  });

  test('of two who know the old one, one sets a new one', async () => {
    const change = (passwordHash: string) => passwords().change(ada, { ...wanted, passwordHash }, noteOf);
    const set = await Promise.all([change('one'), change('two')]);
    expect(set.filter(Boolean)).toHaveLength(1);
    expect(await standing()).toMatchObject({
      password: set[0] ? 'one' : 'two',
      rights: 1,
      notes: ['ended: 2'],
    });
  });

  test('is nobody’s when the account is gone', async () => {
    expect(await passwords().change({ id: 'nobody', rights: 0 }, wanted, noteOf)).toBe(false);
    expect(await standing()).toEqual(before);
  });
});
