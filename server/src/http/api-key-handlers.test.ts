import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type AccountStage, accountStage } from '../../test/account-routes.ts';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { apiKeyHandlers } from './api-key-handlers.ts';

const asAda = { authorization: 'Bearer ada' };
const wanted = { name: 'script', scopes: ['read'] };
const madeSchema = z.object({ id: z.string(), key: z.string() });

describe.each(testDatabases)('API keys over HTTP on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let stage: AccountStage;
  let app: FastifyInstance;
  beforeEach(async () => {
    opened = await open();
    stage = accountStage(opened.database);
    app = await stage.routes(apiKeyHandlers(stage));
    await stage.addAccount({ id: 'ada' });
    await stage.addAccount({ id: 'eve' });
  });
  afterEach(async () => {
    await app.close();
    await opened.close();
  });

  const create = (payload: object = wanted, headers: Record<string, string> = asAda) =>
    app.inject({ method: 'POST', url: '/api/keys', payload, headers });
  const list = async (headers = asAda) => (await app.inject({ url: '/api/keys', headers })).json().items;
  const revoke = (id: string, headers: Record<string, string>) =>
    app.inject({ method: 'DELETE', url: `/api/keys/${id}`, headers });

  test('a key is shown once; another’s is as one that is missing', async () => {
    const answer = await create();
    expect(answer.statusCode).toBe(201);
    const { id, key } = madeSchema.parse(answer.json());
    expect(await list()).toMatchObject([{ id, name: 'script', last4: key.slice(-4) }]);
    expect(JSON.stringify(await list())).not.toContain(key.slice(21));
    const asEve = { authorization: 'Bearer eve' };
    const [foreign, missing] = [await revoke(id, asEve), await revoke('nothing', asEve)];
    expect([foreign.statusCode, foreign.json().detail]).toEqual([404, missing.json().detail]);
    expect((await revoke(id, asAda)).statusCode).toBe(204);
    expect(await list()).toEqual([]);
  });

  test('a member makes no key of an admin', async () => {
    const answer = await create({ ...wanted, scopes: ['admin'] });
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'forbidden']);
    expect(answer.json().detail).toContain('“admin”');
    expect(await list()).toEqual([]);
  });

  test('a key makes no keys, whichever way it is shown', async () => {
    const { key } = madeSchema.parse((await create()).json());
    for (const headers of [{ authorization: `Bearer ${key}` }, { 'x-api-key': key }]) {
      expect((await create(wanted, headers)).statusCode).toBe(403);
    }
    expect(await list()).toHaveLength(1);
  });

  test.each([
    'chm_',
    "chm_' or 1=1 --",
    `chm_${'a'.repeat(10_000)}`,
    'chm_0123456789abcdef_ÿÿÿ',
    'chm_%00',
    'Ω',
  ])('an odd key is nobody’s: %#', async (key) => {
    const answer = await app.inject({ url: '/api/keys', headers: { 'x-api-key': key } });
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'unauthenticated']);
  });

  test('a repeated request gets no second key and not the first one, which is kept nowhere', async () => {
    const headers = { ...asAda, 'idempotency-key': 'once' };
    const first = await create(wanted, headers);
    const { key } = madeSchema.parse(first.json());
    const again = await create(wanted, headers);
    expect([again.statusCode, again.json().code]).toEqual([409, 'conflict']);
    expect(again.json().detail).toContain('shown once');
    expect(again.body).not.toContain(key);
    expect(await list()).toHaveLength(1);
    const rows = await opened.database.db.selectFrom('idempotency').selectAll().execute();
    expect(rows).toMatchObject([{ response: 'null' }]);
    expect(JSON.stringify(rows)).not.toContain(key.slice(21));
    const other = await create({ ...wanted, name: 'other' }, headers);
    expect([other.statusCode, other.json().code]).toEqual([422, 'idempotency-mismatch']);
  });

  test('of ten at once with one Idempotency-Key, one makes a key', async () => {
    const headers = { ...asAda, 'idempotency-key': 'at once' };
    const answers = await Promise.all(Array.from({ length: 10 }, () => create(wanted, headers)));
    const statuses = answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b);
    expect(statuses).toEqual([201, ...Array.from({ length: 9 }, () => 409)]);
    expect(await list()).toHaveLength(1);
  });
});
