import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  cookieOf,
  fieldOf,
  post,
  restWith,
  signIn,
  signUp,
  TEST_PASSWORD,
  withAccounts,
} from '../../test/accounts.ts';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { ask, problemIn } from '../../test/http-answer.ts';
import { startTestApp, type TestApp } from '../../test/start-test-app.ts';

describe.each(testDatabases)('signing in on $name', ({ open }) => {
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
  const refresh = (cookie: string) => post(server, '/api/auth/refresh', undefined, { cookie });

  test('a token, a cookie and a refresh cookie say who one is, and nothing says nothing', async () => {
    const ada = await signUp(server, 'Ada');
    const profile = await ada.rest.call('getProfile', {});
    expect(profile).toMatchObject({ id: ada.userId, username: 'Ada', name: 'Ada', email: 'Ada@example.org' });
    expect(JSON.parse((await meBy(ada.cookie)).text)).toEqual(profile);
    const next = await refresh(ada.refreshCookie);
    expect(next.status).toBe(200);
    expect(await restWith(server, fieldOf(next, 'access_token')).call('getProfile', {})).toEqual(profile);
    expect(problemIn(await ask(`${server.url}/api/auth/me`)).status).toBe(401);
    expect(problemIn(await ask(`${server.url}/api/conversations`)).status).toBe(401);
  });

  test('cookies are for this host alone, encrypted, out of reach of scripts and other sites', async () => {
    await signUp(server, 'ada');
    const body = { username: 'ada', password: TEST_PASSWORD };
    for (const path of ['/api/auth/sign-in', '/api/auth/token']) {
      const [cookie = ''] = [(await post(server, path, body)).headers['set-cookie'] ?? []].flat();
      expect(cookie).toMatch(/^__Host-chimera/);
      for (const part of ['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/']) expect(cookie).toContain(part);
      expect(cookie).not.toContain('Domain');
    }
  });

  test('a form asks for a token, and for nothing else', async () => {
    await signUp(server, 'ada');
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams({ grant_type: 'password', username: 'ada', password: TEST_PASSWORD });
    const form = { method: 'POST', headers, body: body.toString() };
    const issued = await ask(`${server.url}/api/auth/token`, form);
    expect(JSON.parse(issued.text)).toMatchObject({ token_type: 'bearer', expires_in: 900 });
    body.delete('grant_type');
    expect((await ask(`${server.url}/api/auth/sign-in`, { ...form, body: body.toString() })).status).toBe(
      415,
    );
  });

  test('by username or by e-mail address, without case; whoever is wrong learns nothing', async () => {
    await signUp(server, 'ada');
    await signIn(server, 'ADA@Example.org');
    const answers = await Promise.all(
      [
        { username: 'ada', password: 'a wrong password' },
        { username: 'nobody', password: 'a wrong password' },
        { username: 'nobody@example.org', password: TEST_PASSWORD },
      ].map((body) => post(server, '/api/auth/token', body)),
    );
    const told = answers.map((answer) => ({ ...problemIn(answer), requestId: '' }));
    expect(told[0]).toMatchObject({ status: 401, detail: 'Username or password is wrong.' });
    expect(told[1]).toEqual(told[0]);
    expect(told[2]).toEqual(told[0]);
    expect(answers.map(({ headers }) => headers['set-cookie'])).toEqual([undefined, undefined, undefined]);
  });

  test('a refresh token works once: of two at the same time one wins, and the session is over', async () => {
    const ada = await signUp(server, 'ada');
    const answers = await Promise.all([refresh(ada.refreshCookie), refresh(ada.refreshCookie)]);
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '401']);
    const won = answers.find(({ status }) => status === 200);
    if (!won) throw new Error('Nobody won.');
    expect((await refresh(cookieOf(won))).status).toBe(401);
    await expect(restWith(server, fieldOf(won, 'access_token')).call('getProfile', {})).rejects.toMatchObject(
      {
        problem: { code: 'unauthenticated' },
      },
    );
    // The browser is another session.
    expect((await meBy(ada.cookie)).status).toBe(200);
    const audit = await database.database.db.selectFrom('audit').select('action').execute();
    expect(audit.map(({ action }) => action)).toContain('refresh-reused');
  });

  test('a replayed refresh token ends the session of whoever got the next one', async () => {
    const ada = await signUp(server, 'ada');
    const second = await refresh(ada.refreshCookie);
    const third = await refresh(cookieOf(second));
    expect(third.status).toBe(200);
    expect(problemIn(await refresh(ada.refreshCookie)).detail).toContain('used before');
    expect((await refresh(cookieOf(third))).status).toBe(401);
  });

  test('sessions are listed and ended, each one’s own', async () => {
    const ada = await signUp(server, 'ada');
    const eve = await signUp(server, 'eve');
    const { items } = await ada.rest.call('listSessions', {});
    expect(items.map(({ kind, current }) => `${kind} ${current}`).toSorted()).toEqual([
      'browser false',
      'token true',
    ]);
    const browser = items.find(({ kind }) => kind === 'browser')?.id ?? '';
    const missing = { id: 'no-such-session' };
    const refusals = await Promise.all(
      [{ id: browser }, missing].map((params) =>
        eve.rest.call('endSession', { params }).catch((error: unknown) => error),
      ),
    );
    expect(refusals[0]).toMatchObject({ problem: { status: 404, detail: 'There is no such session.' } });
    expect(refusals[1]).toMatchObject({ problem: { status: 404, detail: 'There is no such session.' } });
    await ada.rest.call('endSession', { params: { id: browser } });
    expect((await meBy(ada.cookie)).status).toBe(401);
    await signIn(server, 'ada');
    await ada.rest.call('endOtherSessions', {});
    expect((await ada.rest.call('listSessions', {})).items).toHaveLength(1);
    await ada.rest.call('signOut', {});
    await expect(ada.rest.call('getProfile', {})).rejects.toThrow('signed out');
    expect((await refresh(ada.refreshCookie)).status).toBe(401);
    expect((await eve.rest.call('listSessions', {})).items).toHaveLength(2);
  });

  test('who is disabled is out at once, and cannot come in', async () => {
    const ada = await signUp(server, 'ada');
    await database.database.db.updateTable('account').set({ state: 'disabled' }).execute();
    await expect(ada.rest.call('getProfile', {})).rejects.toThrow('signed out');
    expect((await meBy(ada.cookie)).status).toBe(401);
    expect((await refresh(ada.refreshCookie)).status).toBe(401);
    const wrong = problemIn(await post(server, '/api/auth/token', { username: 'ada', password: 'nonsense' }));
    const right = problemIn(
      await post(server, '/api/auth/token', { username: 'ada', password: TEST_PASSWORD }),
    );
    expect({ ...right, requestId: '' }).toEqual({ ...wrong, requestId: '' });
  });

  test('a browser that signs in again leaves its session before', async () => {
    const ada = await signUp(server, 'ada');
    const body = { username: 'ada', password: TEST_PASSWORD };
    const again = await post(server, '/api/auth/sign-in', body, {
      cookie: ada.cookie,
      origin: server.url,
    });
    expect((await meBy(ada.cookie)).status).toBe(401);
    expect((await meBy(cookieOf(again))).status).toBe(200);
  });

  test('a token holds after a restart, and at no other server', async () => {
    const ada = await signUp(server, 'ada');
    const other = await startTestApp({ environment: withAccounts });
    await signUp(other, 'ada');
    await expect(restWith(other, ada.token).call('getProfile', {})).rejects.toMatchObject({
      problem: { code: 'unauthenticated' },
    });
    await other.close();
    await server.close();
    const { url, dataDir } = database;
    server = await startTestApp({ databaseUrl: url, dataDir, environment: withAccounts });
    expect(await restWith(server, ada.token).call('getProfile', {})).toMatchObject({ id: ada.userId });
  });

  test('a session is over when it was not used for 30 days', async () => {
    const ada = await signUp(server, 'ada');
    const past = new Date(Date.now() - 1000).toISOString();
    await database.database.db.updateTable('session').set({ expires_at: past }).execute();
    await expect(ada.rest.call('getProfile', {})).rejects.toThrow('signed out');
    expect((await meBy(ada.cookie)).status).toBe(401);
    expect((await refresh(ada.refreshCookie)).status).toBe(401);
  });
});
