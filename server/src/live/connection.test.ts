import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CLIENT_FRAME_LIMIT,
  closeCodes,
  type ServerFrame,
  SUBSCRIPTION_LIMIT,
} from '@chimera/protocol/socket';
import { joinDelta } from '@chimera/protocol/view';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { ask } from '../../test/http-answer.ts';
import { type LiveStage, openLiveStage } from '../../test/live-stage.ts';
import { startTestApp, type TestApp } from '../../test/start-test-app.ts';
import { type Database, openDatabase } from '../db/open-database.ts';
import { silentLogger } from '../logger.ts';
import { Connection } from './connection.ts';
import { scopes } from '@chimera/protocol/access';
import { type Identity, localAuthoriser } from '../identity.ts';
import { Doorkeeper } from './doorkeeper.ts';

function identityOf(userId: string): Identity {
  return {
    person: { userId, name: 'Ada' },
    username: 'ada',
    role: 'admin',
    scopes,
    grant: { kind: 'local' },
    rights: 0,
  };
}

/** A WebSocket that keeps every frame it got, and waits for those it wants. */
class Client {
  readonly socket: WebSocket;
  readonly frames: ServerFrame[] = [];
  readonly closed: Promise<number>;

  constructor(url: string) {
    this.socket = new WebSocket(url);
    this.socket.on('message', (data, isBinary) => {
      if (!isBinary && Buffer.isBuffer(data)) this.frames.push(JSON.parse(data.toString()));
    });
    this.socket.on('error', () => undefined);
    this.closed = once(this.socket, 'close').then(([code]) => Number(code));
  }

  static async open(url: string): Promise<Client> {
    const client = new Client(url);
    await once(client.socket, 'open');
    return client;
  }

  send(frame: unknown): void {
    this.socket.send(JSON.stringify(frame));
  }

  until(predicate: (frame: ServerFrame) => boolean): Promise<ServerFrame> {
    return vi.waitFor(() => {
      const found = this.frames.find(predicate);
      if (!found) throw new Error(`Not among ${this.frames.length} frames.`);
      return found;
    }, 5000);
  }

  /** Everything that was sent before this has been answered. */
  async settle(): Promise<void> {
    const before = this.frames.filter(({ type }) => type === 'pong').length;
    this.send({ type: 'ping' });
    await vi.waitFor(() => {
      const after = this.frames.filter(({ type }) => type === 'pong').length;
      if (after === before) throw new Error('No pong yet.');
    });
  }

  of(conversationId: string): ServerFrame[] {
    return this.frames.filter(
      (frame) => 'conversationId' in frame && frame.conversationId === conversationId,
    );
  }
}

describe('on a whole server', () => {
  let server: TestApp;
  let url: string;
  const clients: Client[] = [];
  beforeAll(async () => {
    server = await startTestApp({ script: () => ['The ', 'sea ', 30, 'keeps ', 'no ', 'ledger.'] });
    url = `${server.url.replace('http', 'ws')}/ws`;
  });
  afterEach(() => {
    for (const { socket } of clients.splice(0)) socket.terminate();
  });
  afterAll(() => server.close());

  async function connect(address = url): Promise<Client> {
    const client = await Client.open(address);
    clients.push(client);
    return client;
  }

  async function begin(): Promise<string> {
    const { items } = await server.rest.call('listPersonas', {});
    const seats = items.slice(0, 2).map(({ id }) => ({ personaId: id }));
    const settings = { pace: 'instant' as const, maxTurns: 2 };
    const { id } = await server.rest.call('createConversation', { body: { topic: 'T', seats, settings } });
    return id;
  }

  test('the first answer is a snapshot; then every event comes once, in order, and the words between them', async () => {
    const conversationId = await begin();
    const client = await connect();
    client.send({ type: 'subscribe', conversationId });
    const snapshot = await client.until(({ type }) => type === 'snapshot');
    expect(client.frames[0]).toBe(snapshot);
    expect(snapshot).toMatchObject({
      conversationId,
      head: 1,
      view: { conversation: { id: conversationId } },
    });
    await server.rest.call('play', { params: { id: conversationId } });
    await client.until((frame) => frame.type === 'event' && frame.event.type === 'conversation-stopped');
    const events = client.frames.flatMap((frame) => (frame.type === 'event' ? [frame] : []));
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 2));
    expect(new Set(events.map(({ gen }) => gen)).size).toBe(1);
    const texts = new Map<string, string>();
    for (const frame of client.frames) {
      if (frame.type !== 'delta') continue;
      texts.set(frame.turnId, joinDelta(texts.get(frame.turnId) ?? '', frame) ?? 'a gap');
    }
    const finished = events.flatMap(({ event }) =>
      event.type === 'message-finished' ? [event.message] : [],
    );
    expect(finished.map(({ text }) => text)).toEqual([...texts.values()]);
    expect(texts.size).toBe(2);
  });

  test('a client that says what it has gets exactly the rest, and no snapshot', async () => {
    const conversationId = await begin();
    for (const text of ['One.', 'Two.', 'Three.']) {
      await server.rest.call('say', { params: { id: conversationId }, body: { text } });
    }
    const client = await connect();
    client.send({ type: 'subscribe', conversationId, after: 2 });
    await client.until((frame) => frame.type === 'event' && frame.seq === 4);
    expect(client.frames.flatMap((frame) => (frame.type === 'event' ? [frame.seq] : []))).toEqual([3, 4]);
    expect(client.frames.some(({ type }) => type === 'snapshot')).toBe(false);
  });

  test('what cannot be followed is told in an error frame, and the socket stays', async () => {
    const client = await connect();
    client.send({ type: 'subscribe', conversationId: 'nobody' });
    const error = await client.until(({ type }) => type === 'error');
    expect(error).toEqual({
      type: 'error',
      code: 'not-found',
      detail: 'There is no such conversation.',
      conversationId: 'nobody',
    });
    await client.settle();
  });

  test.each([
    ['no JSON', 'hello'],
    ['nothing', ''],
    ['a list', '[]'],
    ['a word', '"subscribe"'],
    ['null', 'null'],
    ['an unknown type', '{"type":"delete"}'],
    ['no type', '{}'],
    ['no conversation', '{"type":"subscribe"}'],
    ['an id that is a number', '{"type":"subscribe","conversationId":5}'],
    ['an id that is too long', JSON.stringify({ type: 'subscribe', conversationId: 'x'.repeat(201) })],
    ['an id with NUL', '{"type":"subscribe","conversationId":"a\\u0000"}'],
    ['an id that is no Unicode', '{"type":"subscribe","conversationId":"\\ud800"}'],
    ['a position before the first', '{"type":"subscribe","conversationId":"a","after":-1}'],
    ['a position beyond all', '{"type":"subscribe","conversationId":"a","after":1e400}'],
    ['a position in words', '{"type":"subscribe","conversationId":"a","after":"1"}'],
    ['more than it may', '{"type":"subscribe","conversationId":"a","ownerId":"somebody-else"}'],
    ['a frame of the server', '{"type":"snapshot","conversationId":"a"}'],
    ['a prototype', '{"type":"ping","__proto__":{"x":1}}'],
    ['depth', '['.repeat(30_000)],
  ])('%s is answered with an error frame, and the socket stays', async (_, text) => {
    const client = await connect();
    client.socket.send(text);
    expect(await client.until(({ type }) => type === 'error')).toMatchObject({ code: 'invalid-request' });
    await client.settle();
  });

  test('so is a binary frame', async () => {
    const client = await connect();
    client.socket.send(Buffer.from('{"type":"ping"}'), { binary: true });
    expect(await client.until(({ type }) => type === 'error')).toMatchObject({ code: 'invalid-request' });
    await client.settle();
    expect(client.frames.filter(({ type }) => type === 'pong')).toHaveLength(1);
  });

  test('a thousand bad frames at once cost a few answers, and others are served meanwhile', async () => {
    const client = await connect();
    const other = await connect();
    for (let sent = 0; sent < 1000; sent += 1) client.socket.send('garbage');
    await other.settle();
    await client.until(({ type }) => type === 'error');
    expect(client.frames.length).toBeLessThan(1000);
  });

  test('a frame of 64 KB is read, one byte more closes with 1009', async () => {
    const client = await connect();
    client.socket.send('x'.repeat(CLIENT_FRAME_LIMIT));
    await client.until(({ type }) => type === 'error');
    client.socket.send('x'.repeat(CLIENT_FRAME_LIMIT + 1));
    expect(await client.closed).toBe(1009);
  });

  test('fragments count together, and text that is no UTF-8 closes with 1007', async () => {
    const client = await connect();
    client.socket.send('x'.repeat(40_000), { fin: false });
    client.socket.send('x'.repeat(40_000), { fin: true });
    expect(await client.closed).toBe(1009);
    const other = await connect();
    other.socket.send(Buffer.from([0xff, 0xfe]), { binary: false });
    expect(await other.closed).toBe(1007);
  });

  test('a socket follows twenty conversations and not one more, until it leaves one', async () => {
    const ids = await Promise.all(Array.from({ length: SUBSCRIPTION_LIMIT + 1 }, begin));
    const client = await connect();
    for (const conversationId of ids) client.send({ type: 'subscribe', conversationId });
    const error = await client.until(({ type }) => type === 'error');
    expect(error).toMatchObject({ code: 'too-many-requests', conversationId: ids.at(-1) });
    await vi.waitFor(() =>
      expect(client.frames.filter(({ type }) => type === 'snapshot')).toHaveLength(SUBSCRIPTION_LIMIT),
    );
    client.send({ type: 'unsubscribe', conversationId: ids[0] });
    client.send({ type: 'subscribe', conversationId: ids.at(-1) });
    await client.until((frame) => frame.type === 'snapshot' && frame.conversationId === ids.at(-1));
  });

  test('two conversations share a socket, and leaving one ends its frames and not the other’s', async () => {
    const [one, two] = [await begin(), await begin()];
    const client = await connect();
    for (const conversationId of [one, two]) client.send({ type: 'subscribe', conversationId });
    const said = (conversationId: string) => (frame: ServerFrame) =>
      frame.type === 'event' && frame.conversationId === conversationId;
    for (const id of [one, two]) {
      await server.rest.call('say', { params: { id }, body: { text: 'Hello.' } });
      await client.until(said(id));
    }
    client.send({ type: 'unsubscribe', conversationId: one });
    await client.settle();
    const before = client.of(one).length;
    for (const id of [one, two]) await server.rest.call('play', { params: { id } });
    await client.until(
      (frame) =>
        frame.type === 'event' && frame.conversationId === two && frame.event.type === 'conversation-stopped',
    );
    expect(client.of(one)).toHaveLength(before);
  });

  test('of two quick subscriptions to one conversation the last one counts', async () => {
    const conversationId = await begin();
    for (const text of ['One.', 'Two.']) {
      await server.rest.call('say', { params: { id: conversationId }, body: { text } });
    }
    const client = await connect();
    client.send({ type: 'subscribe', conversationId, after: 3 });
    client.send({ type: 'unsubscribe', conversationId });
    client.send({ type: 'subscribe', conversationId, after: 1 });
    await client.until((frame) => frame.type === 'event' && frame.seq === 3);
    expect(client.frames.flatMap((frame) => (frame.type === 'event' ? [frame.seq] : []))).toEqual([2, 3]);
  });

  test('a conversation that is deleted is gone for its viewers', async () => {
    const conversationId = await begin();
    const client = await connect();
    client.send({ type: 'subscribe', conversationId });
    await client.until(({ type }) => type === 'snapshot');
    await server.rest.call('deleteConversation', { params: { id: conversationId } });
    expect(await client.until(({ type }) => type === 'error')).toMatchObject({
      code: 'not-found',
      conversationId,
    });
  });

  test('others see that somebody writes, and a stranger to the conversation tells nobody', async () => {
    const conversationId = await begin();
    const [writer, reader, stranger] = [await connect(), await connect(), await connect()];
    for (const client of [writer, reader]) {
      client.send({ type: 'subscribe', conversationId });
      await client.until(({ type }) => type === 'snapshot');
    }
    stranger.send({ type: 'typing', conversationId });
    await stranger.settle();
    await reader.settle();
    expect(reader.frames.some(({ type }) => type === 'typing')).toBe(false);
    writer.send({ type: 'typing', conversationId });
    expect(await reader.until(({ type }) => type === 'typing')).toMatchObject({ name: 'You' });
  });

  test('a ticket opens one socket, once', async () => {
    const { ticket, expiresAt } = await server.rest.call('createTicket', {});
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(30_000);
    const client = await connect(`${url}?ticket=${ticket}`);
    await client.settle();
    for (const used of [ticket, 'nothing', '', '__proto__']) {
      const answer = await ask(`${server.url}/ws?ticket=${used}`, { headers: upgradeHeaders });
      expect([answer.status, JSON.parse(answer.text).code]).toEqual([401, 'unauthenticated']);
    }
  });

  test('a token in the address is not a ticket, and says nothing', async () => {
    const { ticket } = await server.rest.call('createTicket', {});
    const client = await connect(`${url}?token=${ticket}`);
    await client.settle();
    const second = await connect(`${url}?ticket=${ticket}`);
    expect(second.socket.readyState).toBe(WebSocket.OPEN);
  });
});

const upgradeHeaders = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

describe('a viewer that stops reading', () => {
  let database: Database;
  let stage: LiveStage;
  let server: Server;
  let url: string;
  const connections: { connection: Connection; socket: WebSocket }[] = [];
  beforeAll(async () => {
    database = await openDatabase({ url: null, dataDir: ':memory:' });
    stage = await openLiveStage(database);
    server = createServer();
    const sockets = new WebSocketServer({ server, perMessageDeflate: false });
    sockets.on('connection', (socket, { socket: stream }) => {
      const doorkeeper = new Doorkeeper({ authoriser: localAuthoriser, logger: silentLogger });
      const parts = { rooms: stage.rooms, bus: stage.bus, logger: silentLogger, doorkeeper };
      connections.push({
        socket,
        connection: new Connection({ socket, stream, identity: identityOf(stage.ref.ownerId) }, parts),
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `ws://127.0.0.1:${portOf(server.address())}`;
  });
  afterEach(() => {
    for (const { socket } of connections.splice(0)) socket.terminate();
  });
  afterAll(async () => {
    server.close();
    await database.close();
  });

  async function follow(): Promise<Client> {
    const client = await Client.open(url);
    client.send({ type: 'subscribe', conversationId: stage.ref.id });
    await client.until(({ type }) => type === 'snapshot');
    return client;
  }

  const piece = 'All the words of a line that is long. '.repeat(60);
  const PIECES = 5000;

  function heard({ frames }: Client, turnId: string): { text: string | null; pieces: number } {
    const deltas = frames.flatMap((frame) =>
      frame.type === 'delta' && frame.turnId === turnId ? [frame] : [],
    );
    const text = deltas.reduce<string | null>(
      (all, delta) => all && joinDelta(all === '-' ? '' : all, delta),
      '-',
    );
    return { text, pieces: deltas.length };
  }

  test('costs the server one write, holds nobody up, and then gets every word', async () => {
    const [stopped, reading] = [await follow(), await follow()];
    stopped.socket.pause();
    const speech = await stage.beginTurn();
    let most = 0;
    for (let said = 0; said < PIECES; said += 1) {
      speech.say(`${said} ${piece}`);
      most = Math.max(most, connections[0]?.socket.bufferedAmount ?? 0);
      if (said % 25 === 0) await sleep(10);
    }
    expect(most).toBeLessThan(speech.text.length / 10);
    await vi.waitFor(() => expect(heard(reading, speech.turnId).text === speech.text).toBe(true), 5000);
    await stage.finishTurn(speech);
    stopped.socket.resume();
    const finished = ({ type }: ServerFrame) => type === 'event';
    await stopped.until(
      (frame) => finished(frame) && 'event' in frame && frame.event.type === 'message-finished',
    );
    const caughtUp = heard(stopped, speech.turnId);
    expect(caughtUp.text === speech.text).toBe(true);
    expect(caughtUp.pieces).toBeLessThan(PIECES / 4);
    for (const { socket } of [stopped, reading]) socket.terminate();
  }, 60_000);

  test('for a quarter of a minute is let go with 4008, which it learns when it reads again', async () => {
    const stopped = await follow();
    const reading = await follow();
    stopped.socket.pause();
    const speech = await stage.beginTurn();
    await vi.waitFor(() => {
      for (let said = 0; said < 200; said += 1) speech.say(piece);
      expect(connections[0]?.socket.bufferedAmount).toBeGreaterThan(0);
    }, 10_000);
    const nowMs = performance.now();
    for (const { connection } of connections) connection.sweep(nowMs + 14_000, false);
    expect(stage.rooms.viewers(stage.ref.id)).toBe(2);
    await sleep(50);
    connections[0]?.connection.sweep(performance.now() + 16_000, false);
    await vi.waitFor(() => expect(stage.rooms.viewers(stage.ref.id)).toBe(1));
    stopped.socket.resume();
    expect(await stopped.closed).toBe(closeCodes.tooSlow);
    await stage.finishTurn(speech);
    await vi.waitFor(() => expect(heard(reading, speech.turnId).text === speech.text).toBe(true), 5000);
    reading.socket.terminate();
  }, 60_000);

  test('or that vanished is found by the ping that it does not answer', async () => {
    const stopped = await follow();
    const answering = await follow();
    stopped.socket.pause();
    for (const { connection } of connections) connection.sweep(performance.now(), true);
    await sleep(100);
    for (const { connection } of connections) connection.sweep(performance.now(), true);
    await vi.waitFor(() => expect(stage.rooms.viewers(stage.ref.id)).toBe(1));
    expect(answering.socket.readyState).toBe(WebSocket.OPEN);
    for (const { socket } of [stopped, answering]) socket.terminate();
  });
});

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
