import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, problemIn } from '../../test/http-answer.ts';
import { startTestApp, type TestApp } from '../../test/start-test-app.ts';

let server: TestApp;
let id: string;
beforeAll(async () => {
  server = await startTestApp();
  const { items } = await server.rest.call('listPersonas', {});
  const seats = items.slice(0, 2).map(({ id: personaId }) => ({ personaId }));
  const made = await server.rest.call('createConversation', {
    body: { topic: 'The bell', seats, settings: { pace: 'instant' } },
  });
  id = made.id;
  for (const text of ['The café by the sea.', 'A whisper about the café.', 'The sea bell.']) {
    const to = text.includes('whisper') ? made.seats.slice(0, 1).map((seat) => seat.id) : undefined;
    await server.rest.call('say', { params: { id }, body: { text, ...(to && { to }) } });
  }
});
afterAll(() => server.close());

const texts = async (query: Record<string, string>) =>
  (await server.rest.call('search', { query })).items.map(({ snippet }) => snippet.text);

test('what somebody said is found by them at once, whispers too, the newest first', async () => {
  const found = await server.rest.call('search', { query: { q: 'cafe' } });
  expect(found).toMatchObject({
    items: [
      { conversationId: id, title: 'The bell', author: { kind: 'human' }, to: [expect.any(String)] },
      { snippet: { text: 'The café by the sea.', matches: [{ start: 4, end: 8 }] } },
    ],
    searched: 1,
    unread: 0,
  });
  expect(found.items[0]?.seq).toBeGreaterThan(found.items[1]?.seq ?? 0);
  expect(await texts({ q: '"the sea"' })).toEqual(['The sea bell.', 'The café by the sea.']);
});

test('a line that is edited, branched, brought in or deleted with its talk is found as it is now', async () => {
  const said = await server.rest.call('say', { params: { id }, body: { text: 'A heron.' } });
  const params = { id, messageId: said.id };
  await server.rest.call('changeMessage', { params, body: { text: 'An egret.' } });
  expect([await texts({ q: 'heron' }), await texts({ q: 'egret' })]).toEqual([[], ['An egret.']]);
  const branch = await server.rest.call('fork', { params: { id }, body: {} });
  const exported = await server.rest.call('exportConversation', {
    params: { id },
    query: { format: 'json' },
  });
  const copy = await server.rest.call('importConversation', { body: JSON.parse(exported) });
  expect(await texts({ q: 'egret' })).toHaveLength(3);
  expect(await texts({ q: 'egret', conversationId: copy.id })).toHaveLength(1);
  await server.rest.call('deleteConversation', { params: { id: branch.id } });
  await server.rest.call('deleteConversation', { params: { id: copy.id } });
  expect(await texts({ q: 'egret' })).toEqual(['An egret.']);
});

test('what a seat says is found once it is said', async () => {
  await server.rest.call('step', { params: { id } });
  const name = (await server.rest.call('getConversation', { params: { id } })).seats.map((seat) => seat.name);
  await expect
    .poll(async () => (await Promise.all(name.map((speaker) => texts({ speaker })))).flat().length, {
      timeout: 10_000,
    })
    .toBe(1);
});

describe('a search that cannot be', () => {
  test.each([
    ['q=' + 'a'.repeat(501), 400, 'invalid-request'],
    ['q=%00', 400, 'invalid-request'],
    ['q=a&from=yesterday', 400, 'invalid-request'],
    ['q=a&to=2026-02-30', 400, 'invalid-request'],
    ['q=bell&cursor=nowhere', 400, 'invalid-request'],
    ['q=bell&limit=1000', 400, 'invalid-request'],
    ['q=bell&conversationId=nobody', 404, 'not-found'],
    [`q=${'a'.repeat(10_000)}`, 400, 'invalid-request'],
  ])('is refused in words (%#)', async (query, status, code) => {
    const startMs = performance.now();
    const answer = await ask(`${server.url}/api/search?${query}`, {});
    expect(problemIn(answer)).toMatchObject({ status, code });
    expect(performance.now() - startMs).toBeLessThan(1000);
  });

  test.each(['', 'q=%ED%A0%80', 'q=', 'q=%22', 'q=...', 'from=2026-01-01', 'q=%22the%20sea'])(
    'is none: %j is answered',
    async (query) => {
      expect((await ask(`${server.url}/api/search?${query}`, {})).status).toBe(200);
    },
  );
});

test('the transcript is read on after a position as well as before one', async () => {
  const all = await server.rest.call('listMessages', { params: { id }, query: { limit: 100 } });
  const seqs = all.items.map(({ seq }) => seq);
  const first = await server.rest.call('listMessages', { params: { id }, query: { after: 0, limit: 2 } });
  expect(first.items.map(({ seq }) => seq)).toEqual(seqs.slice(0, 2));
  expect(first.nextCursor).toBe(String(seqs[1]));
  const rest = await server.rest.call('listMessages', {
    params: { id },
    query: { after: seqs[1], limit: 100 },
  });
  expect(rest.items.map(({ seq }) => seq)).toEqual(seqs.slice(2));
  expect(rest.nextCursor).toBeUndefined();
});
