import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { signIn, signUp, TEST_PASSWORD, type TestPerson, withAccounts } from '../../test/accounts.ts';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { ask } from '../../test/http-answer.ts';
import { startTestApp, type TestApp } from '../../test/start-test-app.ts';

const NEW_PASSWORD = 'another long way to say it';

describe.each(testDatabases)('accounts on $name', ({ name, open }) => {
  let database: OpenTestDatabase;
  let server: TestApp;

  beforeEach(async () => {
    database = await open();
    server = await startTestApp({
      databaseUrl: database.url,
      dataDir: database.dataDir,
      environment: withAccounts,
    });
  });
  afterEach(async () => {
    await server.close();
    await database.close();
  });

  const meBy = (cookie: string) => ask(`${server.url}/api/auth/me`, { headers: { cookie } });
  const refusalOf = (work: Promise<unknown>, refusal: object) => expect(work).rejects.toMatchObject(refusal);

  test('a server with accounts says so', async () => {
    const { rest } = server;
    const instance = { auth: 'accounts', registration: 'open', sendsMail: false };
    expect(await rest.call('getInstance', {})).toEqual({ ...instance, needsAdmin: true });
    await signUp(server, 'ada');
    expect(await rest.call('getInstance', {})).toEqual({ ...instance, needsAdmin: false });
  });

  test('a new password ends all other sessions, and this one goes on', async () => {
    const ada = await signUp(server, 'ada');
    const { rest } = ada;
    const change = (currentPassword: string, newPassword: string) =>
      rest.call('changePassword', { body: { currentPassword, newPassword } });
    await refusalOf(change('not it', NEW_PASSWORD), {
      problem: { code: 'forbidden', errors: [{ path: 'currentPassword' }] },
    });
    await refusalOf(change(TEST_PASSWORD, 'password123'), {
      problem: { code: 'invalid-request', errors: [{ path: 'newPassword' }] },
    });
    await change(TEST_PASSWORD, NEW_PASSWORD);
    expect(await rest.call('getProfile', {})).toMatchObject({ username: 'ada' });
    expect((await meBy(ada.cookie)).status).toBe(401);
    await expect(signIn(server, 'ada')).rejects.toThrow('401');
    await signIn(server, 'ada', NEW_PASSWORD);
  });

  test('a profile changes; another address needs the password, and links that were sent before are void', async () => {
    const { rest, userId } = await signUp(server, 'ada');
    await signUp(server, 'eve');
    const { db } = database.database;
    const link = { hash: 'h', account_id: userId, created_at: '2026-01-01', expires_at: '2999-01-01' };
    await db.insertInto('password_reset').values(link).execute();
    const change = (body: Parameters<typeof rest.call<'changeProfile'>>[1]['body']) =>
      rest.call('changeProfile', { body });
    expect(await change({ name: 'Ada L.', username: 'countess' })).toMatchObject({
      name: 'Ada L.',
      username: 'countess',
    });
    await refusalOf(change({ username: 'EVE' }), {
      problem: { code: 'conflict', errors: [{ path: 'username' }] },
    });
    await refusalOf(change({ email: 'new@example.org' }), {
      problem: { code: 'invalid-request', errors: [{ path: 'currentPassword' }] },
    });
    await refusalOf(change({ email: 'new@example.org', currentPassword: 'not it' }), {
      problem: { code: 'forbidden' },
    });
    expect(await db.selectFrom('password_reset').selectAll().execute()).toHaveLength(1);
    await change({ email: 'new@example.org', currentPassword: TEST_PASSWORD });
    expect(await db.selectFrom('password_reset').selectAll().execute()).toEqual([]);
    await signIn(server, 'new@example.org');
  });

  test('an account that is deleted leaves nothing behind, and nothing of others goes with it', async () => {
    const ada = await signUp(server, 'ada');
    const eve = await signUp(server, 'eve');
    for (const person of [ada, eve]) await fill(person);
    expect(await records()).toBe(2);
    await refusalOf(ada.rest.call('deleteAccount', { body: { password: 'not it' } }), {
      problem: { code: 'forbidden' },
    });
    const before = await rowsOf(eve.userId);
    expect((await rowsOf(ada.userId)).length).toBeGreaterThan(6);
    await refusalOf(ada.rest.call('deleteAccount', { body: { password: TEST_PASSWORD } }), {
      problem: { code: 'conflict', detail: expect.stringContaining('last admin') },
    });
    await database.database.db
      .updateTable('account')
      .set({ role: 'admin' })
      .where('id', '=', eve.userId)
      .execute();
    await ada.rest.call('deleteAccount', { body: { password: TEST_PASSWORD } });
    await refusalOf(ada.rest.call('getProfile', {}), { problem: { status: 401 } });
    expect((await meBy(ada.cookie)).status).toBe(401);
    await vi.waitFor(async () => expect(await rowsOf(ada.userId)).toEqual([]), 5000);
    await vi.waitFor(async () => expect(await records()).toBe(1), 5000);
    expect(await rowsOf(eve.userId)).toEqual(before);
  });

  test('what was done for safety is written down, and never a secret', async () => {
    const { rest, cookie, token } = await signUp(server, 'ada');
    await rest.call('changeProfile', { body: { name: 'Ada L.' } });
    await rest.call('changePassword', {
      body: { currentPassword: TEST_PASSWORD, newPassword: NEW_PASSWORD },
    });
    await rest.call('endOtherSessions', {});
    await rest.call('signOut', {});
    await expect(signIn(server, 'my secret, typed in the wrong field')).rejects.toThrow('401');
    const again = await signIn(server, 'ada', NEW_PASSWORD);
    await again.rest.call('deleteAccount', { body: { password: NEW_PASSWORD } });
    const rows = await database.database.db.selectFrom('audit').selectAll().orderBy('at').execute();
    expect(new Set(rows.map(({ action }) => action))).toEqual(
      new Set([
        'account-made',
        'signed-in',
        'profile-changed',
        'password-changed',
        'session-ended',
        'signed-out',
        'sign-in-failed',
        'account-deleted',
      ]),
    );
    expect(rows.every(({ address }) => address === '127.0.0.1')).toBe(true);
    const all = JSON.stringify(rows);
    for (const secret of [TEST_PASSWORD, NEW_PASSWORD, 'typed in', token, cookie.split('=')[1] ?? '']) {
      expect(all).not.toContain(secret);
    }
  });

  /** A conversation that was played, a connection, a limit, a repeated request. */
  async function fill({ rest }: TestPerson): Promise<void> {
    const { items } = await rest.call('listPersonas', {});
    const seats = items.slice(0, 2).map(({ id }) => ({ personaId: id }));
    const conversation = await rest.call('createConversation', {
      body: { topic: 'What is left', seats, settings: { pace: 'instant', maxTurns: 2 } },
      idempotencyKey: 'once',
    });
    await rest.call('play', { params: conversation });
    await vi.waitFor(async () => {
      expect((await rest.call('getConversation', { params: conversation })).state).toBe('stopped');
    }, 10_000);
    await rest.call('createConnection', {
      body: {
        kind: 'openai-compatible',
        label: 'Mine',
        baseUrl: 'https://model.example/v1',
        apiKey: 'k'.repeat(20),
      },
    });
  }

  async function records(): Promise<number> {
    const files = await readdir(join(database.dataDir, 'records'), { recursive: true }).catch(() => []);
    return files.filter((file) => file.endsWith('.md')).length;
  }

  /** How many rows each table has of an owner, whatever tables there are. */
  async function rowsOf(id: string): Promise<readonly string[]> {
    const { db } = database.database;
    const { rows: columns } = await (name === 'sqlite'
      ? sql<Column>`select m.name as table_name, c.name as column_name from sqlite_master m, pragma_table_info(m.name) c where m.type = 'table'`
      : sql<Column>`select table_name, column_name from information_schema.columns where table_schema = 'public'`
    ).execute(db);
    const found = ['account'].map((table) => ({ table_name: table, column_name: 'id' }));
    const owned = columns.filter(({ column_name }) => ['owner_id', 'account_id'].includes(column_name));
    expect(owned.length).toBeGreaterThan(10);
    const counts = [...found, ...owned].map(async ({ table_name: table, column_name: column }) => {
      const { rows } = await sql<{ count: number }>`
        select count(*) as count from ${sql.table(table)} where ${sql.ref(column)} = ${id}`.execute(db);
      const count = rows[0]?.count ?? 0;
      return count === 0 ? [] : [`${table} ${count}`];
    });
    return (await Promise.all(counts)).flat().toSorted();
  }
});

interface Column {
  readonly table_name: string;
  readonly column_name: string;
}
