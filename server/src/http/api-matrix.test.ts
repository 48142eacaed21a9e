import { type AccountOperationName, accountOperations, api, type OperationName } from '@chimera/protocol/api';
import { defaultSettings } from '@chimera/protocol/conversation';
import type { Operation } from '@chimera/protocol/operation';
import { connect } from 'node:net';
import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, type HttpAnswer, JSON_TYPE, problemIn } from '../../test/http-answer.ts';
import { startTestApp, type TestApp } from '../../test/start-test-app.ts';
import { createConversationStore } from '../conversations/conversation-store.ts';
import { openDatabase } from '../db/open-database.ts';

let server: TestApp;
/** One conversation of ours, with a seat and a message, and one of somebody else's. */
const known = { id: '', seatId: '', messageId: '', personaId: '', turnId: 'turn-a', version: '1' };
const FOREIGN = 'conversation-of-somebody-else';

beforeAll(async () => {
  server = await startTestApp();
  const { items } = await server.rest.call('listPersonas', {});
  known.personaId = items[0]?.id ?? '';
  const conversation = await server.rest.call('createConversation', {
    body: { topic: 'A matrix', seats: [{ personaId: known.personaId }, { personaId: items[1]?.id ?? '' }] },
  });
  known.id = conversation.id;
  known.seatId = conversation.seats[0]?.id ?? '';
  const message = await server.rest.call('say', { params: known, body: { text: 'Hello.' } });
  known.messageId = message.id;
  const database = await openDatabase({ url: null, dataDir: server.dataDir });
  const store = createConversationStore(database, async () => undefined);
  await store.create({ ownerId: 'somebody-else', id: FOREIGN }, 'gen-1', [created]);
  await store.change({ ownerId: 'somebody-else', id: FOREIGN }, () => [said]);
  await database.close();
});
afterAll(() => server.close());

const at = '2026-01-01T00:00:00.000Z';
const created = {
  type: 'conversation-created' as const,
  at,
  title: 'Not yours',
  topic: 'A secret',
  format: 'free-talk',
  settings: defaultSettings,
  seats: [{ id: 'seat-a', personaId: 'p', name: 'Ada', brain: null, presence: 'stage' as const }],
};
const said = {
  type: 'message-finished' as const,
  at,
  message: {
    id: 'message-a',
    author: { kind: 'human' as const, name: 'Eve' },
    text: 'A secret.',
    status: 'complete' as const,
    createdAt: at,
  },
};

/** A body that is taken; every part of it is then made wrong, one at a time. */
const brain = () => ({
  connectionId: 'demo',
  model: 'improv',
  params: { temperature: 0.5, maxTokens: 100, topP: 0.9, reasoning: 'off' },
});
const seat = () => ({ personaId: known.personaId, name: 'Ada', brain: brain(), presence: 'stage' });
const settings = () => ({
  pace: 'instant',
  maxTurns: 4,
  maxMinutes: 5,
  maxTokens: 5000,
  maxCost: 1.5,
  stopWords: ['enough'],
  language: 'en',
  memory: false,
  cache: false,
  pauseWhenUnwatched: true,
});

const persona = () => ({
  name: 'Ada',
  aliases: ['the countess'],
  tagline: 'Counts.',
  description: 'A mathematician.',
  systemPrompt: 'You are Ada.',
  greeting: 'Hello.',
  alternateGreetings: ['Good evening.'],
  exampleMessages: ['Suppose it is so.'],
  traits: ['exact'],
  tags: ['numbers'],
  style: { creativity: 0.5, verbosity: 0.5, formality: 0.5, humor: 0.5, warmth: 0.5 },
  talkativeness: 0.5,
  pacing: { minMs: 100, maxMs: 900 },
  avatar: { color: '#336699', shape: 'rings', emoji: '🧮' },
  brain: brain(),
  fallbacks: [brain()],
  voice: 'alto',
  credits: { creator: 'Me', notes: 'Mine.', version: '1' },
  lore: {
    scanDepth: 4,
    tokenBudget: 200,
    entries: [
      {
        keys: ['engine'],
        secondaryKeys: [],
        content: 'It has wheels.',
        enabled: true,
        constant: false,
        caseSensitive: false,
        order: 1,
        priority: 1,
      },
    ],
  },
});
const cast = () => ({
  name: 'Ours',
  line: 'They meet.',
  seats: [{ personaId: known.personaId }],
  topic: 'T',
  premise: 'A room.',
  format: 'free-talk',
  settings: settings(),
});

/**
 * What is known of each operation. An operation without an entry does not compile, and an
 * entry for a route that lost its parameters or its body fails below.
 */
const matrix: Record<
  Exclude<OperationName, AccountOperationName>,
  { readonly body?: () => unknown; readonly refusesExtras?: false }
> = {
  getInstance: {},
  listPersonas: {},
  createPersona: { body: persona },
  getPersona: {},
  changePersona: { body: () => ({ ...persona(), version: 1 }) },
  deletePersona: {},
  copyPersona: {},
  markFavourite: {},
  unmarkFavourite: {},
  listPersonaConversations: {},
  listPersonaVersions: {},
  getPersonaVersion: {},
  restorePersonaVersion: {},
  importPersonas: {},
  exportPersona: {},
  previewPersona: { body: () => ({ persona: persona(), prompt: 'Hello.' }) },
  composePersona: { body: () => ({ persona: persona() }) },
  draftPersona: { body: () => ({ idea: 'A pirate who bakes.' }) },
  listPersonaDrafts: {},
  beginPersonaDraft: { body: () => ({ base: 0, sheet: persona() }) },
  getPersonaDraft: {},
  savePersonaDraft: { body: () => ({ base: 0, revision: 1, sheet: persona() }) },
  deletePersonaDraft: {},
  uploadAvatar: {},
  getAvatar: {},
  listCasts: {},
  createCast: { body: cast },
  getCast: {},
  changeCast: { body: () => ({ ...cast(), version: 1 }) },
  deleteCast: {},
  exportCast: {},
  importCast: {},
  listScenes: {},
  listFormats: {},
  suggestTopics: {},
  listProviders: {},
  listConnections: {},
  createConnection: {
    body: () => ({
      kind: 'openai',
      label: 'Mine',
      baseUrl: 'https://example.com/v1',
      apiKey: 'sk-matrix-0123456789',
    }),
  },
  changeConnection: {
    body: () => ({ label: 'Mine', baseUrl: 'https://example.com/v1', apiKey: 'sk-matrix-0123456789' }),
  },
  deleteConnection: {},
  testConnection: { body: () => ({ model: 'm' }) },
  listModels: {},
  createConversation: {
    body: () => ({ topic: 'T', title: 'T', seats: [seat()], format: 'free-talk', settings: settings() }),
  },
  listConversations: {},
  // Files hold what later versions may add to an event: what is not known is left out.
  importConversation: {
    body: () => ({
      chimera: 1,
      events: [
        { seq: 1, event: created },
        { seq: 2, event: said },
      ],
    }),
    refusesExtras: false,
  },
  getConversation: {},
  changeConversation: {
    body: () => ({ title: 'T', topic: 'T', format: 'free-talk', settings: settings() }),
  },
  deleteConversation: {},
  play: {},
  pause: {},
  step: {},
  stop: {},
  listMessages: {},
  say: { body: () => ({ text: 'Hello.', as: known.seatId, to: [known.seatId] }) },
  changeMessage: { body: () => ({ text: 'Hello again.' }) },
  regenerate: {},
  next: { body: () => ({ seatId: known.seatId, when: 'queued' }) },
  getQueue: {},
  setQueue: { body: () => ({ seatIds: [known.seatId] }) },
  steer: { body: () => ({ direction: 'raise-heat' }) },
  addSeat: { body: seat },
  changeSeat: {
    body: () => ({ name: 'Ada', brain: brain(), presence: 'stage', personaVersion: 1 }),
  },
  removeSeat: {},
  getMessagePrompt: {},
  listTurnPrompts: {},
  fork: { body: () => ({ atSeq: 1, seats: [seat()] }) },
  listEvents: {},
  estimate: {},
  exportConversation: {},
  search: {},
  getCacheStats: {},
  listCacheEntries: {},
  clearCache: { body: () => ({ connectionId: 'demo', model: 'improv' }) },
  getSpending: {},
  setSpendingLimits: { body: () => ({ costPerDay: 5, costPerMonth: 50, tokensPerDay: 1_000_000 }) },
  createTicket: {},
};

const operations = Object.entries<Operation>(api)
  .filter(([name]) => !accountOperations.has(name))
  .map(([name, operation]) => ({
    name,
    operation,
    body: Object.entries(matrix).find(([known]) => known === name)?.[1].body,
    refusesExtras: Object.entries(matrix).find(([known]) => known === name)?.[1].refusesExtras ?? true,
  }));

function pathOf(operation: Operation, ids: Readonly<Record<string, string>>): string {
  return operation.path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(ids[name] ?? ''));
}

/** Asks, and makes sure that the answer comes soon. */
async function soon(
  { method, path }: { method: string; path: string },
  init: { headers?: Record<string, string>; body?: string } = {},
): Promise<HttpAnswer> {
  const startMs = performance.now();
  const answer = await ask(`${server.url}${path}`, { method, ...init });
  expect(performance.now() - startMs).toBeLessThan(1000);
  return answer;
}

function send(operation: Operation, path: string, body: string, headers = JSON_TYPE): Promise<HttpAnswer> {
  return soon({ method: operation.method, path }, { headers, body });
}

/** The status of a refusal, once it is sure that it is a whole problem and no longer than it need be. */
async function refusal(asked: Promise<HttpAnswer>): Promise<number> {
  const answer = await asked;
  if (answer.status < 400) return answer.status;
  const { requestId, detail } = problemIn(answer);
  if (requestId !== answer.headers['x-request-id']) throw new Error('The header names another request.');
  if (detail.length > 8000) throw new Error('The answer grows with the question.');
  return answer.status;
}

describe('every operation', () => {
  test('has an entry here, and the entry knows whether it takes a body', () => {
    expect(Object.keys(matrix).toSorted()).toEqual(
      Object.keys(api)
        .filter((name) => !accountOperations.has(name))
        .toSorted(),
    );
    for (const { name, operation, body } of operations) {
      expect([name, body !== undefined]).toEqual([name, operation.body !== undefined]);
    }
  });

  test.each(operations)('$name is mounted', async ({ name, operation, body }) => {
    const ids = { id: 'nobody', seatId: 'nobody', messageId: 'nobody', turnId: 'nobody', version: '1' };
    const path = pathOf(operation, ids);
    const answer = await send(operation, path, body ? JSON.stringify(body()) : '');
    // What takes files is not content with nothing.
    // And the demo brain, the only one here, writes no sheets.
    const own = [...(operation.accepts ? [400, 415] : []), ...(name === 'draftPersona' ? [503] : [])];
    expect([operation.status, 404, ...own]).toContain(answer.status);
    expect(answer.text).not.toContain('nothing at this address');
  });
});

const withIds = operations.filter(({ operation }) => operation.params);

describe('an unknown id', () => {
  test.each(withIds)('gives $name the one 404 that every route gives', async ({ operation, body }) => {
    const json = body ? JSON.stringify(body()) : '';
    const unknown = { ...known, id: 'nobody' };
    const answer = await send(operation, pathOf(operation, unknown), json);
    const problem = problemIn(answer);
    expect(answer.status).toBe(404);
    expect(Object.keys(problem)).toEqual(['type', 'title', 'status', 'detail', 'code', 'requestId']);
    expect(problem).toMatchObject({
      type: 'urn:chimera:problem:not-found',
      title: 'Not found',
      code: 'not-found',
      detail: expect.stringMatching(/^There is no such [a-z ]+\.$/),
    });
  });

  test.each(withIds)(
    'and $name says the same of what belongs to somebody else',
    async ({ operation, body }) => {
      const json = body ? JSON.stringify(body()) : '';
      const absent = await send(operation, pathOf(operation, { ...known, id: 'nobody' }), json);
      const foreign = {
        id: FOREIGN,
        seatId: 'seat-a',
        messageId: 'message-a',
        turnId: 'turn-a',
        version: '1',
      };
      const answer = await send(operation, pathOf(operation, foreign), json);
      const without = (text: string) => text.replace(/"requestId":"[^"]+"/, '');
      expect([answer.status, without(answer.text)]).toEqual([absent.status, without(absent.text)]);
      expect(Object.keys(answer.headers).toSorted()).toEqual(Object.keys(absent.headers).toSorted());
    },
  );

  test.each(withIds.filter(({ operation }) => /seatId|messageId|turnId/.test(operation.path)))(
    'inside a conversation that is there gives $name a 404 too',
    async ({ operation, body }) => {
      const path = pathOf(operation, {
        id: known.id,
        seatId: 'nobody',
        messageId: 'nobody',
        turnId: 'nobody',
      });
      const answer = await send(operation, path, body ? JSON.stringify(body()) : '');
      expect(problemIn(answer)).toMatchObject({ status: 404, code: 'not-found' });
    },
  );

  test.each(withIds)('that no id can be is refused by $name', async ({ operation }) => {
    const body = operation.method === 'GET' ? '' : '{}';
    for (const id of ['x'.repeat(201), '\0', 'a\u0007b']) {
      const path = pathOf(operation, { ...known, id });
      expect({
        at: JSON.stringify(id).slice(0, 20),
        status: await refusal(send(operation, path, body)),
      }).toMatchObject({ status: 400 });
    }
    const broken = pathOf(operation, { ...known, id: 'BROKEN' }).replace('BROKEN', '%ff');
    const refused = await send(operation, broken, body);
    expect(problemIn(refused)).toMatchObject({ status: 400, detail: 'This address cannot be read.' });
    expect(refused.headers['content-security-policy']).toContain("default-src 'none'");
    const poisoned = pathOf(operation, { ...known, id: '__proto__' });
    expect((await send(operation, poisoned, body)).status).toBeGreaterThanOrEqual(400);
  });
});

const withBody = operations.flatMap(({ body, ...rest }) => (body ? [{ ...rest, body }] : []));

type Path = readonly (string | number)[];

/** Every place in a value, the value itself first. */
function placesIn(value: unknown, path: Path = []): { path: Path; value: unknown }[] {
  const inner =
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, child]: [string, unknown]) => placesIn(child, [...path, key]))
      : [];
  return [{ path, value }, ...inner];
}

/** JSON of a value with one place replaced by raw JSON, which may be no value that JavaScript can hold. */
function withPlace(value: unknown, path: Path, raw: string): string {
  const mark = '\u2042';
  const marked: unknown = path.length === 0 ? mark : placed(value, path, mark);
  return JSON.stringify(marked).replace(JSON.stringify(mark), () => raw);
}

function placed(value: unknown, [key, ...rest]: Path, inner: unknown): unknown {
  if (key === undefined) return inner;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === key ? placed(item, rest, inner) : item));
  const entries = Object.entries(value ?? {});
  return Object.fromEntries(
    entries.map(([name, child]) => [name, name === key ? placed(child, rest, inner) : child]),
  );
}

const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
const deepObject = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;

/** JSON of the wrong kind for a value that was right. */
function wrongFor(value: unknown): string[] {
  const nested = [deep, deepObject];
  if (typeof value === 'string') {
    return ['5', 'true', '["text"]', '{"a":"b"}', '"a\\u0000b"', '"\\ud800"', '"b\\udc00"', ...nested];
  }
  if (typeof value === 'number') return ['"5"', 'true', '[5]', '{}', '1e400', '-1e400', '-7', ...nested];
  if (typeof value === 'boolean') return ['"true"', '1', '[]', '{}', 'null', ...nested];
  if (Array.isArray(value)) return ['"text"', '5', 'true', '{}', 'null', deepObject];
  return ['"text"', '5', '[]', 'true'];
}

/** Of a file, a name or a word may be any text: it was said somewhere else. */
const freeText = /^events\.\d+\.event\.(topic|title|format|seats|message)/;

/** Places in an order may be before the first. */
const mayBeNegative = /\.entries\.\d+\.(order|priority)$/;

/** A seat has one, by its format. */
const hasRole = /^seats\.\d+$/;

describe('a body', () => {
  test.each(withBody)(
    'of $name with any part of the wrong type is refused',
    async ({ name, operation, body }) => {
      const path = pathOf(operation, known);
      for (const place of placesIn(body())) {
        for (const raw of wrongFor(place.value)) {
          if (name === 'importConversation' && raw.includes('\\u') && freeText.test(place.path.join('.')))
            continue;
          if (raw === '-7' && mayBeNegative.test(place.path.join('.'))) continue;
          const what = `${place.path.join('.')} = ${raw.slice(0, 30)}`;
          expect({
            at: what,
            status: await refusal(send(operation, path, withPlace(body(), place.path, raw))),
          }).toMatchObject({ status: 400 });
        }
      }
    },
    60_000,
  );

  test.each(withBody.filter(({ refusesExtras }) => refusesExtras))(
    'of $name with a property that it does not have is refused, wherever it is',
    async ({ operation, body }) => {
      const path = pathOf(operation, known);
      for (const { path: place, value } of placesIn(body())) {
        if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
        for (const extra of [
          'role',
          'ownerId',
          'userId',
          'id',
          'seq',
          'epoch',
          'state',
          'createdAt',
          'isPublic',
        ]) {
          if (extra === 'role' && hasRole.test(place.join('.'))) continue;
          const raw = JSON.stringify({ ...value, [extra]: 'admin' });
          expect({
            at: `${place.join('.')}.${extra}`,
            status: await refusal(send(operation, path, withPlace(body(), place, raw))),
          }).toMatchObject({ status: 400 });
        }
      }
    },
    60_000,
  );

  test.each(withBody)('of $name that reaches into prototypes is refused', async ({ operation, body }) => {
    const path = pathOf(operation, known);
    const json = JSON.stringify(body());
    for (const poison of ['"__proto__":{"role":"admin"}', '"constructor":{"prototype":{"role":"admin"}}']) {
      expect({
        at: poison,
        status: await refusal(send(operation, path, `{${poison},${json.slice(1)}`)),
      }).toMatchObject({ status: 400 });
    }
    expect(Object.hasOwn(Object.prototype, 'role')).toBe(false);
  });

  test.each(withBody)(
    'of $name that says a thing twice is judged by the last',
    async ({ operation, body }) => {
      const [key, value] = Object.entries(body() ?? {})[0] ?? [];
      const json = `{"${key}":${JSON.stringify(value)},${JSON.stringify(body()).slice(1, -1)},"${key}":{"not":"this"}}`;
      expect({
        at: json.slice(0, 60),
        status: await refusal(send(operation, pathOf(operation, known), json)),
      }).toMatchObject({ status: 400 });
    },
  );

  test.each(withBody)(
    'of $name that is not JSON of the right shape is refused',
    async ({ operation, body }) => {
      const path = pathOf(operation, known);
      const json = JSON.stringify(body());
      for (const wrong of [
        '{"topic":',
        '[]',
        '"text"',
        '5',
        'null',
        ...(operation.mayOmitBody ? [] : ['']),
        json.slice(0, -1),
        `${json}x`,
        deep,
        "{'a':1}",
      ]) {
        expect({ at: wrong.slice(0, 30), status: await refusal(send(operation, path, wrong)) }).toMatchObject(
          { status: 400 },
        );
      }
      for (const type of [
        'text/plain',
        'application/xml',
        'multipart/form-data; boundary=x',
        'application/x-www-form-urlencoded',
      ]) {
        expect({
          at: type,
          status: await refusal(send(operation, path, json, { 'content-type': type })),
        }).toMatchObject({ status: 415 });
      }
      expect([400, 415]).toContain(await refusal(soon({ method: operation.method, path }, { body: json })));
    },
  );

  test.each(withBody.filter(({ name }) => name !== 'importConversation'))(
    'of $name that is too large is refused before it is read',
    async ({ operation, body }) => {
      const path = pathOf(operation, known);
      const large = `{"text":"${'x'.repeat(2 * 1024 * 1024)}",${JSON.stringify(body()).slice(1)}`;
      expect({ at: '2 MB', status: await refusal(send(operation, path, large)) }).toMatchObject({
        status: 413,
      });
    },
  );

  test('that is a file may be larger, up to 64 MB', async () => {
    const path = '/api/conversations/import';
    const head = `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n`;
    const answer = await rawAnswer(`${head}Content-Length: ${65 * 1024 * 1024}\r\n\r\n{`);
    expect(answer).toMatch(/^HTTP\/1.1 413 .*problem\+json/s);
  });

  test('that is not needed does no harm', async () => {
    const path = `/api/conversations/${known.id}/pause`;
    for (const [headers, body] of [
      [JSON_TYPE, ''],
      [JSON_TYPE, '{"role":"admin"}'],
      [{}, ''],
    ] as const) {
      expect((await ask(`${server.url}${path}`, { method: 'POST', headers, body })).status).toBe(200);
    }
  });

  test('whose errors are many is answered with the first few', async () => {
    const events = Array.from({ length: 5000 }, () => ({ seq: 'x' }));
    const answer = await send(
      api.importConversation,
      '/api/conversations/import',
      JSON.stringify({ chimera: 1, events }),
    );
    expect(problemIn(answer).errors).toHaveLength(20);
    const long = JSON.stringify({ ['k'.repeat(100_000)]: 1 });
    expect((await send(api.createConversation, '/api/conversations', long)).text.length).toBeLessThan(3000);
  });
});

const withQuery = operations.flatMap(({ name, operation }) =>
  operation.query ? [{ name, operation, query: operation.query }] : [],
);

const querySchema = z.object({
  properties: z.record(
    z.string(),
    z.object({ type: z.string().optional(), enum: z.array(z.string()).optional() }),
  ),
});

describe('a query', () => {
  test.each(withQuery)(
    'of $name with anything of the wrong kind is refused',
    async ({ operation, query }) => {
      const { properties } = querySchema.parse(z.toJSONSchema(query, { io: 'output' }));
      for (const [key, { type, enum: choices }] of Object.entries(properties)) {
        const wrong = {
          integer: ['abc', '-1', '1.5', '1e400', 'NaN', '9007199254740993', '1&KEY=2', '%00', '[]'],
          string: ['a%00b', 'x'.repeat(3000), 'a&KEY=b', ...(choices ? ['nothing', 'RUNNING'] : [])],
        }[type === 'integer' ? 'integer' : 'string'];
        for (const value of wrong) {
          const search = `${key}=${value.replace('KEY', key)}`;
          expect({
            at: search.slice(0, 60),
            status: await refusal(soon({ method: 'GET', path: `${pathOf(operation, known)}?${search}` })),
          }).toMatchObject({ status: 400 });
        }
      }
    },
  );

  test.each(withQuery.filter(({ name }) => name !== 'suggestTopics'))(
    'of $name may hold what it does not know, which changes nothing',
    async ({ operation }) => {
      const ofPersona = operation.path.startsWith('/api/personas/:id');
      const plainPath = pathOf(operation, ofPersona ? { ...known, id: known.personaId } : known);
      const path = `${plainPath}?limit=1&ownerId=somebody-else&__proto__=x&constructor=y`;
      const plain = await soon({ method: 'GET', path: `${plainPath}?limit=1` });
      const answer = await soon({ method: 'GET', path });
      expect(answer.status).toBe(200);
      expect(answer.text.length).toBe(plain.text.length);
    },
  );

  test.each(['%', '_', "' OR 1=1 --", '"', '*', 'a* NEAR b', '\\', '{}', '🌊', '((('])(
    'looks for %s as it is',
    async (q) => {
      for (const path of ['/api/conversations', '/api/personas']) {
        const answer = await soon({ method: 'GET', path: `${path}?q=${encodeURIComponent(q)}` });
        expect(answer.status).toBe(200);
      }
    },
  );

  test('with a cursor that no list gave out is refused', async () => {
    for (const cursor of ['-5', 'abc', '1.5', '99999999999999999999']) {
      expect(await refusal(soon({ method: 'GET', path: `/api/personas?cursor=${cursor}` })), cursor).toBe(
        400,
      );
    }
  });

  test('walks a list by its cursor to the end, each item once', async () => {
    const all = await server.rest.call('listPersonas', { query: { limit: 200 } });
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await server.rest.call('listPersonas', { query: { limit: 5, ...(cursor && { cursor }) } });
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(ids).toEqual(all.items.map(({ id }) => id));
  });

  test('walks messages and events by the cursor that their pages give', async () => {
    for (let index = 0; index < 7; index += 1) {
      await server.rest.call('say', { params: known, body: { text: `Line ${index}.` } });
    }
    for (const list of ['messages', 'events']) {
      const seqs: number[] = [];
      let cursor = '';
      do {
        const answer = await soon({
          method: 'GET',
          path: `/api/conversations/${known.id}/${list}?limit=3${cursor && `&cursor=${cursor}`}`,
        });
        const page = pageSchema.parse(JSON.parse(answer.text));
        seqs.push(...page.items.map(({ seq }) => seq));
        cursor = page.nextCursor ?? '';
      } while (cursor);
      expect(new Set(seqs).size).toBe(seqs.length);
      expect(seqs.length).toBeGreaterThanOrEqual(8);
    }
  });
});

const pageSchema = z.object({
  items: z.array(z.object({ seq: z.number() })),
  nextCursor: z.string().optional(),
});

describe('an address', () => {
  test('that takes other methods says which', async () => {
    const answer = await soon({ method: 'PUT', path: '/api/conversations' });
    expect(problemIn(answer)).toMatchObject({ status: 405, code: 'method-not-allowed' });
    expect(answer.headers['allow']).toBe('POST, GET');
    const other = await soon({ method: 'PATCH', path: `/api/conversations/${known.id}/play?x=1` });
    expect(other.headers['allow']).toBe('POST');
  });

  test.each([
    '/api/nothing',
    '/api',

    '/ws/x',
    '/api//personas',
    '/..%2f..%2fetc/passwd',
    '//evil.test/',
    '/a%00b',
    `/${'a'.repeat(5000)}`,
    '/../../etc/passwd',
  ])('such as %s leads nowhere', async (path) => {
    const answer = await soon({ method: 'GET', path });
    expect(problemIn(answer)).toMatchObject({ status: 404, code: 'not-found' });
  });
});

test('what is not even HTTP is answered in the same words', async () => {
  for (const [sent, status] of [
    ['NOT HTTP\r\n\r\n', 400],
    [`GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`, 413],
    ['GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 421],
    [
      'POST /api/ws-ticket HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n',
      400,
    ],
  ] as const) {
    const answer = await rawAnswer(sent);
    expect(answer.slice(0, 60)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain('problem+json');
  }
});

test('a client that offers HTTP/2 by upgrade gets its answer in HTTP/1.1', async () => {
  const answer = await rawAnswer(
    'GET /api/formats HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n\r\n',
  );
  expect(answer).toMatch(/^HTTP\/1.1 200 /);
});

test('after all this the server is alive, and nothing was made or changed by what was refused', async () => {
  expect((await soon({ method: 'GET', path: '/livez' })).status).toBe(200);
  const conversation = await server.rest.call('getConversation', { params: known });
  expect(conversation).toMatchObject({ id: known.id, state: 'draft' });
});

/** What comes back for these bytes until the server closes, or for a second. */
function rawAnswer(sent: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    let text = '';
    socket.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
    const done = () => {
      socket.destroy();
      resolve(text);
    };
    socket.on('close', done).on('error', done);
    socket.write(sent);
    setTimeout(done, 1000);
  });
}
