import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signIn, signUp, type TestPerson } from '../../test/accounts.ts';
import { ask, JSON_TYPE, problemIn } from '../../test/http-answer.ts';
import { instanceKinds, type TestInstance } from '../../test/instances.ts';
import { multipart, onePixelPng } from '../../test/multipart.ts';
import { startTestApp, type TestApp } from '../../test/start-test-app.ts';

const card = { name: 'Card', description: 'A card.', first_mes: 'Hi.' };
const cast = {
  chimera_cast: 1,
  cast: { name: 'Cast', seats: [{ persona: 0 }] },
  personas: [{ spec: 'chara_card_v3', spec_version: '3.0', data: card }],
};
const ways = [
  { path: '/api/avatars', bytes: onePixelPng },
  { path: '/api/personas/import', bytes: Buffer.from(JSON.stringify(card)) },
  { path: '/api/casts/import', bytes: Buffer.from(JSON.stringify(cast)) },
];

/** Sends a form as a page or a program would, with these headers beside those of the form. */
function send(url: string, { path, bytes }: (typeof ways)[number], by: Record<string, string>) {
  const { headers, body } = multipart([{ field: 'file', name: 'a.png', bytes }]);
  return ask(`${url}${path}`, { method: 'POST', headers: { ...headers, ...by }, body });
}

/** Pages that are none of ours. A form needs no leave of the browser to be sent from one. */
const foreign = (url: string): readonly Record<string, string>[] => {
  const { host, port } = new URL(url);
  return [
    { origin: 'https://evil.test' },
    { origin: 'null' },
    { origin: `http://${host}.evil.test` },
    { origin: `http://evil.test:${port}` },
    { origin: 'http://127.0.0.1:1' },
    { origin: `http://${host}`, 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
  ];
};

describe('in local mode', () => {
  let server: TestApp;
  beforeAll(async () => {
    server = await startTestApp();
  });
  afterAll(() => server.close());

  test.each(ways)('a form of another site cannot post to $path', async (way) => {
    for (const by of foreign(server.url)) {
      const answer = await send(server.url, way, by);
      expect({ by, ...problemIn(answer) }).toMatchObject({ status: 403, code: 'origin-refused' });
    }
    const rebound = await send(server.url, way, { host: 'evil.test' });
    expect(problemIn(rebound).status).toBe(421);
    const { items } = await server.rest.call('listPersonas', { query: { from: 'mine' } });
    expect(items).toEqual([]);
  });

  test.each(ways)('our own page and programs can post to $path', async (way) => {
    const { host } = new URL(server.url);
    expect(
      (await send(server.url, way, { origin: `http://${host}`, 'sec-fetch-site': 'same-origin' })).status,
    ).toBe(201);
    expect((await send(server.url, way, {})).status).toBe(201);
  });
});

/** A form of which only the first half was sent. */
interface Half {
  readonly answer: () => string;
  finish(): Promise<number>;
}

async function half(url: string, way: (typeof ways)[number], by: Record<string, string>): Promise<Half> {
  const { host, hostname, port } = new URL(url);
  const { headers, body } = multipart([{ field: 'file', name: 'a.png', bytes: way.bytes }]);
  const all = { host, 'content-length': String(body.length), connection: 'close', ...headers, ...by };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const socket: Socket = connect(Number(port), hostname);
  let answer = '';
  socket.on('data', (data) => {
    answer += data.toString();
  });
  socket.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.write(`POST ${way.path} HTTP/1.1\r\n${head.join('')}\r\n`);
  socket.write(body.subarray(0, body.length / 2));
  // Long enough for the server to have let it in.
  await sleep(300);
  return {
    answer: () => answer,
    async finish() {
      socket.write(body.subarray(body.length / 2));
      await ended;
      return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
    },
  };
}

describe.each(instanceKinds)('with accounts on $name', ({ open }) => {
  let instance: TestInstance;
  let root: TestPerson;
  let ada: TestPerson;
  beforeAll(async () => {
    instance = await open({ environment: { CHIMERA_REGISTRATION: 'open' } });
    root = await signUp(instance.first, 'root');
    ada = await signUp(instance.first, 'ada');
  });
  afterAll(() => instance.close());

  const url = () => instance.second.url;
  const origin = () => ({ origin: new URL(url()).origin });
  const things = async ({ rest }: TestPerson) => [
    (await rest.call('listPersonas', { query: { from: 'mine' } })).items.length,
    (await rest.call('listCasts', {})).items.filter(({ builtIn }) => !builtIn).length,
  ];

  test.each(ways)('a browser posts to $path from our own page alone', async (way) => {
    const by = { cookie: ada.cookie };
    const before = await things(ada);
    for (const page of foreign(url())) {
      const answer = await send(url(), way, { ...by, ...page });
      expect({ page, ...problemIn(answer) }).toMatchObject({ status: 403, code: 'origin-refused' });
    }
    // A cookie that comes from nowhere: an old browser, or one that was told to keep it back.
    expect(problemIn(await send(url(), way, by))).toMatchObject({ status: 403, code: 'origin-refused' });
    expect(await things(ada)).toEqual(before);
    expect((await send(url(), way, { ...by, ...origin() })).status).toBe(201);
  });

  test.each(ways)('who may not post to $path has nothing of the file read', async (way) => {
    const { key } = await ada.rest.call('createApiKey', {
      body: { name: 'Reader', scopes: ['read', 'converse'] },
    });
    for (const [by, status] of [
      [{}, 401],
      [{ 'x-api-key': key }, 403],
      [{ cookie: ada.cookie, origin: 'https://evil.test' }, 403],
    ] as const) {
      const { answer } = await half(url(), way, by);
      // It came before the other half was sent.
      expect(answer()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    }
  });

  test.each(ways)('who loses the right while a file comes to $path has nothing kept', async (way) => {
    const bob = await signIn(instance.first, 'ada');
    const before = await things(ada);
    const byCookie = await half(url(), way, { cookie: bob.cookie, ...origin() });
    const byToken = await half(url(), way, { authorization: `Bearer ${bob.token}` });
    const { id, key } = await ada.rest.call('createApiKey', { body: { name: 'Gone', scopes: ['manage'] } });
    const byKey = await half(url(), way, { 'x-api-key': key });
    await ask(`${instance.first.url}/api/auth/logout`, {
      method: 'POST',
      headers: { cookie: bob.cookie, origin: new URL(instance.first.url).origin },
    });
    await bob.rest.call('signOut', {});
    await ada.rest.call('revokeApiKey', { params: { id } });
    expect([await byCookie.finish(), await byToken.finish(), await byKey.finish()]).toEqual([401, 401, 401]);
    expect(await things(ada)).toEqual(before);
  });

  test('a key reads pictures and cards by its scope, and only those of its owner', async () => {
    const picture = await send(
      url(),
      { path: '/api/avatars', bytes: onePixelPng },
      { authorization: `Bearer ${ada.token}` },
    );
    const { imageUrl }: { imageUrl: string } = JSON.parse(picture.text);
    const own = await ada.rest.call('createPersona', {
      body: { name: 'Own', avatar: { color: '#336699', imageUrl } },
    });
    const reader = await ada.rest.call('createApiKey', { body: { name: 'R', scopes: ['read'] } });
    const talker = await ada.rest.call('createApiKey', { body: { name: 'T', scopes: ['converse'] } });
    const stranger = await root.rest.call('createApiKey', { body: { name: 'S', scopes: ['read'] } });
    for (const path of [
      imageUrl,
      `/api/personas/${own.id}/export?format=png`,
      `/api/personas/${own.id}/export`,
    ]) {
      const as = (key: string) => ask(`${url()}${path}`, { headers: { 'x-api-key': key } });
      expect((await as(reader.key)).status).toBe(200);
      expect((await as(talker.key)).status).toBe(403);
      expect((await as(stranger.key)).status).toBe(404);
    }
    const borrowed = await ask(`${url()}/api/personas`, {
      method: 'POST',
      headers: { ...JSON_TYPE, authorization: `Bearer ${root.token}` },
      body: JSON.stringify({ name: 'Borrowed', avatar: { color: '#336699', imageUrl } }),
    });
    expect(problemIn(borrowed)).toMatchObject({ status: 400, errors: [{ path: 'avatar.imageUrl' }] });
  });

  test('the same card belongs to each who brings it in', async () => {
    const bytes = Buffer.from(JSON.stringify({ ...card, name: 'Everybody’s' }));
    for (const { token } of [ada, root]) {
      const answer = await send(
        url(),
        { path: '/api/personas/import', bytes },
        { authorization: `Bearer ${token}` },
      );
      expect(answer.text).toContain('"outcome":"imported"');
    }
  });

  test('at most four files of one account are under way at once', async () => {
    const [way] = ways;
    if (!way) throw new Error('There is no way in.');
    const by = { authorization: `Bearer ${root.token}` };
    const open = await Promise.all(Array.from({ length: 4 }, () => half(url(), way, by)));
    expect(problemIn(await send(url(), way, by))).toMatchObject({ status: 429, code: 'too-many-requests' });
    expect((await send(url(), way, { authorization: `Bearer ${ada.token}` })).status).toBe(201);
    expect(await Promise.all(open.map((one) => one.finish()))).toEqual([201, 201, 201, 201]);
    await expect.poll(async () => (await send(url(), way, by)).status).toBe(201);
  });
});
