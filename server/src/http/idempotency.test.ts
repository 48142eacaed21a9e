import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, type HttpAnswer, JSON_TYPE, problemIn } from '../../test/http-answer.ts';
import { startTestApp, type TestApp } from '../../test/start-test-app.ts';

let server: TestApp;
let personaId: string;
beforeAll(async () => {
  server = await startTestApp();
  const { items } = await server.rest.call('listPersonas', {});
  personaId = items[0]?.id ?? '';
});
afterAll(() => server.close());

function post(path: string, key: string, body: unknown): Promise<HttpAnswer> {
  const headers = { ...JSON_TYPE, 'idempotency-key': key };
  return ask(`${server.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

function create(key: string, topic: string): Promise<HttpAnswer> {
  return post('/api/conversations', key, { topic, seats: [{ personaId }] });
}

async function countOf(topic: string): Promise<number> {
  const { items } = await server.rest.call('listConversations', { query: { q: topic } });
  return items.length;
}

test('a repeated request gets the first answer, to the letter, and has one effect', async () => {
  const key = randomUUID();
  const first = await create(key, 'repeated');
  const second = await create(key, 'repeated');
  expect(first.status).toBe(201);
  expect([second.status, second.text]).toEqual([first.status, first.text]);
  expect(await countOf('repeated')).toBe(1);
});

test('the order of the properties makes no other request of it', async () => {
  const key = randomUUID();
  const first = await create(key, 'turned around');
  const again = await post('/api/conversations', key, { seats: [{ personaId }], topic: 'turned around' });
  expect(again.text).toBe(first.text);
});

test('of twenty at once one has an effect; the others get its answer, or are told to ask again', async () => {
  const key = randomUUID();
  const answers = await Promise.all(Array.from({ length: 20 }, () => create(key, 'at once')));
  for (const answer of answers) {
    if (answer.status === 201) continue;
    expect(problemIn(answer)).toMatchObject({ status: 409, code: 'conflict' });
    expect(answer.headers['retry-after']).toBe('1');
  }
  const made = new Set(answers.filter(({ status }) => status === 201).map(({ text }) => text));
  expect(made.size).toBe(1);
  expect(await countOf('at once')).toBe(1);
  expect(made).toContain((await create(key, 'at once')).text);
});

test('a key belongs to one request: another body or another address is refused', async () => {
  const key = randomUUID();
  const { text } = await create(key, 'one thing');
  const id: unknown = JSON.parse(text).id;
  for (const other of [
    create(key, 'another thing'),
    post(`/api/conversations/${String(id)}/messages`, key, { text: 'Hello.' }),
    post(`/api/conversations/${String(id)}/play`, key, {}),
  ]) {
    expect(problemIn(await other)).toMatchObject({ status: 422, code: 'idempotency-mismatch' });
  }
  expect(await countOf('another thing')).toBe(0);
});

test('the same words to two conversations are two requests', async () => {
  const key = randomUUID();
  const [one, two] = await Promise.all([
    create(randomUUID(), 'first of two'),
    create(randomUUID(), 'second of two'),
  ]);
  const path = ({ text }: HttpAnswer) => `/api/conversations/${String(JSON.parse(text).id)}/messages`;
  expect((await post(path(one), key, { text: 'Hello.' })).status).toBe(201);
  expect((await post(path(two), key, { text: 'Hello.' })).status).toBe(422);
});

test('words that were sent three times are said once', async () => {
  const { text } = await create(randomUUID(), 'said once');
  const params = { id: String(JSON.parse(text).id) };
  const key = randomUUID();
  const said = [];
  for (let time = 0; time < 3; time += 1) {
    said.push(await server.rest.call('say', { params, body: { text: 'Hello.' }, idempotencyKey: key }));
  }
  expect(new Set(said.map(({ id }) => id)).size).toBe(1);
  expect((await server.rest.call('listMessages', { params })).items).toHaveLength(1);
});

test('a request that failed may be repeated, and changed, with its key', async () => {
  const key = randomUUID();
  const refused = await post('/api/conversations', key, {
    topic: 'mended',
    seats: [{ personaId: 'nobody' }],
  });
  expect(refused.status).toBe(404);
  expect((await create(key, 'mended')).status).toBe(201);
  expect(await countOf('mended')).toBe(1);
});

test('a key that is empty or longer than 255 characters is refused', async () => {
  for (const key of ['', 'k'.repeat(256)]) {
    expect(problemIn(await create(key, 'bad key'))).toMatchObject({ status: 400, code: 'invalid-request' });
  }
  expect((await create('k'.repeat(255), 'long key')).status).toBe(201);
  expect(await countOf('bad key')).toBe(0);
});

test('a key still counts after the server was started again', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'chimera-test-'));
  const call = { body: { topic: 'kept', seats: [{ personaId }] }, idempotencyKey: randomUUID() };
  const first = await startTestApp({ dataDir });
  const made = await first.rest.call('createConversation', call);
  await first.close();
  const second = await startTestApp({ dataDir });
  const again = await second.rest.call('createConversation', call);
  await second.close();
  await rm(dataDir, { recursive: true });
  expect(again).toEqual(made);
});
