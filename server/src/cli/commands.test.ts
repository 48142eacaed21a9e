import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRest } from '@chimera/client/rest';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { post, signIn, signUp } from '../../test/accounts.ts';
import { chimera } from '../../test/chimera-command.ts';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { type ServerProcess, startServerProcess } from '../../test/server-process.ts';

// Each command is a process of its own, on a machine that tests share.
vi.setConfig({ testTimeout: 90_000 });

let dataDir: string;
let servers: ServerProcess[];
let opened: OpenTestDatabase[];
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'chimera-command-'));
  servers = [];
  opened = [];
});
afterEach(async () => {
  for (const server of servers) await server.end('SIGKILL');
  for (const each of opened) await each.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** Nobody answers where a local model would be. */
const quiet = { OLLAMA_BASE_URL: 'http://127.0.0.1:9', LMSTUDIO_BASE_URL: 'http://127.0.0.1:9' };

async function start(environment: Record<string, string>): Promise<ServerProcess> {
  const server = await startServerProcess({ CHIMERA_DATA_DIR: dataDir, ...environment });
  servers.push(server);
  return server;
}

const run = (args: string, environment: Record<string, string> = {}) =>
  chimera(args.split(' '), { CHIMERA_DATA_DIR: dataDir, ...environment });

describe('what was typed wrong is told with exit code 64', () => {
  test.each([
    ['bakup', /There is no command “bakup”[\s\S]*restore/],
    ['backup', /Something is missing.\nSee chimera backup --help/],
    ['backup a b', /“b” is too much/],
    ['backup --fast a', /Unknown option '--fast'/],
    ['export --format pdf x', /There is no format “pdf”/],
    ['user add --email no-address ada', /This is no e-mail address/],
  ])('%s', async (args, words) => {
    const { code, out, err } = await run(args);
    expect({ code, out }).toEqual({ code: 64, out: '' });
    expect(err).toMatch(words);
    expect(err).not.toMatch(/ at .*\.ts:/);
  });
});

test('help says what there is, and does nothing', async () => {
  expect((await run('--help')).out).toMatch(/backup[\s\S]*keys rotate/);
  const { code, out } = await run('restore --help');
  expect(code).toBe(0);
  expect(out).toMatch(/--forget-keys/);
  expect(await readdir(dataDir)).toEqual([]);
});

test('a wrong setting ends a command with exit code 78, and where nothing is nothing is made', async () => {
  const wrong = await run('verify-log', { DATABASE_URL: 'mysql://x' });
  expect(wrong).toMatchObject({ code: 78 });
  expect(wrong.err).toMatch(/DATABASE_URL: Give a URL/);
  const nothing = await run('verify-log');
  expect(nothing).toMatchObject({ code: 1 });
  expect(nothing.err).toMatch(/There is no database in/);
  expect(await readdir(dataDir)).toEqual([]);
});

test('migrate makes the tables; not while a server has them', async () => {
  const first = await run('migrate');
  expect(first.out).toMatch(/^0001-first\n[\s\S]*\d+ migrations were run\.\n$/);
  expect((await run('migrate')).out).toBe('The tables are up to date.\n');
  await start(quiet);
  expect(await run('migrate')).toMatchObject({
    code: 1,
    err: expect.stringMatching(/Another Chimera is running/),
  });
});

describe('conversations as files', () => {
  test('go out while the server runs, and come in again', async () => {
    const server = await start(quiet);
    const rest = createRest({ baseUrl: server.url });
    const { items } = await rest.call('listPersonas', {});
    const seats = items.slice(0, 2).map(({ id }) => ({ personaId: id }));
    const { id } = await rest.call('createConversation', { body: { topic: 'Out and in', seats } });
    await rest.call('say', { params: { id }, body: { text: 'Listen.' } });

    const one = await run(`export ${id}`);
    expect(one, one.err).toMatchObject({ code: 0 });
    const file = join(dataDir, 'one.json');
    await writeFile(file, one.out);
    const all = await run(`export --format markdown --all ${join(dataDir, 'out')}`);
    expect(all.err).toMatch(/^1 conversations/);
    const [name = ''] = await readdir(join(dataDir, 'out'));
    expect(name).toMatch(new RegExp(`^Out-and-in-${id}\\.md$`));
    expect(await readFile(join(dataDir, 'out', name), 'utf8')).toContain('Listen.');

    const back = await run(`import ${file}`);
    expect(back, back.err).toMatchObject({ code: 0 });
    const { items: said } = await rest.call('listMessages', { params: { id: back.out.trim() }, query: {} });
    expect(said.map(({ text }) => text)).toEqual(['Listen.']);
    expect((await run('verify-log')).out).toMatch(/^2 conversations, \d+ events, 0 problems\n$/);

    await writeFile(file, one.out.replace('"seq":2', '"seq":3'));
    const refused = await run(`import ${file}`);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toMatch(/one\.json: Event 2 of the file is wrong/);
    expect(await run('export nobody')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/There is no conversation with the id/),
    });
  });
});

describe.each(testDatabases)('accounts on $name', ({ open }) => {
  test('one is made with a link that sets its password, and so is a new link', async () => {
    const database = await open();
    opened.push(database);
    const environment = {
      ...quiet,
      CHIMERA_AUTH: 'accounts',
      CHIMERA_DATA_DIR: database.dataDir,
      ...(database.url !== null && { DATABASE_URL: database.url }),
    };
    const server = await start(environment);
    const made = await run('user add --admin --email ada@example.org ada', environment);
    expect(made, made.err).toMatchObject({ code: 0 });
    const tokenIn = (text: string) => /^http:\/\/.*\/reset#([\w-]+)\n$/.exec(text)?.[1];
    const first = tokenIn(made.out);
    expect(first).toBeDefined();
    const again = await run('user add --email other@example.org Ada', environment);
    expect(again).toMatchObject({ code: 1, err: expect.stringMatching(/This username is taken/) });

    const reset = await run('user reset ada@example.org', environment);
    const password = 'chosen by who it belongs to';
    const setBy = (token: string | undefined) => post(server, '/api/auth/reset', { token, password });
    expect((await setBy(first)).status).toBe(401);
    expect((await setBy(tokenIn(reset.out))).status).toBeLessThan(300);
    const ada = await signIn(server, 'ada', password);
    const { items } = await ada.rest.call('listAudit', { query: {} });
    expect(items.map(({ action, actor }) => `${action} by ${actor.name}`)).toEqual(
      expect.arrayContaining(['account-made by the command line', 'reset-link-made by the command line']),
    );
    expect(await run('user reset nobody', environment)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/no account “nobody”/),
    });
  });

  test('where there are none, none is made', async () => {
    const refused = await run('user reset ada');
    expect(refused).toMatchObject({ code: 1, err: expect.stringMatching(/There are no accounts here/) });
  });
});

describe('master keys', () => {
  const fileOf = async () => (await readFile(join(dataDir, 'master.key'), 'utf8')).trim();

  test('the one in the data directory is replaced while nobody runs', async () => {
    const settings = { ...quiet, CHIMERA_ALLOWED_HOSTS: '127.0.0.1:9' };
    const server = await start(settings);
    const rest = createRest({ baseUrl: server.url });
    const { id } = await rest.call('createConnection', {
      body: { kind: 'openai', label: 'Mine', apiKey: 'sk-mine-0123456789abcdef' },
    });
    const before = await fileOf();
    expect(await run('keys rotate')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/Another Chimera is running/),
    });
    expect(await fileOf()).toBe(before);
    await server.end('SIGTERM');

    const rotated = await run('keys rotate');
    expect(rotated, rotated.err).toMatchObject({ code: 0 });
    expect(rotated.out).toMatch(/^1 provider keys, 1 of them sealed anew/);
    const [fresh = '', former] = (await fileOf()).split(',');
    expect(former).toBe(before);
    expect(fresh).not.toBe(before);
    // The new one alone opens everything.
    await writeFile(join(dataDir, 'master.key'), fresh);
    const next = await start(settings);
    const { items } = await createRest({ baseUrl: next.url }).call('listConnections', {});
    expect(items.find((connection) => connection.id === id)).toMatchObject({ keyLast4: 'cdef' });
    expect(await run('doctor', settings)).toMatchObject({
      out: expect.stringMatching(/They open what is sealed \(1 provider keys\)/),
    });
  });

  test('of those that are given the first one seals, once no server runs that does not know it', async () => {
    const [k1, k2] = ['k1', 'k2'].map((name) => `${name}:${randomBytes(32).toString('base64')}`);
    const server = await start({ ...quiet, CHIMERA_MASTER_KEYS: `${k1}` });
    await createRest({ baseUrl: server.url }).call('createConnection', {
      body: { kind: 'openai', label: 'Mine', apiKey: 'sk-mine-0123456789abcdef' },
    });
    const both = { CHIMERA_MASTER_KEYS: `${k2},${k1}` };
    expect(await run('keys rotate', { CHIMERA_MASTER_KEYS: `${k1}` })).toMatchObject({
      code: 1,
      err: expect.stringMatching(/has one key[\s\S]*in this order/),
    });
    expect(await run('keys rotate', both)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/Another Chimera is running/),
    });
    const rotated = await run('keys rotate --while-running', both);
    expect(rotated.out).toMatch(/1 of them sealed anew with “k2”\.\nNothing is sealed with “k1” any more/);
    await server.end('SIGTERM');
    const unfit = start({ ...quiet, CHIMERA_MASTER_KEYS: `${k1}` });
    await expect(unfit).rejects.toThrow(/master keys do not fit/);
    await start({ ...quiet, CHIMERA_MASTER_KEYS: `${k2}` });
  });

  test('a new one is printed and kept nowhere', async () => {
    const { out } = await run('keys new');
    expect(out).toMatch(/^k-[0-9a-f]{8}:[A-Za-z0-9+/]{43}=\n$/);
    expect(await readdir(dataDir)).toEqual([]);
  });
});

describe('doctor', () => {
  let vendor: Server;
  let baseUrl: string;
  beforeEach(async () => {
    vendor = createServer((request, response) => {
      const isMine = request.headers.authorization === 'Bearer right-key-0123456789';
      response.statusCode = isMine ? 200 : 401;
      response.setHeader('content-type', 'application/json').end(isMine ? '{"data":[{"id":"m"}]}' : '{}');
    });
    await new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve));
    const address = vendor.address();
    baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/v1`;
  });
  afterEach(() => {
    vendor.closeAllConnections();
    vendor.close();
  });

  const vendorWith = (key: string) => ({
    OPENAI_COMPATIBLE_BASE_URL: baseUrl,
    OPENAI_COMPATIBLE_API_KEY: key,
  });

  test('finds nothing wrong with what works, also while it runs, and changes nothing', async () => {
    const right = vendorWith('right-key-0123456789');
    const before = await run('doctor', right);
    expect(before.out).toMatch(/^0 problems, 0 warnings$/m);
    expect(before.code).toBe(0);
    expect(await readdir(dataDir)).toEqual([]);
    await start(right);
    const during = await run('doctor', right);
    expect(during.out).toMatch(/A Chimera is running on it/);
    expect(during.out).toMatch(/^ok +providers +.*It answers/m);
    expect(during.out).toMatch(/^0 problems, 0 warnings$/m);
  });

  test.each([
    ['a refused key', () => vendorWith('wrong-key-0123456789'), /problem +providers .*key/],
    [
      'a model server that is not there',
      () => ({ OPENAI_COMPATIBLE_BASE_URL: 'http://127.0.0.1:9/v1' }),
      /problem +providers .*Nothing answers at 127\.0\.0\.1:9/,
    ],
    [
      'a Redis that is not there',
      () => ({ REDIS_URL: 'redis://127.0.0.1:9' }),
      /problem +Redis +127\.0\.0\.1:9 does not answer: .*ECONNREFUSED[\s\S]*→ Start it/,
    ],
    [
      'a PostgreSQL that is not there',
      () => ({ DATABASE_URL: 'postgres://u:secret@127.0.0.1:9/x' }),
      /problem +database +PostgreSQL at 127\.0\.0\.1:9\/x cannot be reached: .*ECONNREFUSED/,
    ],
    [
      'keys that are none',
      () => ({ CHIMERA_MASTER_KEYS: 'k1:short' }),
      /problem +master keys .*has not 32 bytes/,
    ],
    [
      'a proxy of the whole world',
      () => ({ CHIMERA_AUTH: 'accounts', CHIMERA_TRUSTED_PROXIES: '0.0.0.0/0' }),
      /problem +proxies .*0\.0\.0\.0\/0/,
    ],
    [
      'two wrong settings',
      () => ({ CHIMERA_PORT: 'x', REDIS_URL: 'x' }),
      /problem +configuration +CHIMERA_PORT: .*\n +REDIS_URL: /,
    ],
    [
      'a brain that is not set up',
      () => ({ CHIMERA_BRAIN: 'openai/gpt' }),
      /problem +providers +The default brain cannot be used/,
    ],
  ])('%s is a problem, with what to do', async (_, environment, words) => {
    const { code, out, err } = await run('doctor', environment());
    expect(out).toMatch(words);
    expect(out).toMatch(/→ /);
    expect(code).toBe(1);
    expect(out + err).not.toMatch(/secret|wrong-key| at .*\.ts:/);
  });

  test.runIf(process.getuid?.() !== 0)('a directory that cannot be written is a problem', async () => {
    await chmod(dataDir, 0o500);
    expect(await run('doctor')).toMatchObject({
      code: 1,
      out: expect.stringMatching(/problem +data directory .*cannot be written/),
    });
  });

  test.each([
    [
      'https without a trusted proxy',
      { CHIMERA_AUTH: 'accounts', CHIMERA_PUBLIC_URL: 'https://x.example' },
      /warning +proxies .*CHIMERA_TRUSTED_PROXIES is not set/,
    ],
    [
      'a public address without sign-in',
      { CHIMERA_PUBLIC_URL: 'https://x.example' },
      /warning +entrance .*there is no sign-in/,
    ],
  ])('%s is a warning, and no reason to fail', async (_, environment, words) => {
    const { code, out } = await run('doctor', environment);
    expect(out).toMatch(words);
    expect(code).toBe(0);
  });

  test('others who may look into the data are a warning', async () => {
    await mkdir(join(dataDir, 'data'), { mode: 0o755 });
    const { out } = await run('doctor', { CHIMERA_DATA_DIR: join(dataDir, 'data') });
    expect(out).toMatch(/warning +data directory +Other users[\s\S]*→ chmod 700/);
  });

  test('connections that may not be called, and keys that are gone', async () => {
    const accounts = { ...quiet, CHIMERA_AUTH: 'accounts' };
    const server = await start({ ...accounts, CHIMERA_ALLOWED_HOSTS: new URL(baseUrl).host });
    const { rest } = await signUp(server, 'ada');
    await rest.call('createConnection', {
      body: { kind: 'openai-compatible', label: 'Cellar', baseUrl, apiKey: 'right-key-0123456789' },
    });
    await server.end('SIGTERM');
    const { out } = await run('doctor', accounts);
    expect(out).toMatch(
      /problem +connections +“Cellar” leads to 127\.0\.0\.1:\d+, which is on a private network/,
    );
    expect(out).toMatch(/→ If it is yours, add 127\.0\.0\.1:\d+ to CHIMERA_ALLOWED_HOSTS/);
    await rm(join(dataDir, 'master.key'));
    expect(await run('doctor', accounts)).toMatchObject({
      code: 1,
      out: expect.stringMatching(
        /problem +master keys +1 provider keys are sealed, and no master key is here/,
      ),
    });
  });
});
