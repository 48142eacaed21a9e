import { randomBytes } from 'node:crypto';
import { createAdmissionStore } from '../accounts/admission-store.ts';
import { createFarewell, FAREWELL } from '../accounts/farewell.ts';
import { createFarewellStore } from '../accounts/farewell-store.ts';
import { readMasterKeys } from '../accounts/master-keys.ts';
import { SETUP_SECRET } from '../accounts/setup.ts';
import { sharedSecret } from '../db/shared-secret.ts';
import { createJobStore } from '../jobs/job-store.ts';
import fastify, { type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { OperationName } from '@chimera/protocol/api';
import { api } from '@chimera/protocol/api';
import type { Operation } from '@chimera/protocol/operation';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addAccount } from '../../test/accounts.ts';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { scriptedProvider } from '../../test/scripted-provider.ts';
import { createAuditStore } from '../accounts/audit-store.ts';
import { createInstanceSettings } from '../accounts/instance-settings.ts';
import { createInstanceSettingsStore } from '../accounts/instance-settings-store.ts';
import { createUserStore, requireOtherAdmin } from '../accounts/user-store.ts';
import { readConfig } from '../config.ts';
import { effectiveScopes, type Identity } from '../identity.ts';
import { silentLogger } from '../logger.ts';
import { createMetrics } from '../metrics.ts';
import { type OpenBrains, openBrains } from '../open-brains.ts';
import {
  answer,
  doneEvent,
  rawServer,
  type RawServer,
  stopEvent,
  streamHead,
  word,
} from '../providers/__fixtures__/raw-server.ts';
import { createPrices } from '../providers/prices.ts';
import { adminHandlers } from './admin-handlers.ts';
import { clientAddress } from './client-address.ts';
import { connectionHandlers } from './connection-handlers.ts';
import { registerMetrics } from './metrics-route.ts';
import { registerProblems } from './problems.ts';
import { admission } from './routes.ts';

const KEY = 'sk-canary-4f9a7c21e0b85d36wxyz';
const now = () => new Date('2026-03-15T12:00:00Z');

/** Whoever shows a name as their token. */
function identityOf(name: string): Identity {
  const role = name === 'root' ? 'admin' : 'member';
  const scopes = effectiveScopes(role, ['read', 'converse', 'manage', 'admin']);
  return {
    person: { userId: name, name: `${name} as shown` },
    username: name,
    role,
    scopes,
    grant: { kind: 'session', id: name },
    rights: 1,
  };
}

describe.each(testDatabases)('what admins do on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let opening: OpenBrains;
  let vendor: RawServer;
  let app: FastifyInstance;
  const charged: string[] = [];

  beforeEach(async () => {
    opened = await open();
    charged.splice(0);
    vendor = await rawServer((socket, { head }) => {
      if (head.startsWith('GET')) socket.end(answer(200, '{"data": [{"id": "talker"}]}'));
      else socket.end(streamHead + word('Hello.') + stopEvent + doneEvent);
    });
    const { database, dataDir } = opened;
    const prices = createPrices(now);
    opening = await openBrains({
      config: readConfig({
        CHIMERA_AUTH: 'accounts',
        CHIMERA_DATA_DIR: dataDir,
        CHIMERA_ALLOWED_HOSTS: new URL(vendor.url).host,
      }),
      database,
      masterKeys: readMasterKeys(`k1:${randomBytes(32).toString('base64')}`, 'the test'),
      demo: scriptedProvider(() => []),
      logger: silentLogger,
      metrics: createMetrics(),
      prices,
      now,
    });
    await sharedSecret(database, SETUP_SECRET);
    const audit = createAuditStore(database, () => new Date());
    const settings = createInstanceSettings({
      store: createInstanceSettingsStore(database),
      audit,
      registration: null,
      usualRegistration: 'open',
      operatorCostPerDay: null,
      clock: Date.now,
    });
    const parts = {
      ...opening,
      users: createUserStore(database, audit),
      settings,
      audit,
      prices,
      farewell: createFarewell({
        admission: createAdmissionStore(database, SETUP_SECRET),
        requireOtherAdmin: (transaction, id) => requireOtherAdmin({ transaction, kind: database.kind }, id),
        store: createFarewellStore(database),
        jobs: createJobStore(database),
        audit,
        poke: () => undefined,
      }),
      overLimit: async () => null,
      charge: async (ownerId: string) => void charged.push(ownerId),
      now,
    };
    app = serve({ ...connectionHandlers(parts), ...adminHandlers(parts) });
    await addAccount(database, { id: 'root', role: 'admin' });
    await addAccount(database, { id: 'ada' });
  });
  afterEach(async () => {
    await app.close();
    await opening.close();
    await vendor.close();
    await opened.close();
  });

  /** These operations as routes, with the checks of all routes. */
  function serve(handlers: Partial<Record<OperationName, unknown>>): FastifyInstance {
    const made = fastify();
    made.setValidatorCompiler(validatorCompiler);
    made.setSerializerCompiler(serializerCompiler);
    registerProblems(made);
    made.decorateRequest('asking', null);
    const authoriser = {
      identify: async (shown: { kind: string; token?: string }) =>
        shown.kind === 'token' && shown.token ? identityOf(shown.token) : null,
      lapsed: async () => [],
    };
    registerMetrics(made, createMetrics(), authoriser);
    for (const [name, handler] of Object.entries(handlers)) {
      const operation: Operation | undefined = Object.entries(api).find(([known]) => known === name)?.[1];
      if (!operation || typeof handler !== 'function') throw new Error(`${name} is no operation.`);
      made.route({
        method: operation.method,
        url: operation.path,
        schema: {
          ...('params' in operation && { params: operation.params }),
          ...('query' in operation && { querystring: operation.query }),
          ...('body' in operation && { body: operation.body }),
          ...(operation.response && { response: { [operation.status]: operation.response } }),
        },
        onRequest: admission(
          { authoriser, addressOf: clientAddress([]), limits: null },
          'listUsers',
          operation,
        ),
        handler: ({ params, query, body, asking }, reply) => {
          void reply.code(operation.status);
          const answered: unknown = handler({
            params,
            query,
            body,
            asking,
            person: asking?.identity?.person,
          });
          return answered;
        },
      });
    }
    return made;
  }

  async function call(
    as: string,
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    payload?: object,
  ) {
    const answered = await app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${as}` },
      ...(payload && { payload }),
    });
    return {
      status: answered.statusCode,
      text: answered.body,
      body: answered.body === '' ? null : answered.json(),
    };
  }
  const audited = async () => (await call('root', 'GET', '/api/admin/audit')).body.items;

  test('is closed to members', async () => {
    for (const path of ['users', 'settings', 'audit', 'connections']) {
      expect((await call('ada', 'GET', `/api/admin/${path}`)).status).toBe(403);
      expect((await call('root', 'GET', `/api/admin/${path}`)).status).toBe(200);
    }
    expect((await call('ada', 'PATCH', '/api/admin/users/ada', { role: 'admin' })).status).toBe(403);
  });

  test('people are changed and deleted, and it is written down in words', async () => {
    expect((await call('root', 'GET', '/api/admin/users?q=ad')).body.items).toMatchObject([
      { id: 'ada', role: 'member' },
    ]);
    const changed = await call('root', 'PATCH', '/api/admin/users/ada', { role: 'admin', costPerDay: 2 });
    expect(changed).toMatchObject({ status: 200, body: { role: 'admin', costPerDay: 2 } });
    await call('root', 'PATCH', '/api/admin/users/ada', { role: 'admin' });
    expect((await call('root', 'DELETE', '/api/admin/users/ada')).status).toBe(204);
    const { db } = opened.database;
    const left = await db.selectFrom('account').select('id').execute();
    expect(left).toEqual([{ id: 'root' }]);
    const jobs = await db.selectFrom('job').select(['kind', 'subject']).execute();
    expect(jobs).toEqual([{ kind: FAREWELL, subject: 'ada' }]);
    expect((await call('root', 'PATCH', '/api/admin/users/ada', { role: 'member' })).status).toBe(404);
    expect((await call('root', 'DELETE', '/api/admin/users/ada')).status).toBe(404);
    expect(await audited()).toMatchObject([
      {
        action: 'user-deleted',
        actor: { id: 'root', name: 'root' },
        subject: { kind: 'account', id: 'ada', name: 'ada' },
        address: '127.0.0.1',
      },
      { action: 'user-changed', detail: 'disabled, to be deleted', subject: { id: 'ada' } },
      { action: 'user-changed', detail: 'role: member → admin; a day: no limit of its own → $2.00' },
    ]);
  });

  test('the last admin can neither step down, nor be disabled, nor be deleted', async () => {
    const own = '/api/admin/users/root';
    expect((await call('root', 'PATCH', own, { role: 'member' })).body).toMatchObject({
      status: 409,
      code: 'conflict',
    });
    expect((await call('root', 'PATCH', own, { state: 'disabled' })).status).toBe(409);
    expect((await call('root', 'DELETE', own)).status).toBe(409);
    expect(await opened.database.db.selectFrom('job').selectAll().execute()).toEqual([]);
    expect(await audited()).toEqual([]);
  });

  test('settings are changed, and the audit log is read page by page and by what was done', async () => {
    expect((await call('root', 'GET', '/api/admin/settings')).body).toMatchObject({
      registration: 'open',
      playingPerUser: 10,
    });
    for (const playingPerUser of [1, 2, 3])
      await call('root', 'PATCH', '/api/admin/settings', { playingPerUser });
    await call('root', 'PATCH', '/api/admin/settings', {});
    expect((await call('root', 'PATCH', '/api/admin/settings', { costPerDay: 0.5 })).body.costPerDay).toBe(
      0.5,
    );
    const first = (await call('root', 'GET', '/api/admin/audit?limit=3&action=settings-changed')).body;
    const rest = (await call('root', 'GET', `/api/admin/audit?limit=3&cursor=${first.nextCursor}`)).body;
    expect(first.items).toHaveLength(3);
    expect(rest.items).toHaveLength(1);
    expect(rest.nextCursor).toBeUndefined();
    expect(first.items.map(({ detail }: { detail: string }) => detail)).toContain(
      'a day for everybody: $0.50',
    );
    expect((await call('root', 'GET', '/api/admin/audit?userId=nobody')).body.items).toEqual([]);
  });

  test('connections for everybody are made, tried at one’s own cost, and changed by admins alone; no key is told', async () => {
    const wanted = { kind: 'openai-compatible', label: 'House', baseUrl: `${vendor.url}/v1`, apiKey: KEY };
    const made = await call('root', 'POST', '/api/admin/connections', wanted);
    expect(made).toMatchObject({ status: 201, body: { label: 'House', keyLast4: 'wxyz', builtIn: false } });
    const { id } = made.body;
    const listed = await call('ada', 'GET', '/api/connections');
    expect(listed.body.items).toContainEqual(expect.objectContaining({ id, builtIn: true }));
    expect(listed.text + (await call('ada', 'GET', '/api/providers')).text).not.toMatch(/wxyz|127\.0\.0\.1/);
    expect((await call('ada', 'POST', `/api/connections/${id}/test`, {})).body).toMatchObject({ ok: true });
    expect((await call('root', 'POST', `/api/admin/connections/${id}/test`, {})).body).toMatchObject({
      ok: true,
    });
    expect(charged).toEqual(['ada', 'root']);
    for (const as of ['ada', 'root']) {
      expect((await call(as, 'PATCH', `/api/connections/${id}`, { label: 'Mine' })).status).toBe(403);
      expect((await call(as, 'DELETE', `/api/connections/${id}`)).status).toBe(403);
    }
    const mine = (await call('ada', 'POST', '/api/connections', { ...wanted, label: 'Own' })).body;
    for (const [method, path] of [
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/test'],
    ] as const) {
      const body = method === 'DELETE' ? undefined : {};
      expect((await call('root', method, `/api/admin/connections/${mine.id}${path}`, body)).status).toBe(404);
    }
    expect(
      (await call('root', 'PATCH', `/api/admin/connections/${id}`, { label: 'New', apiKey: `${KEY}2` })).body
        .label,
    ).toBe('New');
    expect((await call('root', 'GET', '/api/admin/connections')).body.items).toMatchObject([
      { id, label: 'New' },
    ]);
    expect((await call('root', 'DELETE', `/api/admin/connections/${id}`)).status).toBe(204);
    await call('ada', 'PATCH', `/api/connections/${mine.id}`, { label: 'Other' });
    await call('ada', 'DELETE', `/api/connections/${mine.id}`);
    expect(
      (await audited()).map(({ action, detail }: { action: string; detail?: string }) => [action, detail]),
    ).toEqual([
      ['connection-removed', undefined],
      ['connection-changed', 'name'],
      ['connection-removed', 'for everybody'],
      ['connection-changed', 'for everybody: name, key'],
      ['connection-made', 'openai-compatible'],
      ['connection-made', 'openai-compatible, for everybody'],
    ]);
    expect(JSON.stringify(await audited())).not.toContain('canary');
  });

  test('metrics are there for an admin’s token through a proxy, and for nobody else', async () => {
    const ask = async (headers: Record<string, string>) =>
      (await app.inject({ url: '/metrics', headers: { 'x-forwarded-for': '203.0.113.9', ...headers } }))
        .statusCode;
    expect(await ask({ authorization: 'Bearer root' })).toBe(200);
    expect(await ask({ authorization: 'Bearer ada' })).toBe(404);
    expect(await ask({ authorization: 'Basic root' })).toBe(404);
    expect(await ask({ cookie: '__Host-chimera=root' })).toBe(404);
    expect(await ask({})).toBe(404);
  });
});
