import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fieldOf, post, signUp, TEST_PASSWORD, withAccounts } from '../../test/accounts.ts';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { problemIn } from '../../test/http-answer.ts';
import { startTestApp, type TestApp, type TestAppOptions } from '../../test/start-test-app.ts';

const SIGN_UPS = 50;
/** What a proxy writes: whoever comes with it is not on this machine. */
const fromAfar = { 'x-forwarded-for': '203.0.113.9' };

describe.each(testDatabases)('registration on $name', ({ name, open }) => {
  let database: OpenTestDatabase;
  const servers: TestApp[] = [];
  const told: string[] = [];

  beforeEach(async () => {
    database = await open();
    told.length = 0;
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
    await database.close();
  });

  async function start(
    environment: Record<string, string> = {},
    options: TestAppOptions = { dataDir: database.dataDir },
  ): Promise<TestApp> {
    const server = await startTestApp({
      databaseUrl: database.url,
      ...options,
      environment: { ...withAccounts, ...environment },
      tell: (line) => told.push(line),
    });
    servers.push(server);
    return server;
  }

  const wanted = (username: string, more: Record<string, unknown> = {}) => ({
    username,
    email: `${username}@example.org`,
    password: TEST_PASSWORD,
    ...more,
  });
  const register = (server: TestApp, body: unknown, headers: Record<string, string> = {}) =>
    post(server, '/api/auth/register', body, headers);
  const roles = async () => {
    const rows = await database.database.db.selectFrom('account').select('role').execute();
    return rows.map(({ role }) => role);
  };
  const tokenIn = (line = '') => line.split('#')[1] ?? '';

  /** Two nodes, where the database takes two. */
  async function nodes(): Promise<TestApp[]> {
    const first = await start();
    return name === 'sqlite' ? [first] : [first, await start({}, {})];
  }

  test('fifty people who sign up at once get one admin', async () => {
    const all = await nodes();
    const answers = await Promise.all(
      Array.from({ length: SIGN_UPS }, (_, at) => {
        const server = all[at % all.length];
        if (!server) throw new Error('There is no server.');
        return register(server, wanted(`person-${at}`));
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: SIGN_UPS }, () => 201));
    expect((await roles()).filter((role) => role === 'admin')).toHaveLength(1);
    expect(await roles()).toHaveLength(SIGN_UPS);
  });

  test('fifty who have the setup token get one admin, and the others nothing', async () => {
    const all = await nodes();
    // All nodes told the same.
    expect(new Set(told.map(tokenIn)).size).toBe(1);
    const setupToken = tokenIn(told[0]);
    const answers = await Promise.all(
      Array.from({ length: SIGN_UPS }, (_, at) => {
        const server = all[at % all.length];
        if (!server) throw new Error('There is no server.');
        return register(server, wanted(`person-${at}`, { setupToken }), fromAfar);
      }),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 403)).toHaveLength(SIGN_UPS - 1);
    expect(await roles()).toEqual(['admin']);
  });

  test('the setup token is told until there is an admin, the same after a restart, and then worthless', async () => {
    const first = await start();
    expect(told[0]).toMatch(/^There is no admin yet\. .* http:\/\/127\.0\.0\.1:\d+\/setup#[\w-]{43}$/);
    await first.close();
    servers.length = 0;
    const second = await start();
    expect(tokenIn(told[1])).toBe(tokenIn(told[0]));
    const refused = await register(second, wanted('eve', { setupToken: 'not the token' }), fromAfar);
    expect(problemIn(refused)).toMatchObject({ status: 403, errors: [{ path: 'setupToken' }] });
    const setupToken = tokenIn(told[0]);
    const made = await register(second, wanted('ada', { setupToken }), fromAfar);
    expect(JSON.parse(made.text)).toMatchObject({ username: 'ada', role: 'admin' });
    expect(made.headers['set-cookie']).toBeUndefined();
    expect((await register(second, wanted('eve', { setupToken }), fromAfar)).status).toBe(403);
    await second.close();
    servers.length = 0;
    await start();
    expect(told).toHaveLength(2);
  });

  test('the first who comes from elsewhere is no admin, whatever their request says', async () => {
    const server = await start();
    expect(fieldOf(await register(server, wanted('eve'), fromAfar), 'role')).toBe('member');
    // There is an account: being here makes nobody an admin any more.
    expect(fieldOf(await register(server, wanted('ada')), 'role')).toBe('member');
    const greedy = await register(server, wanted('mallory', { role: 'admin', id: 'x' }));
    expect(problemIn(greedy).status).toBe(400);
  });

  test('a server that others reach takes nobody without an invite or the token', async () => {
    const server = await start({ CHIMERA_PUBLIC_URL: 'https://chimera.example' });
    expect(told[0]).toContain('https://chimera.example/setup#');
    expect(problemIn(await register(server, wanted('eve'))).detail).toContain('invite');
    const invited = await register(server, wanted('eve', { invite: 'made up' }));
    expect(problemIn(invited)).toMatchObject({ status: 403, errors: [{ path: 'invite' }] });
    expect(await roles()).toEqual([]);
  });

  test('closed is closed, but for the first admin', async () => {
    const server = await start({ CHIMERA_REGISTRATION: 'closed' });
    expect(problemIn(await register(server, wanted('eve'), fromAfar)).detail).toContain('closed');
    await signUp(server, 'ada', { setupToken: tokenIn(told[0]) });
    expect(problemIn(await register(server, wanted('eve', { invite: 'made up' }))).status).toBe(403);
    expect(await roles()).toEqual(['admin']);
  });

  test('what is taken is named, without case', async () => {
    const server = await start();
    await signUp(server, 'ada');
    const name = await register(server, { ...wanted('ADA'), email: 'other@example.org' });
    expect(problemIn(name)).toMatchObject({ status: 409, errors: [{ path: 'username' }] });
    const both = await register(server, wanted('Ada'));
    expect(problemIn(both).errors?.map(({ path }) => path)).toEqual(['username', 'email']);
  });

  test('passwords that are guessed first are refused', async () => {
    const server = await start();
    for (const password of ['Password123', 'ILOVEYOU123', 'person-one', 'PERSON-ONE@example.org']) {
      const answer = problemIn(await register(server, { ...wanted('person-one'), password }));
      expect(answer).toMatchObject({ status: 400, errors: [{ path: 'password' }] });
    }
  });
});
