import { createServer, type Server } from 'node:http';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import type { Rest } from '@chimera/client/rest';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { cookieOf, fieldOf, post, restWith, TEST_PASSWORD } from '../test/accounts.ts';
import { type OpenTestDatabase, testDatabases } from '../test/databases.ts';
import { ask } from '../test/http-answer.ts';
import { type ServerProcess, startServerProcess } from '../test/server-process.ts';

/** As many characters of a secret as must stand nowhere. The last four of a key may be shown. */
const PIECE = 8;
const PROVIDER_KEY = 'sk-canary-Qx7vRt2LmZp9WkYh4Bn';
const NEW_PASSWORD = 'Vy8 canary hedgehog umbrella';
const WRONG_PASSWORD = 'Jr5 canary typed by mistake';
/** What a proxy in front of Redis would see of one server is under names of its own. */
const redisUrl = process.env['TEST_REDIS_URL'];

describe.each(testDatabases)('secrets on $name', ({ name, open }) => {
  let database: OpenTestDatabase;
  let vendor: Server;
  let server: ServerProcess;
  const secrets = new Map<string, string>();
  /** Every answer but those that show a secret once, by design. */
  const answers: string[] = [];
  const masterKey = randomBytes(32).toString('base64');

  beforeAll(async () => {
    database = await open();
    vendor = await echoingVendor();
    server = await startServerProcess({
      CHIMERA_AUTH: 'accounts',
      CHIMERA_REGISTRATION: 'open',
      CHIMERA_DATA_DIR: database.dataDir,
      CHIMERA_LOG_LEVEL: 'trace',
      CHIMERA_RATE_LIMIT: '100000',
      CHIMERA_MASTER_KEYS: `k1:${masterKey}`,
      CHIMERA_ALLOWED_HOSTS: new URL(urlOf(vendor)).host,
      ...(database.url !== null && { DATABASE_URL: database.url }),
      ...(redisUrl !== undefined && { REDIS_URL: redisUrl }),
    });
    await use(server, { secrets, answers, vendorUrl: urlOf(vendor) });
  }, 60_000);
  afterAll(async () => {
    await server.end('SIGTERM');
    vendor.close();
    await database.close();
  });

  test('are there to be found: the tour made all of them', () => {
    expect([...secrets.keys()].toSorted()).toEqual([
      'API key',
      'access token',
      'invite',
      'new password',
      'password',
      'provider key',
      'refresh token',
      'reset link',
      'session cookie',
      'ticket',
      'wrong password',
    ]);
    for (const secret of secrets.values()) expect(secret.length).toBeGreaterThan(PIECE + 4);
  });

  test('stand in no answer but the one that shows them', () => {
    expect(answers.length).toBeGreaterThan(20);
    expect(found(answers.join('\n'))).toEqual([]);
  });

  test('stand in no line of the log, at its most talkative', () => {
    expect(server.errors()).toContain('setup');
    expect(found(server.errors())).toEqual([]);
    expect(server.errors()).not.toContain(masterKey.slice(0, PIECE));
  });

  test('stand in no row of the database', async () => {
    const rows = name === 'sqlite' ? await bytesIn(database.dataDir) : await rowsIn(database.url ?? '');
    expect(rows).toContain('canary-of-the-tour');
    expect(found(rows)).toEqual([]);
    expect(rows).not.toContain(masterKey);
  });

  test('stand in no file', async () => {
    expect(found(await bytesIn(database.dataDir))).toEqual([]);
  });

  test.skipIf(redisUrl === undefined)('stand nowhere in Redis', async () => {
    expect(found(await dumpOf(redisUrl ?? ''))).toEqual([]);
  });

  /** Secrets of which a piece stands in the text. */
  function found(text: string): string[] {
    return [...secrets].flatMap(([kind, secret]) => {
      const whole = secret.slice(0, -4);
      for (let at = 0; at + PIECE <= whole.length; at += 1) {
        const piece = whole.slice(at, at + PIECE);
        if (text.includes(piece)) return [`${kind}: ${piece}`];
      }
      return [];
    });
  }
});

interface Tour {
  readonly secrets: Map<string, string>;
  readonly answers: string[];
  readonly vendorUrl: string;
}

/** Makes every kind of secret, uses it well and wrongly, and writes down what comes back. */
async function use(server: ServerProcess, { secrets, answers, vendorUrl }: Tour): Promise<void> {
  const keep = async <T>(work: Promise<T>): Promise<T> => {
    const answer = await work;
    answers.push(JSON.stringify(answer));
    return answer;
  };
  const person = { username: 'canary-of-the-tour', email: 'tour@example.org' };
  secrets.set('password', TEST_PASSWORD);
  await keep(post(server, '/api/auth/register', { ...person, password: TEST_PASSWORD }));
  secrets.set('wrong password', WRONG_PASSWORD);
  await keep(post(server, '/api/auth/sign-in', { username: person.username, password: WRONG_PASSWORD }));
  // A password typed where the name belongs is written down nowhere.
  await keep(post(server, '/api/auth/sign-in', { username: WRONG_PASSWORD, password: WRONG_PASSWORD }));
  const known = { username: person.username, password: TEST_PASSWORD };
  secrets.set('session cookie', secretIn(cookieOf(await post(server, '/api/auth/sign-in', known))));
  const issued = await post(server, '/api/auth/token', known);
  // The front of every token is the same and says nothing; its claims and its signature are the secret.
  secrets.set('access token', fieldOf(issued, 'access_token').split('.').slice(1).join('.'));
  secrets.set('refresh token', secretIn(cookieOf(issued)));
  await keep(
    ask(`${server.url}/api/auth/me`, {
      headers: { cookie: `__Host-chimera=${secrets.get('session cookie')}` },
    }),
  );
  const rest = restWith(server, fieldOf(issued, 'access_token'));

  const { key } = await rest.call('createApiKey', { body: { name: 'Canary', scopes: ['read', 'manage'] } });
  // After `chm_` and the id of its row, which is none.
  secrets.set('API key', key.replace(/^chm_[^_]+_/, ''));
  const invite = await rest.call('createInvite', { body: { note: 'Canary' } });
  secrets.set('invite', invite.token);
  const me = await keep(rest.call('getProfile', {}));
  const link = await rest.call('createResetLink', { params: { id: me.id } });
  secrets.set('reset link', link.token);
  const { ticket } = await rest.call('createTicket', {});
  secrets.set('ticket', ticket);

  secrets.set('provider key', PROVIDER_KEY);
  const connection = await keep(
    rest.call('createConnection', {
      body: {
        kind: 'openai-compatible',
        baseUrl: vendorUrl,
        apiKey: PROVIDER_KEY,
        label: 'canary-of-the-tour',
      },
    }),
  );
  await keep(rest.call('testConnection', { params: connection, body: { model: 'm' } }));
  await keep(ask(`${server.url}/api/connections/${connection.id}/models`, { headers: { 'x-api-key': key } }));
  await talk(server, rest, { keep, connectionId: connection.id, ticket });
  await keep(rest.call('listSessions', {}));
  await keep(rest.call('listApiKeys', {}));
  await keep(rest.call('listInvites', {}));
  await keep(rest.call('listUsers', { query: {} }));
  await keep(rest.call('listConnections', {}));
  await keep(rest.call('listProviders', {}));
  await keep(rest.call('listAudit', { query: { limit: 100 } }));
  await keep(ask(`${server.url}/metrics`));
  // Shown wrongly: what comes back and what is logged does not repeat them.
  await keep(ask(`${server.url}/api/personas`, { headers: { authorization: `Bearer ${key}x` } }));
  await keep(ask(`${server.url}/api/personas?key=${key}`));
  await keep(post(server, '/api/auth/reset', { token: `${link.token}x`, password: NEW_PASSWORD }));
  await keep(post(server, '/api/auth/register', { ...person, password: NEW_PASSWORD, invite: invite.token }));

  secrets.set('new password', NEW_PASSWORD);
  await keep(
    rest.call('changePassword', { body: { currentPassword: TEST_PASSWORD, newPassword: NEW_PASSWORD } }),
  );
}

/** A talk whose vendor repeats the key in its refusal; watched, and exported in every way. */
async function talk(
  server: ServerProcess,
  rest: Rest,
  parts: { keep: <T>(work: Promise<T>) => Promise<T>; connectionId: string; ticket: string },
): Promise<void> {
  const { keep, connectionId, ticket } = parts;
  const { items } = await rest.call('listPersonas', {});
  const brain = { connectionId, model: 'm' };
  const conversation = await keep(
    rest.call('createConversation', {
      body: { topic: 'Canaries', seats: items.slice(0, 2).map(({ id }) => ({ personaId: id, brain })) },
    }),
  );
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws?ticket=${ticket}`);
  const frames: string[] = [];
  const ended = new Promise<void>((resolve) => {
    socket.on('open', () =>
      socket.send(JSON.stringify({ type: 'subscribe', conversationId: conversation.id })),
    );
    socket.on('message', (data) => {
      const frame = Buffer.isBuffer(data) ? data.toString() : '';
      frames.push(frame);
      if (frame.includes('turn-failed')) resolve();
    });
  });
  await rest.call('step', { params: conversation });
  await ended;
  socket.close();
  await keep(Promise.resolve(frames));
  for (const format of ['markdown', 'html', 'json', 'jsonl', 'text'] as const) {
    await keep(rest.call('exportConversation', { params: conversation, query: { format } }));
  }
}

/** Says no, and repeats the key that it was shown, as some do. */
async function echoingVendor(): Promise<Server> {
  const server = createServer((request, response) => {
    response.writeHead(401, { 'content-type': 'application/json' });
    const message = `Incorrect API key provided: ${request.headers.authorization}.`;
    response.end(JSON.stringify({ error: { message, code: 'invalid_api_key' } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The vendor has no port.');
  return `http://127.0.0.1:${address.port}/v1`;
}

function secretIn(cookie: string): string {
  return decodeURIComponent(cookie.slice(cookie.indexOf('=') + 1));
}

/** Everything in a folder, byte for byte. */
async function bytesIn(folder: string): Promise<string> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const contents = files
    .filter((file) => file.isFile())
    .map((file) => readFile(join(file.parentPath, file.name), 'latin1'));
  return (await Promise.all(contents)).join('\n');
}

async function rowsIn(url: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows: tables } = await client.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public'",
  );
  const contents: string[] = [];
  for (const { name } of tables) {
    const { rows } = await client.query<{ row: unknown }>(`select to_jsonb(t) as row from "${name}" t`);
    contents.push(JSON.stringify(rows));
  }
  await client.end();
  return contents.join('\n');
}

async function dumpOf(url: string): Promise<string> {
  const redis = new Redis(url);
  const keys = await redis.keys('*');
  const values = await Promise.all(keys.map((key) => redis.dumpBuffer(key)));
  redis.disconnect();
  return [...keys, ...values.map((value) => value?.toString('latin1') ?? '')].join('\n');
}
