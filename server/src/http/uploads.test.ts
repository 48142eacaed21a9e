import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { createRest, type Rest } from '@chimera/client/rest';
import { strToU8, zipSync } from 'fflate';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ask, JSON_TYPE, problemIn } from '../../test/http-answer.ts';
import { multipart, onePixelPng } from '../../test/multipart.ts';
import { dottedGif, flatPng } from '../../test/pictures.ts';
import { type ServerProcess, startServerProcess } from '../../test/server-process.ts';
import { UPLOAD_LIMITS } from './uploads.ts';

const MB = 1024 * 1024;
const BOUNDARY = 'between';
const FORM = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
const FILE_HEAD = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\n\r\n`;
const END = `\r\n--${BOUNDARY}--\r\n`;

/** Every way in, with a file that it would take. */
const ways = [
  { path: '/api/avatars', good: onePixelPng, limit: UPLOAD_LIMITS.pictureBytes },
  {
    path: '/api/personas/import',
    good: strToU8(JSON.stringify({ name: 'Card', description: 'A card.', first_mes: 'Hi.' })),
    limit: UPLOAD_LIMITS.fileBytes,
  },
  {
    path: '/api/casts/import',
    good: strToU8(
      JSON.stringify({
        chimera_cast: 1,
        cast: { name: 'Cast', seats: [{ persona: 0 }] },
        personas: [{ spec: 'chara_card_v3', spec_version: '3.0', data: { name: 'Card' } }],
      }),
    ),
    limit: UPLOAD_LIMITS.documentBytes,
  },
];

let home: string;
let server: ServerProcess;
let rest: Rest;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'chimera-test-'));
  server = await startServerProcess({
    CHIMERA_DATA_DIR: join(home, 'data'),
    TMPDIR: join(home, 'tmp'),
    OLLAMA_BASE_URL: 'http://127.0.0.1:9',
    LMSTUDIO_BASE_URL: 'http://127.0.0.1:9',
  });
  rest = createRest({ baseUrl: server.url });
}, 60_000);
afterAll(async () => {
  await server.end('SIGTERM');
  await rm(home, { recursive: true, force: true });
});

let before: unknown;
/** All that files can add to. */
const world = async () => [
  await rest.call('listPersonas', { query: { from: 'mine', limit: 200 } }),
  (await rest.call('listCasts', {})).items.filter(({ builtIn }) => !builtIn),
];

const post = (path: string, headers: Record<string, string>, body: string | Uint8Array) =>
  ask(`${server.url}${path}`, { method: 'POST', headers, body });

const form = (path: string, ...[files, fields]: Parameters<typeof multipart>) => {
  const { headers, body } = multipart(files, fields);
  return post(path, headers, body);
};

describe.each(ways)('what $path refuses changes nothing:', ({ path, good, limit }) => {
  beforeEach(async () => {
    before = await world();
  });
  afterEach(async () => {
    if (!isDeepStrictEqual(await world(), before)) throw new Error('Something came in all the same.');
  });

  const file = { field: 'file', name: 'a.png', bytes: good };

  test.each([
    'text/plain',
    'image/png',
    'application/octet-stream',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/mixed; boundary=between',
    'multipart/form-data-too; boundary=between',
    'text/plain, multipart/form-data; boundary=between',
    '',
  ])('a body of the type “%s”', async (type) => {
    const { body } = multipart([file]);
    const answer = await post(path, type === '' ? {} : { 'content-type': type }, body);
    expect(problemIn(answer)).toMatchObject({
      status: 415,
      code: 'unsupported-media-type',
      detail: expect.stringContaining('multipart/form-data'),
    });
  });

  const text = Buffer.from(good).toString('latin1');
  test.each([
    ['without a boundary', { 'content-type': 'multipart/form-data' }, `${FILE_HEAD}${text}${END}`],
    [
      'with another boundary',
      { 'content-type': 'multipart/form-data; boundary=x' },
      `${FILE_HEAD}${text}${END}`,
    ],
    ['without an end', FORM, `${FILE_HEAD}${text}`],
    ['that ends in a head', FORM, FILE_HEAD.slice(0, -8)],
    ['with nothing in it', FORM, ''],
    ['with nothing but its end', FORM, END],
    ['that is something else', FORM, text],
    ['whose part has no head', FORM, `--${BOUNDARY}\r\n\r\n${text}${END}`],
    ['whose file has no field', FORM, `${FILE_HEAD.replace('name="file"; ', '')}${text}${END}`],
    ['whose file is a text', FORM, `${FILE_HEAD.replace(' filename="a.png"', '')}${text}${END}`],
    ['whose field is not known', FORM, `${FILE_HEAD.replace('"file"', '"picture"')}${text}${END}`],
    [
      'whose field reaches into prototypes',
      FORM,
      `${FILE_HEAD.replace('"file"', '"__proto__"')}${text}${END}`,
    ],
  ])('a form %s', async (_, headers, body) => {
    const answer = await post(path, headers, Buffer.from(body, 'latin1'));
    expect(problemIn(answer)).toMatchObject({ status: 400, code: 'invalid-request' });
  });

  test('a thousand files, a thousand fields', async () => {
    const files = Array.from({ length: 1000 }, () => ({ ...file, bytes: good.subarray(0, 100) }));
    expect(problemIn(await form(path, files))).toMatchObject({ status: 413, code: 'payload-too-large' });
    const fields = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`x${index}`, '1']));
    expect([400, 413]).toContain(problemIn(await form(path, [file], fields)).status);
    const same = Array.from(
      { length: 1000 },
      () => `--${BOUNDARY}\r\ncontent-disposition: form-data; name="x"\r\n\r\n1\r\n`,
    ).join('');
    expect([400, 413]).toContain(problemIn(await post(path, FORM, `${same}${END}`)).status);
  });

  test('heads without an end', async () => {
    const head = `--${BOUNDARY}\r\n${'x-a: b\r\n'.repeat(100_000)}content-disposition: form-data; name="file"; filename="a"\r\n\r\n`;
    expect(problemIn(await post(path, FORM, `${head}${text}${END}`)).status).toBe(400);
    const long = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${'n'.repeat(500_000)}"; filename="a"\r\n\r\n`;
    expect(problemIn(await post(path, FORM, `${long}${text}${END}`)).status).toBe(400);
  });

  test('a file that is too large, by the length that it says', async () => {
    const large = { ...file, bytes: Buffer.alloc(limit + 70 * 1024, 1) };
    expect(problemIn(await form(path, [large]))).toMatchObject({ status: 413, code: 'payload-too-large' });
  });

  test('a file that is a byte too large', async () => {
    const answer = await form(path, [{ ...file, bytes: Buffer.alloc(limit + 1, 1) }]);
    expect(problemIn(answer)).toMatchObject({
      status: 413,
      detail: `This is larger than the ${limit / MB} MB that are taken here.`,
    });
  });

  test.each([
    ['a file', FILE_HEAD],
    ['what comes before the first part', ''],
    ['a field', `--${BOUNDARY}\r\ncontent-disposition: form-data; name="x"\r\n\r\n`],
    ['a head', `--${BOUNDARY}\r\ncontent-disposition: form-data; name="`],
  ])('%s of ten gigabytes that says no length, long before its end, in little memory', async (_, start) => {
    const { result, grownMb } = await withMemory(() => endless(path, start, 10_000 * MB));
    expect(result.answer).toMatch(/^HTTP\/1\.1 4(?:00|13) .*problem\+json/s);
    expect(result.sent).toBeLessThan(2 * UPLOAD_LIMITS.totalBytes);
    expect(grownMb).toBeLessThan(100);
  });

  test('a file that its sender gives up', async () => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    const head = ['content-type: ' + FORM['content-type'], `content-length: ${5 * MB}`].join('\r\n');
    socket.write(`POST ${path} HTTP/1.1\r\nhost: localhost\r\n${head}\r\n\r\n${FILE_HEAD}abc`);
    await sleep(150);
    socket.destroy();
    await sleep(100);
    expect((await ask(`${server.url}/livez`)).status).toBe(200);
  });
});

describe('a bomb', () => {
  const large = (name: string) => ({ field: 'file', name, bytes: flatPng(30_000, 30_000) });

  test.each([
    ['of 30,000 × 30,000 pixels', () => flatPng(30_000, 30_000)],
    ['of a frame larger than its GIF', () => dottedGif(10, 10, 1, 65_535)],
    ['of a hundred thousand frames', () => dottedGif(10, 10, 100_000)],
  ])('%s costs little memory', async (_, made) => {
    const bytes = made();
    const { result, grownMb } = await withMemory(() =>
      form('/api/avatars', [{ field: 'file', name: 'a.png', bytes }]),
    );
    expect([201, 400, 413]).toContain(result.status);
    expect(grownMb).toBeLessThan(100);
  });

  test('in a card is left out', async () => {
    const card = {
      spec: 'chara_card_v3',
      spec_version: '3.0',
      data: { name: 'Bomb', assets: [{ type: 'icon', name: 'main', uri: 'embeded://icon.png', ext: 'png' }] },
    };
    const bytes = zipSync({ 'card.json': strToU8(JSON.stringify(card)), 'icon.png': large('icon').bytes });
    const { result, grownMb } = await withMemory(() =>
      form('/api/personas/import', [{ field: 'file', name: 'bomb.charx', bytes }]),
    );
    expect(result.status).toBe(201);
    expect(result.text).toContain('30000 × 30000 pixels');
    expect(result.text).not.toContain('/api/avatars/');
    expect(grownMb).toBeLessThan(100);
  });

  const zeros = Buffer.alloc(60 * MB);
  test.each([
    ['a zip in a zip', () => zipSync({ 'card.json': zipSync({ 'card.json': zipSync({ a: zeros }) }) })],
    ['a zip of zeros', () => zipSync({ 'card.json': zeros })],
    ['lists in lists', () => Buffer.from(`{"name":"a","description":${'['.repeat(5 * MB)}`)],
    [
      'a million values',
      () => Buffer.from(`{"name":"a","description":"b","x":[${'1,'.repeat(1_000_000)}1]}`),
    ],
    ['one key many times', () => Buffer.from(`{${'"a":{},'.repeat(500_000)}"name":"a","description":"b"}`)],
  ])('%s is refused early, in little memory, while others are served', async (_, made) => {
    const bytes = made();
    const others = serveOthers();
    const { result, grownMb } = await withMemory(() =>
      form('/api/personas/import', [{ field: 'file', name: 'bomb.charx', bytes }]),
    );
    expect(problemIn(result)).toMatchObject({ status: 400, errors: [{ path: 'bomb.charx' }] });
    expect(grownMb).toBeLessThan(100);
    expect(await others()).toBeLessThan(500);
  });

  /** Asks as somebody else until it is told to stop; then says how long an answer took at most, in milliseconds. */
  function serveOthers(): () => Promise<number> {
    const over = new AbortController();
    const watch = async (longestMs: number): Promise<number> => {
      const startMs = performance.now();
      await ask(`${server.url}/livez`);
      const most = Math.max(longestMs, performance.now() - startMs);
      if (over.signal.aborted) return most;
      await sleep(10);
      return watch(most);
    };
    const watched = watch(0);
    return () => {
      over.abort();
      return watched;
    };
  }
});

describe('a file that is taken', () => {
  test.each(ways)('by $path may have any name and say any type', async ({ path, good }) => {
    for (const [name, type] of [
      ['../../etc/passwd', 'text/html'],
      ['C:\\a\\b.exe', 'image/svg+xml'],
      ['a\u202egnp.png', 'application/pdf'],
      ['Zoë 🌊.png', 'image/png'],
    ]) {
      const head = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: ${type}\r\n\r\n`;
      const answer = await post(path, FORM, Buffer.concat([Buffer.from(head), good, Buffer.from(END)]));
      expect(answer.status).toBe(201);
      expect(answer.text).not.toMatch(/etc\/passwd|\u202e|C:/);
    }
  });

  test('may come in small pieces', async () => {
    const { headers, body } = multipart([{ field: 'file', name: 'a.png', bytes: onePixelPng }]);
    const answer = await inPieces('/api/avatars', headers, body);
    expect(answer).toBe(201);
  });

  test('a request that is repeated with its key has one effect', async () => {
    const bytes = strToU8(JSON.stringify({ name: 'Once', description: 'Once.', first_mes: 'Hi.' }));
    const { headers, body } = multipart([{ field: 'file', name: 'once.json', bytes }]);
    const once = () => post('/api/personas/import', { ...headers, 'idempotency-key': 'once-1' }, body);
    const [first, second] = [await once(), await once()];
    expect([first.status, second.status, second.text]).toEqual([201, 201, first.text]);
    expect(first.text).toContain('"imported"');
    const other = multipart([{ field: 'file', name: 'once.json', bytes: onePixelPng }]);
    const answer = await post(
      '/api/personas/import',
      { ...headers, 'idempotency-key': 'once-1' },
      other.body,
    );
    expect(problemIn(answer)).toMatchObject({ status: 422, code: 'idempotency-mismatch' });
  });
});

test('forms are read by these routes alone', async () => {
  const { headers, body } = multipart([], { name: 'Ada' });
  for (const path of ['/api/personas', '/api/casts', '/api/conversations', '/api/conversations/import']) {
    expect(problemIn(await post(path, headers, body)).status).toBe(415);
  }
  expect(problemIn(await post('/api/avatars', JSON_TYPE, '{}')).status).toBe(415);
});

test('the description of the API names what they take', async () => {
  const { text } = await ask(`${server.url}/openapi.json`);
  const { paths } = JSON.parse(text);
  const taken = (path: string) => Object.keys(paths[path].post.requestBody.content);
  expect(taken('/api/avatars')).toEqual(['multipart/form-data']);
  expect(taken('/api/personas/import')).toEqual(['multipart/form-data', 'application/json']);
  expect(taken('/api/casts/import')).toEqual(['multipart/form-data', 'application/json']);
  expect(taken('/api/personas')).toEqual(['application/json']);
  expect(JSON.stringify(paths['/api/avatars'].post.requestBody)).toContain('"format":"binary"');
});

test('after all this nothing lies on the disk, and nothing unforeseen was written down', async () => {
  expect(existsSync(join(home, 'tmp'))).toBe(false);
  const files = await readdir(join(home, 'data'));
  expect(
    files.filter((name) => !/^chimera\.sqlite|^lock\.sqlite|^node-id$|^records$|^master\.key$/.test(name)),
  ).toEqual([]);
  expect(server.errors()).not.toMatch(/"level":50|a request failed/);
});

interface Endless {
  readonly answer: string;
  readonly sent: number;
}

/** Sends a form that never ends, in chunks, until the server answers or closes. */
function endless(path: string, start: string, most: number): Promise<Endless> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    const piece = `10000\r\n${'x'.repeat(65_536)}\r\n`;
    let answer = '';
    let sent = 0;
    const done = () => {
      socket.destroy();
      resolve({ answer, sent });
    };
    const push = () => {
      if (socket.destroyed || sent >= most || answer !== '') return;
      sent += 65_536;
      if (socket.write(piece)) setImmediate(push);
      else socket.once('drain', push);
    };
    socket.on('data', (data) => {
      answer += String(data);
    });
    socket
      .on('error', () => undefined)
      .on('close', done)
      .on('end', done);
    const head = `POST ${path} HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\ncontent-type: ${FORM['content-type']}\r\n\r\n`;
    const first = start === '' ? '' : `${start.length.toString(16)}\r\n${start}\r\n`;
    socket.write(`${head}${first}`, push);
  });
}

/** How far the memory of the server grew while something was done, at its most. Zero where that cannot be seen. */
async function withMemory<Result>(
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly grownMb: number }> {
  const startMb = await residentMb();
  let mostMb = startMb;
  const timer = setInterval(() => {
    void residentMb().then((mb) => {
      mostMb = Math.max(mostMb, mb);
    });
  }, 20);
  try {
    const result = await work();
    return { result, grownMb: mostMb - startMb };
  } finally {
    clearInterval(timer);
  }
}

async function residentMb(): Promise<number> {
  const status = `/proc/${server.pid}/status`;
  if (!existsSync(status)) return 0;
  return Number(/VmRSS:\s+(\d+)/.exec(await readFile(status, 'utf8'))?.[1]) / 1024;
}

function inPieces(path: string, headers: Record<string, string>, body: Uint8Array): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = request(`${server.url}${path}`, { method: 'POST', headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    outgoing.on('error', reject);
    void (async () => {
      for (let at = 0; at < body.length; at += 7) {
        outgoing.write(body.subarray(at, at + 7));
        await sleep(1);
      }
      outgoing.end();
    })();
  });
}
