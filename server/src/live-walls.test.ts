import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { closeCodes } from '@chimera/protocol/socket';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type OpenTestDatabase, testDatabases } from '../test/databases.ts';
import { type FakeAuthoriser, fakeAuthoriser } from '../test/fake-authoriser.ts';
import { ask, problemIn } from '../test/http-answer.ts';
import { LiveClient, type LiveNode, openLiveNode } from '../test/live-node.ts';
import { type LiveStage, openLiveStage } from '../test/live-stage.ts';
import { type Database, openDatabase } from './db/open-database.ts';

describe.each(testDatabases)('with accounts on $name', ({ open }) => {
  let kept: OpenTestDatabase;
  let second: Database;
  let people: FakeAuthoriser;
  let stage: LiveStage;
  let here: LiveNode;
  let stageThere: LiveStage;
  let there: LiveNode;
  let clients: LiveClient[];
  beforeEach(async () => {
    kept = await open();
    second = await openDatabase({ url: kept.url, dataDir: kept.dataDir });
    people = fakeAuthoriser();
    people.add('owner-token', { userId: 'owner' });
    people.add('chm_reader', { userId: 'owner', kind: 'key', scopes: ['read'] });
    people.add('chm_writer', { userId: 'owner', kind: 'key', scopes: ['converse'] });
    people.add('stranger-token', { userId: 'stranger' });
    stage = await openLiveStage(kept.database);
    stageThere = await openLiveStage(second);
    here = await openLiveNode({ database: kept.database, stage, authoriser: people });
    there = await openLiveNode({ database: second, stage: stageThere, authoriser: people });
    clients = [];
  });
  afterEach(async () => {
    for (const { socket } of clients) socket.terminate();
    await here.close();
    await there.close();
    await second.close();
    await kept.close();
  });

  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  async function connect(headers: Record<string, string>, node = here, query = ''): Promise<LiveClient> {
    const client = await LiveClient.open(`${node.url}/ws${query}`, { headers });
    clients.push(client);
    return client;
  }

  async function follow(headers: Record<string, string>, node = here, { ref } = stage): Promise<LiveClient> {
    const client = await connect(headers, node);
    client.send({ type: 'subscribe', conversationId: ref.id });
    await vi.waitUntil(() => client.has('snapshot'));
    return client;
  }

  /** The status of a refusal, told as problem details before anything is a WebSocket; 101 when it opens. */
  async function knock(headers: Record<string, string>, query = '', node = here): Promise<number> {
    const socket = new WebSocket(`${node.url.replace('http', 'ws')}/ws${query}`, { headers });
    socket.on('error', () => undefined);
    const refused = once(socket, 'unexpected-response').then(async ([, answer]) => {
      let text = '';
      for await (const piece of answer) text += String(piece);
      return problemIn({ status: answer.statusCode, headers: answer.headers, text }).status;
    });
    const status = await Promise.race([refused, once(socket, 'open').then(() => 101)]);
    socket.terminate();
    return status;
  }

  test('a page of another site opens nothing, a program with its own credentials does', async () => {
    const own = here.url;
    const { host } = new URL(own);
    const cookie = { cookie: '__Host-chimera=owner-token' };
    expect(await knock({ ...cookie, origin: own })).toBe(101);
    for (const origin of [
      'https://evil.test',
      'null',
      `http://${host}.evil.test`,
      `http://evil${host}`,
      `http://${host}@evil.test`,
      `https://evil.test/${host}`,
      '',
    ]) {
      for (const shown of [cookie, bearer('owner-token'), { 'x-api-key': 'chm_reader' }]) {
        expect([origin, await knock({ ...shown, origin })]).toEqual([origin, 403]);
      }
    }
    expect(await knock(cookie)).toBe(403);
    expect(await knock({ ...cookie, origin: own, 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await knock(bearer('owner-token'))).toBe(101);
    expect(await knock({ 'x-api-key': 'chm_reader' })).toBe(101);
    for (const foreign of ['evil.test', `${host}.evil.test`]) {
      expect(await knock({ ...cookie, origin: own, host: foreign })).toBe(421);
      expect(await knock({ ...bearer('owner-token'), host: foreign })).toBe(421);
    }
  });

  test.each([
    ['owner-token', 101],
    ['chm_reader', 101],
    ['chm_writer', 403],
    ['nobody', 401],
    ['chm_nobody', 401],
  ])('%s has the same answer, %i, by header, key, cookie and ticket', async (secret, expected) => {
    const answers = [
      await knock(bearer(secret)),
      await knock({ 'x-api-key': secret }),
      await knock({ cookie: `__Host-chimera=${secret}`, origin: here.url }),
    ];
    const identity = await people.identify({ kind: 'token', token: secret }).catch(() => null);
    if (identity)
      answers.push(await knock({}, `?ticket=${(await here.tickets.issue(identity.grant)).ticket}`));
    expect(answers).toEqual(answers.map(() => expected));
    const events = `${here.url}/api/conversations/${stage.ref.id}/events`;
    const byHttp = (await ask(events, { headers: bearer(secret) })).status;
    expect(byHttp).toBe(expected === 101 ? 200 : expected);
  });

  test('nothing but a ticket counts in the address, and no header says who somebody is', async () => {
    for (const query of [
      '',
      '?token=owner-token',
      '?access_token=owner-token',
      '?key=chm_reader',
      '?ticket=owner-token',
    ]) {
      expect([query, await knock({}, query)]).toEqual([query, 401]);
    }
    expect(await knock({ 'x-user-id': 'owner', 'remote-user': 'owner', 'x-forwarded-user': 'owner' })).toBe(
      401,
    );
    // What is shown first counts alone.
    expect(await knock({ ...bearer('nobody'), 'x-api-key': 'chm_reader' })).toBe(401);
    expect(await knock(bearer('owner-token'), '?ticket=nothing')).toBe(401);
  });

  test('a ticket of one node opens one socket on another, and none once its owner signed out', async () => {
    const { grant } = people.add('guest-token', { userId: 'owner' });
    const { ticket } = await here.tickets.issue(grant);
    const late = await here.tickets.issue(grant);
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, at) => knock({}, `?ticket=${ticket}`, at % 2 === 0 ? here : there)),
    );
    expect(answers.toSorted((one, other) => one - other)).toEqual([101, 401, 401, 401, 401, 401]);
    people.signOut('guest-token');
    expect(await knock({}, `?ticket=${late.ticket}`, there)).toBe(401);
  });

  test('somebody else’s conversation and a missing one are the same', async () => {
    const stranger = await connect(bearer('stranger-token'));
    for (const conversationId of [stage.ref.id, 'nobody'])
      stranger.send({ type: 'subscribe', conversationId });
    await vi.waitUntil(() => stranger.frames.length === 2);
    const bare = stranger.frames.map((frame) => ({ ...frame, conversationId: '' }));
    expect(bare[0]).toEqual(bare[1]);
    expect(bare[0]).toMatchObject({ type: 'error', code: 'not-found' });
    expect(stage.rooms.viewers(stage.ref.id)).toBe(0);
  });

  test('typing needs more than to read, and has the name of whoever types', async () => {
    const [reader, writer] = [
      await follow({ 'x-api-key': 'chm_reader' }),
      await follow(bearer('owner-token')),
    ];
    reader.send({ type: 'typing', conversationId: stage.ref.id });
    await vi.waitUntil(() => reader.has('error'));
    expect(reader.frames.at(-1)).toMatchObject({ code: 'forbidden' });
    expect(writer.has('typing')).toBe(false);
    writer.send({ type: 'typing', conversationId: stage.ref.id });
    await vi.waitUntil(() => reader.has('typing'));
    expect(reader.frames.at(-1)).toMatchObject({ name: 'The owner' });
  });

  test('the eleventh socket of an account is refused, also as a stream, and others come in', async () => {
    for (let opened = 0; opened < 10; opened += 1) await connect(bearer('owner-token'));
    expect(await knock({ 'x-api-key': 'chm_reader' })).toBe(429);
    const accept = 'text/event-stream';
    const events = `${here.url}/api/conversations/${stage.ref.id}/events`;
    const stream = await ask(events, { headers: { ...bearer('owner-token'), accept } });
    expect(problemIn(stream)).toMatchObject({ status: 429, code: 'too-many-requests' });
    expect(await knock(bearer('stranger-token'))).toBe(101);
    clients[0]?.socket.close();
    await clients[0]?.closed;
    await vi.waitFor(async () => expect(await knock(bearer('owner-token'))).toBe(101));
  });

  test('who signs out is out on both nodes within five seconds, and is told nothing more', async () => {
    people.add('leaving', { userId: 'owner' });
    const [leaving, away] = [
      await follow(bearer('leaving')),
      await follow(bearer('leaving'), there, stageThere),
    ];
    const staying = await follow(bearer('owner-token'));
    const speech = await stage.beginTurn();
    const speaking = setInterval(() => speech.say('word '), 5);
    await vi.waitUntil(() => leaving.has('delta'));
    const fromMs = performance.now();
    people.signOut('leaving');
    expect(await Promise.all([leaving.closed, away.closed])).toEqual([
      closeCodes.unauthenticated,
      closeCodes.unauthenticated,
    ]);
    expect(performance.now() - fromMs).toBeLessThan(5000);
    const heard = leaving.frames.length;
    await sleep(200);
    clearInterval(speaking);
    expect(leaving.frames).toHaveLength(heard);
    await stage.finishTurn(speech);
    await vi.waitUntil(() => staying.frames.some((frame) => frame.type === 'event' && frame.seq === 3));
    expect(stage.rooms.viewers(stage.ref.id)).toBe(1);
  }, 15_000);

  test('who does not read is out in time as well, whatever was written before', async () => {
    people.add('leaving', { userId: 'owner' });
    const leaving = await follow(bearer('leaving'));
    leaving.socket.pause();
    const speech = await stage.beginTurn();
    const piece = 'All the words of a line that is long. '.repeat(2000);
    const speaking = setInterval(() => speech.say(piece), 5);
    await sleep(1000);
    people.signOut('leaving');
    await vi.waitFor(() => expect(here.connections.size).toBe(0), 5000);
    clearInterval(speaking);
  }, 15_000);

  test('a subscription looks again before it lets anybody in', async () => {
    people.add('leaving', { userId: 'owner' });
    const leaving = await connect(bearer('leaving'));
    people.signOut('leaving');
    leaving.send({ type: 'subscribe', conversationId: stage.ref.id });
    const fromMs = performance.now();
    expect(await leaving.closed).toBe(closeCodes.unauthenticated);
    expect(performance.now() - fromMs).toBeLessThan(1000);
    expect(leaving.frames).toEqual([]);
  });

  test('a failed look refuses the subscription and keeps the socket', async () => {
    const client = await connect(bearer('owner-token'));
    people.failure = new Error('The database rests.');
    client.send({ type: 'subscribe', conversationId: stage.ref.id });
    await vi.waitUntil(() => client.has('error'));
    expect(client.frames).toEqual([expect.objectContaining({ code: 'internal' })]);
    people.failure = null;
    client.send({ type: 'subscribe', conversationId: stage.ref.id });
    await vi.waitUntil(() => client.has('snapshot'));
  });

  test('whose rights change is sent to come back, and comes in with those of now', async () => {
    people.add('changing', { userId: 'owner' });
    const changing = await follow(bearer('changing'));
    people.change('changing', ['read']);
    expect(await changing.closed).toBe(closeCodes.rightsChanged);
    expect(await knock(bearer('changing'))).toBe(101);
    const again = await follow(bearer('changing'));
    people.change('changing', []);
    expect(await again.closed).toBe(closeCodes.forbidden);
    expect(await knock(bearer('changing'))).toBe(403);
  }, 15_000);

  test('a stream ends within five seconds, and does not come back', async () => {
    people.add('leaving', { userId: 'owner' });
    const headers = { ...bearer('leaving'), accept: 'text/event-stream' };
    const events = `${here.url}/api/conversations/${stage.ref.id}/events`;
    const following = ask(events, { headers });
    await vi.waitUntil(() => stage.rooms.viewers(stage.ref.id) === 1);
    const fromMs = performance.now();
    people.signOut('leaving');
    expect((await following).status).toBe(200);
    expect(performance.now() - fromMs).toBeLessThan(5000);
    expect(stage.rooms.viewers(stage.ref.id)).toBe(0);
    expect((await ask(events, { headers })).status).toBe(401);
  }, 15_000);
});
