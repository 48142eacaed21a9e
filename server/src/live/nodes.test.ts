import { randomUUID } from 'node:crypto';
import { setImmediate as turnOfLoop } from 'node:timers/promises';
import { defaultSettings } from '@chimera/protocol/conversation';
import type { Event } from '@chimera/protocol/event';
import { messageIdOf } from '@chimera/protocol/view';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { type Fate, FaultyWire } from '../../test/faulty-wire.ts';
import { liveParts } from '../../test/live-parts.ts';
import { enterRoom, RoomClient, RoomLine } from '../../test/room-client.ts';
import { createCheckpointStore } from '../conversations/checkpoint-store.ts';
import { createConversationStore } from '../conversations/conversation-store.ts';
import { createLog } from '../conversations/log.ts';
import { createTranscriptStore } from '../conversations/transcript-store.ts';
import type { Database } from '../db/open-database.ts';
import { silentLogger } from '../logger.ts';
import { Rooms } from './rooms.ts';
import { sharedBus } from './shared-bus.ts';
import type { Signal } from './signal.ts';
import { type OpenSpeech, Speeches } from './speech.ts';

const at = '2026-01-02T03:04:05.000Z';
const seat = { id: 'seat-a', personaId: 'p', name: 'Ada', brain: null, presence: 'stage' as const };
const reason = { code: 'natural', text: 'wants to speak' };

/** Two nodes: on `a` somebody speaks, on `b` somebody follows. */
async function twoNodes(database: Database) {
  const wire = new FaultyWire();
  const checkpoints = createCheckpointStore(database);
  const conversations = createConversationStore(database, async () => undefined);
  const transcripts = createTranscriptStore(database);
  const node = (name: string) => {
    const bus = sharedBus({ node: name, wire: wire.end(), prefix: 't', logger: silentLogger });
    const parts = liveParts(database, { node: name, bus });
    const speeches = new Speeches(bus);
    const rooms = new Rooms({ ...parts, speeches, conversations, transcripts, checkpoints });
    const log = createLog(conversations, ({ ref, conversation, events }) =>
      bus.publish(ref.id, { type: 'events', gen: conversation.gen, events }),
    );
    return { ...parts, speeches, rooms, log };
  };
  const a = node('a');
  const b = node('b');
  const ref = { ownerId: 'owner', id: randomUUID() };
  const settings = defaultSettings;
  await a.log.begin(ref, 'gen-1', [
    { type: 'conversation-created', at, title: 'T', topic: 'T', format: 'f', settings, seats: [seat] },
  ]);

  const follow = (rooms: Rooms) => enterRoom(rooms, ref);

  let turns = 0;
  async function beginTurn(attempt = 1): Promise<OpenSpeech> {
    if (attempt === 1) turns += 1;
    const turn = { turnId: `turn-${turns}`, attempt, seatId: seat.id };
    await a.log.append(ref, () => [{ type: 'turn-started', at, ...turn, reason }]);
    return a.speeches.begin(ref.id, turn.turnId, attempt);
  }

  async function endTurn(speech: OpenSpeech, status: 'complete' | 'interrupted' = 'complete'): Promise<void> {
    const { turnId, attempt, text } = speech;
    const author = { kind: 'seat' as const, seatId: seat.id, name: seat.name };
    const message = { id: messageIdOf(speech), turnId, attempt, author, text, status, createdAt: at };
    const end: Event =
      status === 'complete'
        ? { type: 'message-finished', at, message }
        : { type: 'turn-interrupted', at, turnId, attempt, seatId: seat.id, reason, message };
    await a.log.append(ref, () => [end]);
    a.speeches.endOf(ref.id, speech);
  }

  async function save(): Promise<void> {
    const { added, ended } = a.speeches.takeUnsaved();
    await checkpoints.save(added, ended);
  }

  return { wire, a, b, ref, follow, beginTurn, endTurn, save };
}

let aheadMs = 0;

/** The clock is so much further from here on; timers are not. */
function later(ms: number): void {
  const isAhead = aheadMs > 0;
  aheadMs += ms;
  if (isAhead) return;
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => now() + aheadMs);
}

/** Lets what was begun come to its end. */
async function settle(line: RoomLine, isDone: () => boolean, limitMs = 3000): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!isDone() && performance.now() < deadline) {
    await turnOfLoop();
    line.drain();
  }
}

describe.each(testDatabases)('two nodes on $name', ({ open, name }) => {
  let opened: OpenTestDatabase;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    aheadMs = 0;
    await opened.close();
  });

  test('one who joins in mid-turn on another node gets every word, though the newest are not saved yet', async () => {
    const { wire, b, follow, beginTurn, endTurn, save } = await twoNodes(opened.database);
    const speech = await beginTurn();
    speech.say('The sea ');
    await save();
    speech.say('keeps ');
    // What the speaker answers to who comes is lost: the checkpoints have to do.
    wire.fate = 'lost';
    const line = await follow(b.rooms);
    wire.fate = 'arrives';
    expect(line.client.view?.liveText).toBe('The sea ');
    speech.say('no ');
    await save();
    await settle(line, () => line.client.view?.liveText === 'The sea keeps no ');
    speech.say('ledger.');
    expect(line.client.view?.liveText).toBe('The sea keeps no ledger.');
    await endTurn(speech);
    expect(line.client.view?.messages.map(({ text }) => text)).toEqual(['The sea keeps no ledger.']);
    expect(line.client.words.get('turn-1.1')).toBe('The sea keeps no ledger.');
  });

  test('one who joins where nobody followed for long gets every word from then on', async () => {
    const { wire, a, b, ref, follow, beginTurn, endTurn, save } = await twoNodes(opened.database);
    const listening = a.bus.subscribe(ref.id, () => undefined);
    const speech = await beginTurn();
    later(60_000);
    wire.sent.length = 0;
    speech.say('The sea ');
    expect(wire.sent).toEqual([]);
    await save();
    speech.say('keeps ');
    const line = await follow(b.rooms);
    speech.say('no ');
    // All that was said so far, once, and what is said from then on.
    expect(wire.sent.filter((text) => text.includes('delta'))).toHaveLength(2);
    expect(line.client.view?.liveText).toBe('The sea keeps no ');
    speech.say('ledger.');
    expect(line.client.view?.liveText).toBe('The sea keeps no ledger.');
    await endTurn(speech);
    expect(line.client.words.get('turn-1.1')).toBe('The sea keeps no ledger.');
    listening.end();
  });

  test('a node that missed something says that it follows: words come again', async () => {
    const { wire, a, b, ref, follow, beginTurn, save } = await twoNodes(opened.database);
    const listening = a.bus.subscribe(ref.id, () => undefined);
    const line = await follow(b.rooms);
    later(60_000);
    wire.fate = 'lost';
    const speech = await beginTurn();
    wire.fate = 'arrives';
    wire.sent.length = 0;
    speech.say('The sea ');
    expect(wire.sent).toEqual([]);
    await save();
    await b.lookout.look();
    await settle(line, () => line.client.view?.liveText === 'The sea ');
    speech.say('keeps ');
    await settle(line, () => line.client.view?.liveText === 'The sea keeps ');
    expect(line.client.view?.liveText).toBe('The sea keeps ');
    listening.end();
  });

  test('one who speaks and may have missed that somebody came says all of it again', async () => {
    const { wire, a, b, ref, follow, beginTurn } = await twoNodes(opened.database);
    const speech = await beginTurn();
    speech.say('The sea ');
    wire.fate = 'lost';
    const line = await follow(b.rooms);
    wire.fate = 'arrives';
    await settle(line, () => line.client.view !== null);
    expect(line.client.view?.liveText).toBe('');
    a.bus.publish(ref.id, { type: 'missed' });
    await settle(line, () => line.client.view?.liveText !== '');
    expect(line.client.view?.liveText).toBe('The sea ');
  });

  test('a node says who follows there though one of its rooms is slow to open', async () => {
    const { wire, a, b, ref, follow } = await twoNodes(opened.database);
    const heard: Signal[] = [];
    const listening = a.bus.subscribe(ref.id, (signal) => heard.push(signal));
    const slow = { ownerId: 'owner', id: randomUUID() };
    const settings = defaultSettings;
    await b.log.begin(slow, 'gen-1', [
      { type: 'conversation-created', at, title: 'T', topic: 'T', format: 'f', settings, seats: [seat] },
    ]);
    const { promise, resolve } = Promise.withResolvers<void>();
    wire.ready = promise;
    const coming = b.rooms.enter(slow, {}, new RoomLine(new RoomClient()));
    await vi.waitFor(() => expect(b.rooms.size).toBe(1));
    wire.ready = Promise.resolve();
    await follow(b.rooms);
    heard.length = 0;
    const announcing = b.rooms.announcePresence();
    await turnOfLoop();
    expect(heard).toEqual([{ type: 'watched', node: 'b', viewers: 1 }]);
    resolve();
    await Promise.all([coming, announcing]);
    listening.end();
  });

  test('what was lost is looked up: the log at once, the words as far as they were saved', async () => {
    const { wire, b, follow, beginTurn, save } = await twoNodes(opened.database);
    const line = await follow(b.rooms);
    wire.fate = 'lost';
    wire.isWhole = false;
    const speech = await beginTurn();
    speech.say('Nobody hears this yet.');
    await save();
    await b.lookout.look();
    await settle(line, () => line.client.view?.conversation.turn !== null);
    expect(line.client.view?.conversation.turn).toMatchObject({ turnId: 'turn-1' });
    await b.lookout.look();
    await settle(line, () => line.client.view?.liveText !== '');
    expect(line.client.view?.liveText).toBe('Nobody hears this yet.');
  });

  test('one who lost the conversation and goes on talking is not heard', async () => {
    const { b, ref, follow, beginTurn, endTurn } = await twoNodes(opened.database);
    const line = await follow(b.rooms);
    const zombie = await beginTurn();
    zombie.say('Before the pause. ');
    await endTurn(zombie, 'interrupted');
    const speech = await beginTurn(2);
    // Just as long as what was said before, so that the next piece of that would fit.
    speech.say('After it she said.');
    b.bus.publish(ref.id, {
      type: 'delta',
      delta: { turnId: 'turn-1', attempt: 1, offset: 18, text: 'I never stopped.' },
    });
    await settle(line, () => false, 200);
    expect(line.client.view?.liveText).toBe('After it she said.');
    expect(line.client.words.get('turn-1.1')).toBe('Before the pause. ');
  });

  test('a conversation that was deleted on another node while nothing was heard is gone here too', async () => {
    const { wire, b, ref, follow } = await twoNodes(opened.database);
    const line = await follow(b.rooms);
    wire.fate = 'lost';
    const conversations = createConversationStore(opened.database, async () => undefined);
    await conversations.delete(ref, async () => undefined);
    await b.lookout.look();
    expect(line.notes).toEqual([{ type: 'deleted' }]);
  });

  test('viewers are counted over all nodes, and those of a node that went are not', async () => {
    const { a, b, ref, follow } = await twoNodes(opened.database);
    const here = await follow(a.rooms);
    await follow(b.rooms);
    const last = await follow(b.rooms);
    await a.rooms.announcePresence();
    await b.rooms.announcePresence();
    expect([a.rooms.viewers(ref.id), b.rooms.viewers(ref.id)]).toEqual([3, 3]);
    if (last.viewer) await b.rooms.leave(last.viewer);
    if (here.viewer) await a.rooms.leave(here.viewer);
    await b.rooms.announcePresence();
    expect(b.rooms.viewers(ref.id)).toBe(1);
  });

  test('events too long to travel are announced, and read from the log', async () => {
    const { wire, a, b, ref, follow } = await twoNodes(opened.database);
    const line = await follow(b.rooms);
    const author = { kind: 'human' as const, name: 'Mia' };
    const text = 'word '.repeat(4000);
    const message = { id: 'long', author, text, status: 'complete' as const, createdAt: at };
    await a.log.append(ref, () => [{ type: 'message-finished', at, message }]);
    await settle(line, () => line.client.view?.messages.length === 1);
    expect(line.client.view?.messages[0]?.text).toBe(text);
    expect(Math.max(...wire.sent.map((sent) => sent.length))).toBeLessThan(16_100);
  });

  type Step =
    | { readonly do: 'say'; readonly text: string }
    | { readonly do: 'fate'; readonly fate: Fate }
    | { readonly do: 'turn' | 'finish' | 'interrupt' | 'save' | 'look' | 'late' | 'missed' | 'silence' };

  const steps = fc.array(
    fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({ do: fc.constant('say' as const), text: fc.string({ minLength: 1 }) }),
      },
      {
        weight: 3,
        arbitrary: fc.record({
          do: fc.constant('fate' as const),
          fate: fc.constantFrom('arrives' as const, 'late' as const, 'lost' as const),
        }),
      },
      {
        weight: 6,
        arbitrary: fc.record({
          do: fc.constantFrom(
            ...(['turn', 'finish', 'interrupt', 'save', 'look', 'late', 'missed', 'silence'] as const),
          ),
        }),
      },
    ),
    { maxLength: 40 },
  );

  test('whatever the wire loses or delays, who follows elsewhere ends with the very words of the log', async () => {
    const numRuns = name === 'sqlite' ? 100 : 15;
    await fc.assert(
      fc.asyncProperty(steps, async (script: Step[]) => {
        const { wire, a, b, follow, beginTurn, endTurn, save } = await twoNodes(opened.database);
        const near = await follow(a.rooms);
        const far = await follow(b.rooms);
        let speech: OpenSpeech | null = null;
        for (const step of script) {
          if (step.do === 'turn') speech ??= await beginTurn();
          else if (step.do === 'say') speech?.say(step.text);
          else if (step.do === 'fate') wire.fate = step.fate;
          else if (step.do === 'save') await save();
          else if (step.do === 'look') await b.lookout.look();
          else if (step.do === 'late') wire.deliverLate();
          else if (step.do === 'missed') wire.tellMissed();
          else if (step.do === 'silence') later(20_000);
          else if (speech) {
            await endTurn(speech, step.do === 'finish' ? 'complete' : 'interrupted');
            speech = null;
          }
        }
        if (speech) await endTurn(speech);
        wire.deliverLate();
        await b.lookout.look();
        await settle(far, () => far.client.view?.conversation.head === near.client.view?.conversation.head);
        expect(far.client.view).toEqual(near.client.view);
        for (const message of far.client.view?.messages ?? []) {
          expect(far.client.words.get(message.id) ?? '').toBe(message.text);
        }
      }),
      { numRuns },
    );
  }, 60_000);
});
