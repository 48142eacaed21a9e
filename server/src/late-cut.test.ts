import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { addAccount } from '../test/accounts.ts';
import { type OpenTestDatabase, testDatabases } from '../test/databases.ts';
import { beginTalk, engineOn } from '../test/engine-on.ts';
import { scriptedProvider } from '../test/scripted-provider.ts';
import { createConversationStore } from './conversations/conversation-store.ts';
import { pause } from './conversations/play-commands.ts';
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
});
