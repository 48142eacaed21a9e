import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { mirrorConversation } from '@chimera/client/mirror';
import type { ServerFrame } from '@chimera/protocol/socket';
import { joinDelta } from '@chimera/protocol/view';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { ask } from '../../test/http-answer.ts';
import { type LiveStage, openLiveStage } from '../../test/live-stage.ts';
import { startTestApp, type TestApp } from '../../test/start-test-app.ts';
import { type Database, openDatabase } from '../db/open-database.ts';
import { localAuthoriser } from '../identity.ts';
import { EventStream } from './event-stream.ts';

/** One server-sent event as a browser would see it. */
interface Received {
  readonly id: string | null;
  readonly frame: ServerFrame;
}

/** Follows a stream of server-sent events; ends when the stream does. */
async function* eventsOf(stream: IncomingMessage): AsyncGenerator<Received> {
  let text = '';
  stream.setEncoding('utf8');
  for await (const piece of stream) {
    text += String(piece);
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const lines = block.split('\n');
      const data = lines.find((line) => line.startsWith('data: '))?.slice(6);
      const id = lines.find((line) => line.startsWith('id: '))?.slice(4) ?? null;
      if (data !== undefined) yield { id, frame: JSON.parse(data) };
    }
  }
}

function open(url: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { accept: 'text/event-stream', ...headers }, agent: false }, resolve).on(
      'error',
      reject,
    );
  });
}

/** The first so many events of the log (not deltas or notes) of a stream, which is then dropped. */
async function take(url: string, count: number, headers: Record<string, string> = {}): Promise<Received[]> {
  const stream = await open(url, headers);
  const taken: Received[] = [];
  for await (const received of eventsOf(stream)) {
    if (received.frame.type === 'event') taken.push(received);
    if (taken.length >= count) break;
  }
  stream.destroy();
  return taken;
}

async function first(url: string, headers: Record<string, string> = {}): Promise<Received | null> {
  const stream = await open(url, headers);
  for await (const received of eventsOf(stream)) {
    stream.destroy();
    return received;
  }
  return null;
}

/** Longer than a phrase, so that it comes in pieces. */
const SAID = 'The sea keeps no ledger of whoever went down to it with a rope and came back without one.';

describe('over HTTP', () => {
  let server: TestApp;
  let id: string;
  let gen: string;
  let head: number;
  let url: string;
  beforeAll(async () => {
    server = await startTestApp({
      script: ({ scene: { lines } }) =>
        lines.length < 4 ? [`Line ${lines.length} of it.`] : [SAID.slice(0, 60), 20, SAID.slice(60)],
    });
    const { items } = await server.rest.call('listPersonas', {});
    const seats = items.slice(0, 2).map((persona) => ({ personaId: persona.id }));
    const settings = { pace: 'instant' as const, maxTurns: 4 };
    ({ id } = await server.rest.call('createConversation', { body: { topic: 'T', seats, settings } }));
    url = `${server.url}/api/conversations/${id}/events`;
    await server.rest.call('play', { params: { id } });
    const mirror = mirrorConversation(server.live, id);
    const { conversation } = await mirror.until(({ conversation: { state } }) => state === 'stopped');
    mirror.close();
    ({ gen, head } = conversation);
  });
  afterAll(() => server.close());

  test('the whole log comes, from the first event to the last, each with its position as id', async () => {
    const events = await take(url, head);
    expect(events.map((event) => event.id)).toEqual(
      Array.from({ length: head }, (_, at) => `${gen}:${at + 1}`),
    );
    const page = await server.rest.call('listEvents', { params: { id }, query: { limit: 200 } });
    expect(events.map(({ frame }) => frame)).toEqual(
      page.items.map((item) => ({ type: 'event', conversationId: id, gen, ...item })),
    );
  });

  test('a client that drops after any event, and says which it had last, goes on right there', async () => {
    for (let seq = 1; seq < head; seq += 1) {
      const [next] = await take(url, 1, { 'last-event-id': `${gen}:${seq}` });
      expect(next?.id).toBe(`${gen}:${seq + 1}`);
    }
  });

  test('the header wins over the address, which an EventSource keeps when it comes back', async () => {
    const [next] = await take(`${url}?after=1`, 1, { 'last-event-id': `${gen}:3` });
    expect(next?.id).toBe(`${gen}:4`);
  });

  test.each(['', 'garbage', ':', 'gen:abc', 'a:b:3', 'x'.repeat(1000)])(
    'a last id that was never given out, %j, begins at the beginning',
    async (last) => {
      const [next] = await take(url, 1, { 'last-event-id': last });
      expect(next?.id).toBe(`${gen}:1`);
    },
  );

  test('a position of another time, or from the future, is answered with a snapshot', async () => {
    for (const headers of [{ 'last-event-id': 'other-gen:3' }, { 'last-event-id': `${gen}:${head + 1}` }]) {
      expect((await first(url, headers))?.frame).toMatchObject({ type: 'snapshot', gen, head });
    }
    expect((await first(`${url}?after=2&gen=other-gen`))?.frame.type).toBe('snapshot');
  });

  test('the words arrive as they are said, and join to the message', async () => {
    const stream = await open(`${url}?after=${head}`);
    const frames = eventsOf(stream);
    await server.rest.call('step', { params: { id } });
    let text = '';
    let pieces = 0;
    let finished = '';
    for await (const { frame } of frames) {
      if (frame.type === 'delta') {
        pieces += 1;
        text = joinDelta(text, frame) ?? 'a piece is missing';
      }
      if (frame.type !== 'event') continue;
      if (frame.event.type === 'message-finished') finished = frame.event.message.text;
      // A step ends with a pause: after it nothing more is written.
      if (frame.event.type === 'conversation-changed' && frame.event.state === 'paused') break;
    }
    expect([text, finished]).toEqual([SAID, SAID]);
    expect(pieces).toBeGreaterThan(1);
  });

  test('without asking for a stream one gets a page, and the position of the next', async () => {
    const { items, nextCursor, ...rest } = await server.rest.call('listEvents', {
      params: { id },
      query: { after: 2, limit: 3 },
    });
    expect(items.map(({ seq }) => seq)).toEqual([3, 4, 5]);
    expect(nextCursor).toBe('5');
    expect(rest.gen).toBe(gen);
    const last = await server.rest.call('listEvents', { params: { id }, query: { after: rest.head } });
    expect(last).toEqual({ items: [], gen, head: rest.head });
  });

  test('asking only for the headers ends at once', async () => {
    const answer = await ask(url, { method: 'HEAD', headers: { accept: 'text/event-stream' } });
    expect(answer).toMatchObject({ status: 200, text: '' });
  });

  test('a conversation that is not there is a 404, and one that is deleted ends the stream', async () => {
    const unknown = url.replace(id, 'nobody');
    expect((await ask(unknown, { headers: { accept: 'text/event-stream' } })).status).toBe(404);
    const copy = await server.rest.call('fork', { params: { id }, body: {} });
    const stream = await open(url.replace(id, copy.id));
    const all = Array.fromAsync(eventsOf(stream));
    await server.rest.call('deleteConversation', { params: { id: copy.id } });
    expect((await all).length).toBeGreaterThan(0);
  });

  test('the server closes at once though somebody follows, and the stream ends whole', async () => {
    const other = await startTestApp();
    const { items } = await other.rest.call('listPersonas', {});
    const body = { topic: 'T', seats: [{ personaId: items[0]?.id ?? '' }] };
    const made = await other.rest.call('createConversation', { body });
    const stream = await open(`${other.url}/api/conversations/${made.id}/events`);
    const all = Array.fromAsync(eventsOf(stream));
    const startMs = performance.now();
    await other.close();
    expect(performance.now() - startMs).toBeLessThan(2500);
    expect(await all).toHaveLength(1);
  });
});

describe('a stream', () => {
  let database: Database;
  let stage: LiveStage;
  let server: Server;
  let url: string;
  const streams: ServerResponse[] = [];
  let followed = false;
  beforeAll(async () => {
    database = await openDatabase({ url: null, dataDir: ':memory:' });
    stage = await openLiveStage(database);
    const answer = async (path: string | undefined, response: ServerResponse) => {
      streams.push(response);
      response.writeHead(200);
      if (path === '/left') await once(response, 'close');
      const identity = await localAuthoriser.identify({ kind: 'none' });
      if (identity === null) throw new Error('Nobody is here.');
      const stream = new EventStream({ response, identity, rooms: stage.rooms, gen: stage.gen });
      await stream.follow(stage.ref, { after: 0 });
      followed = true;
    };
    server = createServer((request, response) => void answer(request.url, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    url = `http://127.0.0.1:${isAddress(address) ? address.port : 0}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await vi.waitUntil(() => stage.rooms.viewers(stage.ref.id) === 0);
    streams.length = 0;
    followed = false;
  });
  afterAll(async () => {
    server.close();
    await database.close();
  });

  test('of a reader that stops for two seconds keeps one piece for it, and then gives it every word', async () => {
    const stream = await open(url);
    const speech = await stage.beginTurn();
    stream.pause();
    const piece = 'All the words of a line that is long. '.repeat(60);
    const PIECES = 5000;
    let most = 0;
    for (let said = 0; said < PIECES; said += 1) {
      speech.say(`${said} ${piece}`);
      most = Math.max(most, streams[0]?.writableLength ?? 0);
      if (said % 25 === 0) await sleep(10);
    }
    // One write waits, whatever is said meanwhile.
    expect(most).toBeLessThan(speech.text.length / 20);
    await stage.finishTurn(speech);
    let text = '';
    let pieces = 0;
    stream.resume();
    for await (const { frame } of eventsOf(stream)) {
      if (frame.type === 'delta') {
        pieces += 1;
        text = joinDelta(text, frame) ?? 'a piece is missing';
      }
      if (frame.type === 'event' && frame.event.type === 'message-finished') break;
    }
    expect(text === speech.text).toBe(true);
    expect(pieces).toBeLessThan(PIECES);
  }, 60_000);

  test('whose reader left before it was let in leaves nothing behind', async () => {
    const request = get(`${url}/left`, { agent: false });
    request.on('error', () => undefined);
    await vi.waitFor(() => expect(streams).toHaveLength(1));
    request.destroy();
    await vi.waitFor(() => expect(followed).toBe(true));
    expect(stage.rooms.viewers(stage.ref.id)).toBe(0);
  });
});

function isAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
