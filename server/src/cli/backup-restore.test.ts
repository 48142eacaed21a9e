import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { signIn, signUp, type TestPerson } from '../../test/accounts.ts';
import { chimera } from '../../test/chimera-command.ts';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { type DrippingModel, drippingModel } from '../../test/dripping-model.ts';
import { type ServerProcess, startServerProcess } from '../../test/server-process.ts';

const KEY = 'sk-a-key-that-nobody-else-has-0123456789';
const MASTER = `k1:${randomBytes(32).toString('base64')}`;
const OTHER = `k1:${randomBytes(32).toString('base64')}`;

let model: DrippingModel;
let folder: string;
let opened: OpenTestDatabase[];
let servers: ServerProcess[];
beforeAll(async () => {
  model = await drippingModel({ words: 40, everyMs: 15 });
});
afterAll(() => model.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chimera-command-'));
  opened = [];
  servers = [];
});
afterEach(async () => {
  for (const server of servers) await server.end('SIGKILL');
  for (const each of opened) await each.close();
  await rm(folder, { recursive: true, force: true });
});

/** What a server and the commands beside it are told. */
async function instance({ open }: (typeof testDatabases)[number]): Promise<Record<string, string>> {
  const database = await open();
  opened.push(database);
  // PostgreSQL would count it as a server.
  await database.database.close();
  return {
    CHIMERA_DATA_DIR: database.dataDir,
    ...(database.url !== null && { DATABASE_URL: database.url }),
    CHIMERA_AUTH: 'accounts',
    CHIMERA_MASTER_KEYS: MASTER,
    CHIMERA_ALLOWED_HOSTS: new URL(model.baseUrl).host,
  };
}

async function start(environment: Record<string, string>): Promise<ServerProcess> {
  const server = await startServerProcess(environment);
  servers.push(server);
  return server;
}

/** A conversation that plays, on a connection of its owner's. */
async function play({ rest }: TestPerson): Promise<string> {
  const { id: connectionId } = await rest.call('createConnection', {
    body: { kind: 'openai-compatible', label: 'Mine', baseUrl: model.baseUrl, apiKey: KEY },
  });
  const { items } = await rest.call('listPersonas', {});
  const { id } = await rest.call('createConversation', {
    body: {
      topic: 'what stays',
      seats: items
        .slice(0, 3)
        .map((persona) => ({ personaId: persona.id, brain: { connectionId, model: 'drip' } })),
      settings: { pace: 'instant', maxTurns: 1000 },
    },
  });
  await rest.call('play', { params: { id } });
  return id;
}

async function messagesOf({ rest }: TestPerson, id: string) {
  const { items } = await rest.call('listMessages', { params: { id }, query: { limit: 100 } });
  return items;
}

/** The first thing that an event stream says to somebody with this cursor. */
async function firstFrame({ url }: ServerProcess, { token }: TestPerson, id: string, cursor: string) {
  const leaving = new AbortController();
  const answer = await fetch(`${url}/api/conversations/${id}/events?${cursor}`, {
    headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' },
    signal: leaving.signal,
  });
  let text = '';
  for await (const chunk of answer.body ?? []) {
    text += Buffer.from(chunk).toString('utf8');
    if (text.includes('\n\n')) break;
  }
  leaving.abort();
  return /^data: \{"type":"(\w+)"/m.exec(text)?.[1];
}

const pairs = testDatabases.flatMap((from) => testDatabases.map((to) => ({ from, to })));

describe.each(pairs)('from $from.name to $to.name', ({ from, to }) => {
  test('a talk that is backed up while it is written goes on in another instance', {
    timeout: 180_000,
  }, async () => {
    const here = await instance(from);
    const first = await start(here);
    const ada = await signUp(first, 'ada');
    const id = await play(ada);
    await vi.waitFor(async () => expect((await messagesOf(ada, id)).length).toBeGreaterThan(2), 20_000);
    await sleep(100);

    const file = join(folder, 'chimera.backup');
    const written = await chimera(['backup', file], here);
    expect(written, written.err).toMatchObject({ code: 0, out: `${file}\n` });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const { gen, head } = await ada.rest.call('getConversation', { params: { id } });
    const before = await messagesOf(ada, id);
    await first.end('SIGTERM');
    const text = gunzipSync(await readFile(file)).toString('latin1');
    for (let at = 0; at + 8 <= KEY.length - 4; at += 1) expect(text).not.toContain(KEY.slice(at, at + 8));
    expect(text).not.toContain(MASTER.slice(3));

    const there = await instance(to);
    const restored = await chimera(['restore', file], there);
    expect(restored, restored.err).toMatchObject({ code: 0 });
    expect(restored.out).toMatch(/^1 conversations, \d+ events, 0 problems\n$/);

    const second = await start(there);
    const back = await signIn(second, 'ada');
    // Those of sessions that were open then do not hold.
    await expect(ada.rest.call('getConversation', { params: { id } })).rejects.toThrow();
    const said = await messagesOf(back, id);
    const kept = said.filter((message) => before.some((other) => other.id === message.id));
    expect(kept.length).toBeGreaterThan(2);
    const textThen = (id: string) => before.find((message) => message.id === id)?.text ?? '';
    const whole = kept.filter(({ status }) => status === 'complete');
    expect(whole).toEqual(before.filter(({ id }) => whole.some((message) => message.id === id)));
    // What was in flight at the moment of the backup came along, as far as it was said.
    expect(kept.filter(({ id, text }) => !textThen(id).startsWith(text))).toEqual([]);
    expect(whole.length).toBeGreaterThan(1);
    expect(await firstFrame(second, back, id, `after=${head}&gen=${gen}`)).toBe('snapshot');
    const now = await back.rest.call('getConversation', { params: { id } });
    const cursor = `after=${now.head - 1}&gen=${now.gen}`;
    expect(await firstFrame(second, back, id, cursor)).not.toBe('snapshot');

    // It plays on with the key that was sealed: new lines come, said by the same model.
    const asked = model.requests;
    await vi.waitFor(() => expect(model.requests).toBeGreaterThan(asked + 1), 20_000);
    expect(model.lastKey).toBe(KEY);
    await back.rest.call('stop', { params: { id } });
    const records = join(there['CHIMERA_DATA_DIR'] ?? '', 'records');
    await vi.waitFor(async () => {
      const names = await readdir(records, { recursive: true });
      expect(names.filter((name) => name.endsWith('.md'))).toHaveLength(1);
    }, 10_000);
    const sound = await chimera(['verify-log'], there);
    expect(sound, sound.out).toMatchObject({ code: 0 });
    expect(sound.out).toMatch(/^1 conversations, \d+ events, 0 problems\n$/);
  });
});

describe.each(testDatabases)('on $name', (kind) => {
  test('keys that do not fit are told before anything is written, and can be given up', {
    timeout: 180_000,
  }, async () => {
    const here = await instance(kind);
    const first = await start(here);
    const ada = await signUp(first, 'ada');
    const id = await play(ada);
    await ada.rest.call('stop', { params: { id } });
    const file = join(folder, 'chimera.backup');
    expect(await chimera(['backup', file], here)).toMatchObject({ code: 0 });
    await first.end('SIGTERM');

    const there: Record<string, string> = { ...(await instance(kind)), CHIMERA_MASTER_KEYS: OTHER };
    const refused = await chimera(['restore', file], there);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toMatch(/1 sealed provider keys, and the master keys here do not open them/);
    // Nothing is in it: the next try finds it empty.
    const given = await chimera(['restore', '--forget-keys', file], there);
    expect(given, given.err).toMatchObject({ code: 0 });
    const second = await start(there);
    const back = await signIn(second, 'ada');
    const { items } = await back.rest.call('listConnections', {});
    const mine = items.find(({ label }) => label === 'Mine');
    expect(mine).toBeDefined();
    expect(mine?.keyLast4).toBeUndefined();

    // While a server runs here nothing is restored, and it says who is in the way.
    const held = await chimera(['restore', file], { ...there, CHIMERA_MASTER_KEYS: MASTER });
    expect(held).toMatchObject({ code: 1 });
    expect(held.err).toMatch(/Another Chimera is running on the data directory/);
    if (there['DATABASE_URL'] === undefined) return;
    const elsewhere = { ...there, CHIMERA_MASTER_KEYS: MASTER, CHIMERA_DATA_DIR: join(folder, 'other') };
    const connected = await chimera(['restore', file], elsewhere);
    expect(connected).toMatchObject({ code: 1 });
    expect(connected.err).toMatch(/Servers are connected to this database, from/);
  });
});

test('a file that was cut off leaves no database behind', { timeout: 30_000 }, async () => {
  const [sqlite] = testDatabases;
  if (!sqlite) throw new Error('There is no database.');
  const here = await instance(sqlite);
  const file = join(folder, 'chimera.backup');
  expect(await chimera(['backup', file], here)).toMatchObject({ code: 0 });
  const again = await chimera(['backup', file], here);
  expect(again).toMatchObject({ code: 1 });
  expect(again.err).toMatch(/is there already/);
  const whole = await readFile(file);
  const cut = join(folder, 'cut');
  await writeFile(cut, whole.subarray(0, -40));
  const dataDir = join(folder, 'empty');
  const refused = await chimera(['restore', cut], { ...here, CHIMERA_DATA_DIR: dataDir });
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.err).toMatch(/This backup cannot be used/);
  expect(existsSync(join(dataDir, 'chimera.sqlite'))).toBe(false);
});
