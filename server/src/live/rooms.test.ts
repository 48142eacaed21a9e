import { randomUUID } from 'node:crypto';
import { defaultSettings } from '@chimera/protocol/conversation';
import type { Event } from '@chimera/protocol/event';
import { messageIdOf } from '@chimera/protocol/view';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { liveParts } from '../../test/live-parts.ts';
import { enterRoom, RoomClient, RoomLine } from '../../test/room-client.ts';
import { createCheckpointStore } from '../conversations/checkpoint-store.ts';
import { createConversationStore } from '../conversations/conversation-store.ts';
import { createLog, type Log } from '../conversations/log.ts';
import { createTranscriptStore } from '../conversations/transcript-store.ts';
import { type Database, openDatabase } from '../db/open-database.ts';
import { Rooms } from './rooms.ts';
import { type OpenSpeech, Speeches } from './speech.ts';

const at = '2026-01-02T03:04:05.000Z';
const seat = { id: 'seat-a', personaId: 'p', name: 'Ada', brain: null, presence: 'stage' as const };
const reason = { code: 'natural', text: 'wants to speak' };

let database: Database;
beforeAll(async () => {
  database = await openDatabase({ url: null, dataDir: ':memory:' });
});
afterAll(() => database.close());

async function stage() {
  const parts = liveParts(database);
  const { bus } = parts;
  const speeches = new Speeches(bus);
  const conversations = createConversationStore(database, async () => undefined);
  const transcripts = createTranscriptStore(database);
  const checkpoints = createCheckpointStore(database);
  const rooms = new Rooms({ ...parts, speeches, conversations, transcripts, checkpoints });
  const log: Log = createLog(conversations, ({ ref, conversation, events }) =>
    bus.publish(ref.id, { type: 'events', gen: conversation.gen, events }),
  );
  const ref = { ownerId: 'owner', id: randomUUID() };
  await log.begin(ref, 'gen-1', [
    {
      type: 'conversation-created',
      at,
      title: 'T',
      topic: 'T',
      format: 'f',
      settings: defaultSettings,
      seats: [seat],
    },
  ]);

  const connect = (client: RoomClient, open = true) => enterRoom(rooms, ref, client, open);

  let turns = 0;
  async function beginTurn(): Promise<OpenSpeech> {
    turns += 1;
    const turnId = `turn-${turns}`;
    await log.append(ref, () => [{ type: 'turn-started', at, turnId, attempt: 1, seatId: seat.id, reason }]);
    return speeches.begin(ref.id, turnId, 1);
  }

  async function endTurn(speech: OpenSpeech, how: 'finished' | 'interrupted'): Promise<void> {
    const { turnId, attempt, text } = speech;
    const message = {
      id: messageIdOf(speech),
      turnId,
      attempt,
      author: { kind: 'seat' as const, seatId: seat.id, name: seat.name },
      text,
      status: how === 'finished' ? ('complete' as const) : ('interrupted' as const),
      createdAt: at,
    };
    const event: Event =
      how === 'finished'
        ? { type: 'message-finished', at, message }
        : { type: 'turn-interrupted', at, turnId, attempt, seatId: seat.id, reason, message };
    await log.append(ref, () => [event]);
    speeches.endOf(ref.id, speech);
  }

  return { ref, rooms, log, bus, connect, beginTurn, endTurn };
}

/** Lets reads of the log that a viewer asked for come back. */
/** The database answers in order: after a ping everything that was asked of it before has come. */
async function settle(line: RoomLine): Promise<void> {
  for (let round = 0; round < 10; round += 1) {
    await database.ping();
    await new Promise((resolve) => setImmediate(resolve));
    line.drain();
  }
}

describe('a room', () => {
  test('gives a viewer who joins in mid-turn every word of it', async () => {
    const { connect, beginTurn, endTurn } = await stage();
    const speech = await beginTurn();
    speech.say('The sea ');
    const client = new RoomClient();
    await connect(client);
    speech.say('keeps ');
    speech.say('no ledger.');
    expect(client.view?.liveText).toBe('The sea keeps no ledger.');
    await endTurn(speech, 'finished');
    expect(client.words.get('turn-1.1')).toBe('The sea keeps no ledger.');
    expect(client.view?.messages.map(({ text }) => text)).toEqual(['The sea keeps no ledger.']);
  });

  test('joins the pieces that a slow viewer did not take, and costs nothing for each', async () => {
    const { connect, beginTurn, endTurn } = await stage();
    const client = new RoomClient();
    const line = await connect(client, false);
    line.drain();
    const speech = await beginTurn();
    for (let piece = 0; piece < 1000; piece += 1) speech.say(`word${piece} `);
    line.drain();
    expect(client.frames.filter(({ type }) => type === 'delta')).toHaveLength(1);
    speech.say('end');
    await endTurn(speech, 'finished');
    line.drain();
    expect(client.words.get('turn-1.1')).toBe(client.view?.messages[0]?.text);
  });

  test('reads the log for a viewer who was away longer than the room remembers', async () => {
    const { connect, beginTurn, endTurn, rooms } = await stage();
    const client = new RoomClient();
    const first = await connect(client);
    if (first.viewer) await rooms.leave(first.viewer);
    const watcher = await connect(new RoomClient());
    for (let turn = 0; turn < 200; turn += 1) {
      const speech = await beginTurn();
      speech.say(`line ${turn}`);
      await endTurn(speech, 'finished');
    }
    const back = await connect(client);
    await settle(back);
    expect(client.snapshots).toBe(1);
    expect(client.view?.conversation.head).toBe(watcher.client.view?.conversation.head);
    expect([...client.words.values()]).toEqual(Array.from({ length: 200 }, (_, turn) => `line ${turn}`));
  });

  test.each([
    ['from the future', { after: 99, gen: 'gen-1' }],
    ['from before a restore', { after: 1, gen: 'gen-0' }],
    ['that is missing', {}],
  ])('answers a cursor %s with a snapshot', async (_, cursor) => {
    const { rooms, ref } = await stage();
    const { snapshot } = await rooms.enter(ref, cursor, new RoomLine(new RoomClient()));
    expect(snapshot && JSON.parse(snapshot.json.toString())).toMatchObject({
      type: 'snapshot',
      head: 1,
      gen: 'gen-1',
    });
  });

  test('is not there for somebody else', async () => {
    const { rooms, ref } = await stage();
    const stranger = rooms.enter({ ownerId: 'stranger', id: ref.id }, {}, new RoomLine(new RoomClient()));
    await expect(stranger).rejects.toMatchObject({ code: 'not-found' });
    expect(rooms.viewers(ref.id)).toBe(0);
  });

  test('puts commits in order that were announced out of order', async () => {
    const { connect, bus, ref, log } = await stage();
    const client = new RoomClient();
    const line = await connect(client);
    const silent: Event[] = ['a', 'b'].map((text) => ({
      type: 'message-finished',
      at,
      message: { id: text, author: { kind: 'human', name: 'You' }, text, status: 'complete', createdAt: at },
    }));
    const quiet = createLog(
      createConversationStore(database, async () => undefined),
      () => undefined,
    );
    const { events } = await quiet.append(ref, () => silent);
    const [first, second] = events;
    if (second) bus.publish(ref.id, { type: 'events', gen: 'gen-1', events: [second] });
    if (first) bus.publish(ref.id, { type: 'events', gen: 'gen-1', events: [first] });
    await settle(line);
    expect(client.view?.messages.map(({ text }) => text)).toEqual(['a', 'b']);
    await log.append(ref, () => []);
  });

  test('splits no code point between two pieces', async () => {
    const { connect, beginTurn, endTurn } = await stage();
    const client = new RoomClient();
    await connect(client);
    const speech = await beginTurn();
    for (const unit of 'a🌊b'.split('')) speech.say(unit);
    await endTurn(speech, 'finished');
    const pieces = client.frames.flatMap((frame) => (frame.type === 'delta' ? [frame.text] : []));
    expect(pieces.join('')).toBe('a🌊b');
    expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
  });
});

type Step =
  | { readonly do: 'say'; readonly text: string }
  | { readonly do: 'turn' | 'finish' | 'interrupt' | 'human' | 'drop' | 'return' | 'drain' | 'duplicate' };

const steps = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('say' as const),
        text: fc.string({ minLength: 1, maxLength: 6, unit: 'binary' }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constantFrom('turn' as const, 'finish' as const, 'interrupt' as const, 'human' as const),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constantFrom('drop' as const, 'return' as const, 'drain' as const, 'duplicate' as const),
      }),
    },
  ),
  { maxLength: 60 },
);

test('a viewer that drops at any point, any number of times, ends with exactly what one has that never dropped', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (script: Step[]) => {
      const { connect, rooms, log, ref, bus, beginTurn, endTurn } = await stage();
      const steady = new RoomClient();
      const steadyLine = await connect(steady);
      const restless = new RoomClient();
      let line: RoomLine | null = await connect(restless, false);
      let speech: OpenSpeech | null = null;
      for (const step of script) {
        if (step.do === 'turn' && !speech) speech = await beginTurn();
        else if (step.do === 'say') speech?.say(step.text);
        else if ((step.do === 'finish' || step.do === 'interrupt') && speech) {
          await endTurn(speech, step.do === 'finish' ? 'finished' : 'interrupted');
          speech = null;
        } else if (step.do === 'human') await log.append(ref, () => [humanLine()]);
        else if (step.do === 'drain') line?.drain();
        else if (step.do === 'drop' && line?.viewer) {
          await rooms.leave(line.viewer);
          line = null;
        } else if (step.do === 'return') line ??= await connect(restless, false);
        else if (step.do === 'duplicate') {
          const gen = 'gen-1';
          bus.publish(ref.id, {
            type: 'events',
            gen,
            events: await createTranscriptStore(database).events(ref, 0, 3),
          });
        }
      }
      if (speech) await endTurn(speech, 'finished');
      line ??= await connect(restless, false);
      await settle(line);
      await settle(steadyLine);
      expect(restless.view).toEqual(steady.view);
      for (const message of restless.view?.messages ?? []) {
        if (message.turnId === undefined) continue;
        const heard = restless.words.get(message.id);
        expect(heard ?? '').toBe(message.text);
      }
    }),
    { numRuns: 60 },
  );
});

function humanLine(): Event {
  return {
    type: 'message-finished',
    at,
    message: {
      id: randomUUID(),
      author: { kind: 'human', name: 'You' },
      text: 'hm',
      status: 'complete',
      createdAt: at,
    },
  };
}
