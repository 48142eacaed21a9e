import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { type AccountStage, accountStage } from '../../test/account-routes.ts';
import { setStanding } from '../../test/accounts.ts';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { type MailServer, startMailServer } from '../../test/mail-server.ts';
import { createInviteStore, type InviteStore } from '../accounts/invite-store.ts';
import { createLetters } from '../accounts/letters.ts';
import { createResetLetters, SEND_RESET_LETTER } from '../accounts/reset-letters.ts';
import { createResetStore, type ResetStore } from '../accounts/reset-store.ts';
import { ChimeraError } from '../errors.ts';
import { createJobStore, type JobStore } from '../jobs/job-store.ts';
import { silentLogger } from '../logger.ts';
import { linkHandlers } from './link-handlers.ts';
import { oneTimeLink } from './one-time-link.ts';

const baseUrl = 'https://chimera.example.org/talk/';
const asAdmin = { authorization: 'Bearer root' };
const linkSchema = z.object({ id: z.string().optional(), token: z.string(), url: z.string() });

describe.each(testDatabases)('links on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let stage: AccountStage;
  let mail: MailServer;
  let app: FastifyInstance;
  let jobs: JobStore;
  let invites: InviteStore;
  let resets: ResetStore;
  let ended: string[];

  beforeEach(async () => {
    opened = await open();
    stage = accountStage(opened.database);
    mail = await startMailServer();
    jobs = createJobStore(opened.database);
    invites = createInviteStore(opened.database, stage);
    resets = createResetStore(opened.database, { ...stage, jobs });
    ended = [];
    app = await routes();
    await stage.addAccount({ id: 'root', role: 'admin' });
    await stage.addAccount({ id: 'ada' });
  });
  afterEach(async () => {
    await app.close();
    await mail.close();
    await opened.close();
  });

  const letters = () => createLetters({ url: mail.url, from: 'chimera@example.org' });
  const routes = (sendsMail = true) =>
    stage.routes(
      linkHandlers({
        ...stage,
        invites,
        resets,
        letters: sendsMail ? letters() : null,
        baseUrl: () => baseUrl,
        logger: silentLogger,
        passwords: { hash: async (password) => `hash of ${password}` },
        checkPassword: (password) => {
          if (password === 'password') throw new ChimeraError('invalid-request', 'Everybody guesses that.');
        },
        endSessions: async (id) => void ended.push(id),
        pokeJobs: () => undefined,
      }),
    );
  const post = (url: string, payload: object = {}, headers: Record<string, string> = asAdmin) =>
    app.inject({ method: 'POST', url, payload, headers });
  const forgot = (email: string) => post('/api/auth/forgot', { email }, {});
  const reset = (token: string, password = 'a new password') =>
    post('/api/auth/reset', { token, password }, {});
  /** Runs the letters that wait; says how each try ended. */
  async function sendWaiting(): Promise<string[]> {
    const send = createResetLetters({
      ...stage,
      resets,
      letters: letters(),
      resetUrl: (token) => oneTimeLink(baseUrl, 'reset', token),
      logger: silentLogger,
    });
    const ends: string[] = [];
    for (const job of await jobs.claim([SEND_RESET_LETTER], 10)) {
      try {
        await send(job);
        await jobs.complete(job);
        ends.push('done');
      } catch (error) {
        await jobs.fail(job, String(error));
        ends.push('again');
      }
    }
    return ends;
  }
  const waiting = () => opened.database.db.selectFrom('job').selectAll().execute();
  const tokenIn = (text = '') => /\/reset#([\w-]{43})\n/.exec(text)?.[1] ?? '';

  test('an invite is shown once and mailed to whom it is for; its link works once', async () => {
    const answer = await post('/api/admin/invites', { email: 'new@example.org' });
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({ mailed: true, by: 'root', role: 'member' });
    const { token, url } = linkSchema.parse(answer.json());
    expect(url).toBe(`https://chimera.example.org/talk/join#${token}`);
    expect(mail.letters.map(({ to }) => to)).toEqual([['new@example.org']]);
    expect(mail.letters[0]?.text.split('\n')).toContain(url);
    const list = await app.inject({ url: '/api/admin/invites', headers: asAdmin });
    expect(list.json()).toMatchObject({ items: [{ email: 'new@example.org' }] });
    expect(list.body).not.toContain(token);
    const redeem = () =>
      opened.database.db.transaction().execute((tx) => invites.redeem(token, 'new@example.org', tx));
    expect([await redeem(), await redeem()]).toEqual(['member', null]);
  });

  test('an invite is made though the mail server refuses it, and says so', async () => {
    mail.refusal = { code: 451, text: 'Later' };
    const answer = await post('/api/admin/invites', { email: 'new@example.org' });
    expect([answer.statusCode, answer.json().mailed]).toEqual([201, false]);
    expect((await post('/api/admin/invites')).json().mailed).toBe(false);
  });

  test('no Host that a request names gets into a link', async () => {
    const answer = await post('/api/admin/invites', {}, { ...asAdmin, host: 'evil.example' });
    expect(answer.body).not.toContain('evil.example');
  });

  test('members make no links, and a missing invite or account is 404', async () => {
    const asMember = { authorization: 'Bearer ada' };
    expect((await post('/api/admin/invites', {}, asMember)).statusCode).toBe(403);
    expect((await post('/api/admin/users/root/reset-link', {}, asMember)).statusCode).toBe(403);
    expect((await post('/api/admin/users/nobody/reset-link')).statusCode).toBe(404);
    const gone = await app.inject({ method: 'DELETE', url: '/api/admin/invites/none', headers: asAdmin });
    expect(gone.statusCode).toBe(404);
  });

  test('a link of an admin sets a password once; a weak password does not use it up', async () => {
    const { token, url } = linkSchema.parse((await post('/api/admin/users/ada/reset-link')).json());
    expect(url).toBe(`https://chimera.example.org/talk/reset#${token}`);
    expect((await reset(token, 'password')).statusCode).toBe(400);
    expect((await reset(token)).statusCode).toBe(204);
    expect(await stage.accounts.find('ada')).toMatchObject({ passwordHash: 'hash of a new password' });
    expect(ended).toEqual(['ada']);
    const [used, unknown] = [await reset(token), await reset('unknown')];
    expect([used.statusCode, unknown.statusCode]).toEqual([401, 401]);
    expect(used.json().detail).toBe(unknown.json().detail);
    const entries = await stage.audit.list({ limit: 9 });
    expect(entries.map(({ action }) => action).toSorted()).toEqual(['password-reset', 'reset-link-made']);
    expect(JSON.stringify(entries)).not.toContain(token);
  });

  test('a disabled account gets no link', async () => {
    await setStanding(opened.database, 'ada', { state: 'disabled' });
    expect((await post('/api/admin/users/ada/reset-link')).statusCode).toBe(409);
    await forgot('ada@example.org');
    expect(await sendWaiting()).toEqual(['done']);
    expect(mail.letters).toEqual([]);
  });

  test('whoever asks gets the same answer and the same work, known or not', async () => {
    const [known, unknown] = [await forgot('Ada@example.org'), await forgot('nobody@example.org')];
    expect([known.statusCode, known.body]).toEqual([204, '']);
    expect([unknown.statusCode, unknown.body]).toEqual([204, '']);
    const rows = await waiting();
    expect(rows.map(({ kind }) => kind)).toEqual([SEND_RESET_LETTER, SEND_RESET_LETTER]);
    expect(rows.map(({ subject }) => subject).join(' ')).not.toContain('@');
    expect(await opened.database.db.selectFrom('password_reset').selectAll().execute()).toEqual([]);
    expect(await sendWaiting()).toEqual(['done', 'done']);
    expect(mail.letters.map(({ to }) => to)).toEqual([['ada@example.org']]);
    expect(await stage.audit.list({ limit: 9 })).toMatchObject([
      { action: 'reset-asked', subject: { id: 'ada' }, address: '203.0.113.7' },
    ]);
    expect((await reset(tokenIn(mail.letters[0]?.text))).statusCode).toBe(204);
    expect((await reset(tokenIn(mail.letters[0]?.text))).statusCode).toBe(401);
  });

  test('no more than three letters go to an account in an hour', async () => {
    for (let time = 0; time < 5; time += 1) {
      await forgot('ada@example.org');
      await sendWaiting();
    }
    expect(mail.letters).toHaveLength(3);
    stage.clock.now = new Date(stage.clock.now.getTime() + 3_600_000);
    await forgot('ada@example.org');
    await sendWaiting();
    expect(mail.letters).toHaveLength(4);
  });

  test('a letter that was not taken leaves no link behind and is tried again', {
    timeout: 10_000,
  }, async () => {
    mail.refusal = { code: 451, text: 'Later' };
    await forgot('ada@example.org');
    expect(await sendWaiting()).toEqual(['again']);
    expect(await opened.database.db.selectFrom('password_reset').selectAll().execute()).toEqual([]);
    mail.refusal = null;
    await vi.waitFor(async () => expect(await sendWaiting()).toEqual(['done']), 5000);
    expect((await reset(tokenIn(mail.letters[0]?.text))).statusCode).toBe(204);
  });

  test('one that is refused for good, or came too late, is given up', async () => {
    mail.refusal = { code: 550, text: 'Nobody here' };
    await forgot('ada@example.org');
    expect(await sendWaiting()).toEqual(['done']);
    mail.refusal = null;
    await forgot('ada@example.org');
    stage.clock.now = new Date(stage.clock.now.getTime() + 3_600_001);
    expect(await sendWaiting()).toEqual(['done']);
    expect([mail.letters, await waiting()]).toEqual([[], []]);
  });

  test('without a mail server one is told whom to ask', async () => {
    await app.close();
    app = await routes(false);
    const answer = await forgot('ada@example.org');
    expect([answer.statusCode, answer.json().code]).toEqual([503, 'unavailable']);
    expect(answer.json().detail).toContain('admin');
    expect(await waiting()).toEqual([]);
  });
});
