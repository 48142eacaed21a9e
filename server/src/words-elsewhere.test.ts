import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { defaultSettings } from '@chimera/protocol/conversation';
import { messageIdOf } from '@chimera/protocol/view';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenTestDatabase, testDatabases } from '../test/databases.ts';
import { liveParts } from '../test/live-parts.ts';
import { type OwnRedis, startOwnRedis } from '../test/own-redis.ts';
import { enterRoom, type RoomLine } from '../test/room-client.ts';
import { createCheckpointStore } from './conversations/checkpoint-store.ts';
import type { ConversationRef } from './conversations/conversation-ref.ts';
import { createConversationStore } from './conversations/conversation-store.ts';
import { createLog } from './conversations/log.ts';
import { createTranscriptStore } from './conversations/transcript-store.ts';
import type { Database } from './db/open-database.ts';
import { Checkpoints } from './engine/checkpoints.ts';
import { Rooms } from './live/rooms.ts';
import { sharedBus } from './live/shared-bus.ts';
import { type OpenSpeech, Speeches } from './live/speech.ts';
import { silentLogger } from './logger.ts';
import { RedisLink } from './redis/redis-link.ts';
import { RedisWire } from './redis/redis-wire.ts';
import { createSealing } from './redis/sealing.ts';

const at = '2026-01-02T03:04:05.000Z';
const seat = { id: 'seat-a', personaId: 'p', name: 'Ada', brain: null, presence: 'stage' as const };
const reason = { code: 'natural', text: 'wants to speak' };
const sealing = createSealing(randomBytes(32), 't');
/** After so long of listening, who speaks knows that nobody follows elsewhere. */
const KNOWN_MS = 15_300;
const TALKS = 80;

async function openNode(database: Database, redisUrl: string, name: string) {
  const link = new RedisLink(redisUrl, silentLogger);
  await link.settled();
  const wire = new RedisWire(redisUrl, { link, pulse: `t:p:${name}`, sealing, logger: silentLogger });
  await wire.settled();
  const bus = sharedBus({ node: name, wire, prefix: 't', logger: silentLogger });
  const parts = liveParts(database, { node: name, bus });
  const speeches = new Speeches(bus);
  const conversations = createConversationStore(database, async () => undefined);
  const checkpoints = createCheckpointStore(database);
  const transcripts = createTranscriptStore(database);
  const rooms = new Rooms({ ...parts, speeches, conversations, transcripts, checkpoints });
  const log = createLog(conversations, ({ ref, conversation, events }) =>
    bus.publish(ref.id, { type: 'events', gen: conversation.gen, events }),
  );
  const saving = new Checkpoints(speeches, checkpoints, silentLogger);
  const close = async () => {
    await saving.close();
    wire.close();
    link.close();
  };
  return { link, wire, bus, speeches, rooms, log, saving, close };
}
type Node = Awaited<ReturnType<typeof openNode>>;

async function beginTurn({ log, speeches }: Node, ref: ConversationRef, attempt = 1): Promise<OpenSpeech> {
  await log.append(ref, () => [
    { type: 'turn-started', at, turnId: `turn-${ref.id}`, attempt, seatId: seat.id, reason },
  ]);
  return speeches.begin(ref.id, `turn-${ref.id}`, attempt);
}

async function endTurn({ log, speeches }: Node, ref: ConversationRef, speech: OpenSpeech): Promise<void> {
  const { turnId, attempt, text } = speech;
  const author = { kind: 'seat' as const, seatId: seat.id, name: seat.name };
  const id = messageIdOf(speech);
  const message = { id, turnId, attempt, author, text, status: 'complete' as const, createdAt: at };
  await log.append(ref, () => [{ type: 'message-finished', at, message }]);
  speeches.endOf(ref.id, speech);
}

const follow = ({ rooms }: Node, ref: ConversationRef) => enterRoom(rooms, ref);

async function talkOn(speech: OpenSpeech, words: number, everyMs: number): Promise<void> {
  for (let count = 0; count < words; count += 1) {
    speech.say(`wave-${count} `);
    await sleep(Math.random() * 2 * everyMs);
  }
}

async function until(isDone: () => boolean, limitMs = 3000): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!isDone() && performance.now() < deadline) await sleep(5);
}

describe.each(testDatabases)('words that are said on one node, on $name and one Redis', ({ open }) => {
  let opened: OpenTestDatabase;
  let redis: OwnRedis;
  let spy: Redis;
  let speaker: Node;
  let other: Node;
  /** All that went over Redis but pulses. */
  let travelled = 0;
  const talks: ConversationRef[] = [];
  const talk = () => {
    const ref = talks.pop();
    if (!ref) throw new Error('There are more tests than talks.');
    return ref;
  };

  beforeAll(async () => {
    opened = await open();
    redis = await startOwnRedis();
    speaker = await openNode(opened.database, redis.url, 'speaker');
    other = await openNode(opened.database, redis.url, 'other');
    speaker.saving.start();
    spy = new Redis(redis.url);
    spy.on('error', () => undefined);
    spy.on('pmessage', (_, channel: string) => void (travelled += channel.startsWith('t:c:') ? 1 : 0));
    await spy.psubscribe('t:*');
    const settings = defaultSettings;
    for (let count = 0; count < TALKS; count += 1) {
      const ref = { ownerId: 'owner', id: randomUUID() };
      await speaker.log.begin(ref, 'gen-1', [
        { type: 'conversation-created', at, title: 'T', topic: 'T', format: 'f', settings, seats: [seat] },
      ]);
      await speaker.bus.subscribe(ref.id, () => undefined).ready;
      talks.push(ref);
    }
    await sleep(KNOWN_MS);
  }, 60_000);
  afterAll(async () => {
    spy.disconnect();
    await speaker.close();
    await other.close();
    await redis.close();
    await opened.close();
  });

  /** The words that one who follows has a moment later, though the turn goes on; then by the log, and piece by piece. */
  async function wordsOf(
    on: Node,
    ref: ConversationRef,
    { line, speech }: { line: RoomLine; speech: OpenSpeech },
  ) {
    const { client } = line;
    await until(() => client.view?.liveText === speech.text);
    const live = client.view?.liveText;
    await endTurn(on, ref, speech);
    await until(() => client.view?.messages.at(-1)?.text === speech.text);
    return [live, client.view?.messages.at(-1)?.text, client.words.get(messageIdOf(speech))];
  }
  const all = ({ text }: OpenSpeech) => [text, text, text];

  test('none of them travels while nobody follows elsewhere, and each does when somebody does', async () => {
    const ref = talk();
    const near = await follow(speaker, ref);
    const speech = await beginTurn(speaker, ref);
    await sleep(100);
    const before = travelled;
    await talkOn(speech, 100, 1);
    await sleep(100);
    expect(travelled).toBe(before);
    const far = await follow(other, ref);
    await talkOn(speech, 100, 1);
    await until(() => travelled >= before + 100);
    expect(travelled).toBeGreaterThanOrEqual(before + 100);
    expect(near.client.view?.liveText).toBe(speech.text);
    expect(await wordsOf(speaker, ref, { line: far, speech })).toEqual(all(speech));
  });

  test('who comes at whatever moment has the text so far and every word after it', async () => {
    await Promise.all(
      Array.from({ length: 60 }, async () => {
        const ref = talk();
        const speech = await beginTurn(speaker, ref);
        const talking = talkOn(speech, 120, 4);
        await sleep(Math.random() * 500);
        const line = await follow(other, ref);
        await talking;
        expect(await wordsOf(speaker, ref, { line, speech })).toEqual(all(speech));
      }),
    );
  }, 60_000);

  test('who comes while nothing is said has all that was', async () => {
    for (let count = 0; count < 8; count += 1) {
      const ref = talk();
      const speech = await beginTurn(speaker, ref);
      await talkOn(speech, 5, 20);
      const coming = follow(other, ref);
      // The last words for long, while somebody comes.
      await sleep(count);
      speech.say('and rests');
      expect(await wordsOf(speaker, ref, { line: await coming, speech })).toEqual(all(speech));
    }
  });

  test('who comes while nothing can be sent has every word as soon as it can', async () => {
    const ref = talk();
    const speech = await beginTurn(speaker, ref);
    // What Redis does not answer makes the node leave it alone for a second.
    await other.link.attempt((client) => client.call('NONSENSE'));
    const line = await follow(other, ref);
    await talkOn(speech, 150, 10);
    expect(await wordsOf(speaker, ref, { line, speech })).toEqual(all(speech));
  });

  test('who speaks from now on does not know who follows elsewhere, and sends every word', async () => {
    const ref = talk();
    const line = await follow(other, ref);
    const lost = await beginTurn(speaker, ref);
    await talkOn(lost, 20, 2);
    speaker.speeches.drop(ref.id);
    const heir = await openNode(opened.database, redis.url, 'heir');
    const owning = heir.bus.subscribe(ref.id, () => undefined);
    const speech = await beginTurn(heir, ref, 2);
    await talkOn(speech, 100, 2);
    expect(await wordsOf(heir, ref, { line, speech })).toEqual(all(speech));
    owning.end();
    await heir.close();
  });

  test('who comes while Redis stops and starts again has every word a moment later', async () => {
    const refs = [talk(), talk(), talk(), talk()];
    const outage = (async () => {
      await sleep(300);
      await redis.stop();
      await sleep(1000);
      await redis.start();
    })();
    await Promise.all(
      refs.map(async (ref, index) => {
        const speech = await beginTurn(speaker, ref);
        const talking = talkOn(speech, 400, 12);
        await sleep(index * 600);
        const line = await follow(other, ref);
        await Promise.all([talking, outage]);
        expect(await wordsOf(speaker, ref, { line, speech })).toEqual(all(speech));
      }),
    );
  }, 60_000);
});
