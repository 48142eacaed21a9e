import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addAccount } from '../../test/accounts.ts';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { createAccountStore } from './account-store.ts';
import { createAuditStore } from './audit-store.ts';
import { createSpendingStore } from './spending-store.ts';
import { createUserStore } from './user-store.ts';

const NOW = new Date('2026-03-15T12:00:00Z');

describe.each(testDatabases)('accounts as admins see them on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(() => opened.close());

  const audit = () => createAuditStore(opened.database, () => NOW);
  const users = () => createUserStore(opened.database, audit());
  const add = (id: string, more: object = {}) => addAccount(opened.database, { id, ...more });

  test('are listed page by page, the newest first, with what they have and spent', async () => {
    await add('ada', { createdAt: '2026-01-01T00:00:00.000Z' });
    await add('bob', { createdAt: '2026-01-02T00:00:00.000Z', costPerDay: 2 });
    await add('cyd', { createdAt: '2026-01-02T00:00:00.000Z' });
    const spending = createSpendingStore(opened.database);
    const usage = { inputTokens: 1, outputTokens: 1 };
    const charge = { brain: { kind: 'openai' as const, model: 'm' }, usage, cost: 1.5 };
    await spending.addAlone('bob', [charge], NOW);
    await spending.addAlone('bob', [charge], new Date('2026-03-01T00:00:00Z'));
    await spending.addAlone('bob', [charge], new Date('2026-02-28T00:00:00Z'));
    const seenAt = { last_seen_at: NOW.toISOString() };
    await opened.database.db.updateTable('account').set(seenAt).where('id', '=', 'bob').execute();
    const first = await users().list({ limit: 2 }, NOW);
    expect(first.items.map(({ id }) => id)).toEqual(['cyd', 'bob']);
    expect(first.items[1]).toEqual({
      id: 'bob',
      username: 'bob',
      name: 'bob',
      email: 'bob@example.test',
      role: 'member',
      state: 'active',
      costPerDay: 2,
      createdAt: '2026-01-02T00:00:00.000Z',
      lastSeenAt: NOW.toISOString(),
      conversations: 0,
      costThisMonth: 3,
    });
    const second = await users().list({ limit: 2, cursor: first.nextCursor }, NOW);
    expect(second).toMatchObject({ items: [{ id: 'ada' }] });
    expect(second.nextCursor).toBeUndefined();
    await expect(users().list({ cursor: 'x' }, NOW)).rejects.toMatchObject({ code: 'invalid-request' });
  });

  test('are found by a part of name, username or address; % and _ mean themselves', async () => {
    await add('ada', { name: 'Countess Lovelace' });
    await add('bob_1', { email: 'robert@Example.org' });
    const found = async (q: string) => (await users().list({ q }, NOW)).items.map(({ id }) => id);
    expect(await found('LOVE')).toEqual(['ada']);
    expect(await found('Bob_')).toEqual(['bob_1']);
    expect(await found('example.ORG')).toEqual(['bob_1']);
    expect(await found('%')).toEqual([]);
  });

  test('change with a note; rights grow only when role or state become another', async () => {
    await add('ada', { role: 'admin' });
    await add('bob');
    const note = { action: 'user-changed', actor: { id: 'ada', name: 'Ada' }, detail: 'words' } as const;
    const rightsOf = async () => (await createAccountStore(opened.database).find('bob'))?.rights;
    await users().change('bob', { costPerDay: 2, role: 'member' }, () => note);
    expect(await rightsOf()).toBe(1);
    await users().change('bob', { state: 'disabled' }, () => note);
    expect(await rightsOf()).toBe(2);
    expect(await users().find('bob', NOW)).toMatchObject({ state: 'disabled', costPerDay: 2 });
    expect(await audit().list({ limit: 9 })).toHaveLength(2);
    await expect(users().change('gone', { costPerDay: 1 }, () => note)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('the last admin who can sign in stays one, also when all take it from each other at once', async () => {
    const admins = ['ada', 'bob', 'cyd', 'dan'];
    for (const id of admins) await add(id, { role: 'admin' });
    await add('eve', { role: 'admin', state: 'disabled' });
    const demote = (id: string) => users().change(id, { role: 'member' }, () => null);
    const outcomes = await Promise.allSettled(admins.map(demote));
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(refused[0]?.reason).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('last admin'),
    });
    const last = admins[outcomes.findIndex(({ status }) => status === 'rejected')] ?? '';
    await expect(users().change(last, { state: 'disabled' }, () => null)).rejects.toThrow(/last admin/);
    expect(await users().find(last, NOW)).toMatchObject({ role: 'admin', state: 'active' });
  });
});
