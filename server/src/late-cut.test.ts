import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { addAccount } from '../test/accounts.ts';
import { type OpenTestDatabase, testDatabases } from '../test/databases.ts';
import { beginTalk, engineOn } from '../test/engine-on.ts';
import { scriptedProvider } from '../test/scripted-provider.ts';
import type { Conversation } from '@chimera/protocol/conversation';
import { createCheckpointStore } from './conversations/checkpoint-store.ts';
import { createConversationStore, type Decide } from './conversations/conversation-store.ts';
import { pause } from './conversations/play-commands.ts';
import { next } from './conversations/talk-commands.ts';
import { createLog } from './conversations/log.ts';
import { createTranscriptStore } from './conversations/transcript-store.ts';

const ref = { ownerId: 'ada', id: 'talk' };
const PAUSED = { code: 'user-paused', text: 'Paused by you.' };
/** Whoever repeats a line is not heard, so each line has other words. */
const lineOf = (word: string) => Array.from({ length: 200 }, (_, index) => [`${word}-${index} `, 20]).flat();

describe.each(testDatabases)('a pause whose commit is late, on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  beforeEach(async () => {
    opened = await open();
    await addAccount(opened.database, { id: 'ada' });
  });
  afterEach(() => opened.close());

  test.each([
    ['by a moment, holds the talk where it is', 500, 1],
    ['by so much that the talk went on, lets nobody lose a word', 3800, 2],
  ])('%s', { timeout: 20_000 }, async (_, lateMs, turns) => {
    await beginTalk(opened.database, ref);
    const shown = new Map<string, string>();
    const words = ['rain', 'harbour', 'lantern'];
    const { engine, bus } = engineOn(opened.database, {
      node: 'only',
      brain: scriptedProvider(() => lineOf(words.shift() ?? 'more')),
      // The owner of the conversation writes with an epoch and at once; who pauses it, later.
      log: (log) => ({
        ...log,
        async append(to, decide, epoch, companion) {
          if (epoch === undefined) await sleep(lateMs);
          return log.append(to, decide, epoch, companion);
        },
      }),
    });
    bus.subscribe(ref.id, (signal) => {
      if (signal.type !== 'delta') return;
      const { turnId, offset, text } = signal.delta;
      shown.set(turnId, (shown.get(turnId) ?? '').slice(0, offset) + text);
    });
    await vi.waitFor(() => expect([...shown.values()].join('').length).toBeGreaterThan(50), 5000);
    const at = new Date().toISOString();
    await engine.interrupt(ref, PAUSED, (conversation) =>
      pause(conversation, PAUSED, { at, newId: randomUUID }),
    );
    const conversations = createConversationStore(opened.database, async () => undefined);
    await vi.waitFor(
      async () => expect(await conversations.get(ref)).toMatchObject({ state: 'paused', turn: null }),
      { timeout: 5000 },
    );
    const all = await createTranscriptStore(opened.database).messages(ref, null, 9);
    const messages = all.filter(({ author }) => author.kind === 'seat');
    expect(messages.map(({ text }) => text)).toEqual([...shown.values()].map((text) => text.trimEnd()));
    expect(messages).toHaveLength(turns);
    await engine.close();
  });

  test('a cut-in that comes while the next turn is written down is heard before a word of it', async () => {
    await beginTalk(opened.database, ref);
    const shown = new Map<string, string>();
    const words = ['rain', 'harbour', 'lantern'];
    const cutIn = { code: 'cut-in', text: 'Bruno cuts in.' };
    let begun = 0;
    const cutting: Promise<unknown>[] = [];
    const { engine, bus } = engineOn(opened.database, {
      node: 'only',
      brain: scriptedProvider(() => lineOf(words.shift() ?? 'more').slice(0, 40)),
      log: (log) => ({
        ...log,
        async append(to, decide, epoch, companion) {
          // Whoever cuts in writes long after.
          if (epoch === undefined) await sleep(800);
          return log.append(to, cutInAtSecond(decide), epoch, companion);
        },
      }),
    });
    const cutInAtSecond = (decide: Decide) => (conversation: Conversation) => {
      const events = decide(conversation);
      if (events.some(({ type }) => type === 'turn-started')) begun += 1;
      // The owner is about to commit who is next.
      if (begun === 2 && cutting.length === 0) {
        const cut = engine.interrupt(ref, cutIn, (now) =>
          next(now, 'seat-builtin-bruno', true, { at: new Date().toISOString(), newId: randomUUID }),
        );
        cutting.push(cut);
      }
      return events;
    };
    bus.subscribe(ref.id, (signal) => {
      if (signal.type !== 'delta') return;
      const { turnId, text } = signal.delta;
      shown.set(turnId, (shown.get(turnId) ?? '') + text);
    });
    const transcripts = createTranscriptStore(opened.database);
    await vi.waitFor(() => expect(begun).toBeGreaterThan(2), { timeout: 5000 });
    await Promise.all(cutting);
    await vi.waitFor(() => expect(shown.size).toBeGreaterThan(1), { timeout: 5000 });
    await engine.close();
    const events = (await transcripts.events(ref, 0, 100)).map(({ event }) => event);
    const ends = events.flatMap((event) => (event.type === 'turn-interrupted' ? [event] : []));
    expect(ends[0]).toMatchObject({ reason: cutIn });
    expect(shown.has(ends[0]?.turnId ?? '')).toBe(false);
    const [, , third] = events.flatMap((event) => (event.type === 'turn-started' ? [event] : []));
    expect(third).toMatchObject({ seatId: 'seat-builtin-bruno', queued: true });
  });

  test('a turn that began as a pause was written elsewhere is ended by whoever runs the talk', async () => {
    await beginTalk(opened.database, ref);
    const isPausing = Promise.withResolvers<void>();
    const isPaused = Promise.withResolvers<void>();
    let appends = 0;
    const { engine, bus } = engineOn(opened.database, {
      node: 'only',
      brain: scriptedProvider(() => lineOf('rain')),
      // The owner learns that its first turn has begun when the pause is there already.
      log: (log) => ({
        ...log,
        async append(...to) {
          const committed = await log.append(...to);
          const hasBegun = committed.events.some(({ event }) => event.type === 'turn-started');
          if (hasBegun && appends === 0) {
            appends += 1;
            isPausing.resolve();
            await isPaused.promise;
          }
          return committed;
        },
      }),
    });
    const conversations = createConversationStore(opened.database, async () => undefined);
    const elsewhere = createLog(conversations, ({ conversation, events }) =>
      bus.publish(ref.id, { type: 'events', gen: conversation.gen, events }),
    );
    await isPausing.promise;
    const context = { at: new Date().toISOString(), newId: randomUUID };
    await elsewhere.append(ref, (conversation) => pause(conversation, PAUSED, context));
    expect(await conversations.get(ref)).toMatchObject({ state: 'paused', turn: { attempt: 1 } });
    isPaused.resolve();
    await vi.waitFor(
      async () => expect(await conversations.get(ref)).toMatchObject({ state: 'paused', turn: null }),
      { timeout: 3000 },
    );
    await engine.close();
  });

  test('a pause that comes while the turn of one that died is taken over keeps the words that it had said', async () => {
    await beginTalk(opened.database, ref);
    const conversations = createConversationStore(opened.database, async () => undefined);
    const seatId = 'seat-builtin-bruno';
    const at = new Date().toISOString();
    const turn = { turnId: 'turn-1', attempt: 1 };
    await conversations.change(ref, () => [
      { type: 'turn-started', at, ...turn, seatId, reason: { code: 'natural', text: 'wants to speak' } },
    ]);
    const said = { conversationId: ref.id, ...turn, start: 0, text: 'The sea keeps no ledger' };
    await createCheckpointStore(opened.database).save([said], []);
    const isLoading = Promise.withResolvers<void>();
    const mayLoad = Promise.withResolvers<void>();
    const { engine } = engineOn(opened.database, {
      node: 'heir',
      brain: scriptedProvider(() => lineOf('rain')),
      checkpoints: (store) => ({
        ...store,
        async load(attempt) {
          isLoading.resolve();
          await mayLoad.promise;
          return store.load(attempt);
        },
      }),
    });
    await isLoading.promise;
    const pausing = engine.interrupt(ref, PAUSED, (conversation) =>
      pause(conversation, PAUSED, { at, newId: randomUUID }),
    );
    await sleep(50);
    mayLoad.resolve();
    await pausing;
    await vi.waitFor(
      async () => expect(await conversations.get(ref)).toMatchObject({ state: 'paused', turn: null }),
      { timeout: 3000 },
    );
    await engine.close();
    const messages = await createTranscriptStore(opened.database).messages(ref, null, 9);
    const spoken = messages.filter(({ author }) => author.kind === 'seat');
    expect(spoken).toMatchObject([{ text: said.text, status: 'interrupted' }]);
  });
});
