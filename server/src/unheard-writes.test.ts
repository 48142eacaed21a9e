import { setTimeout as sleep } from 'node:timers/promises';
import type { Event } from '@chimera/protocol/event';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { addAccount } from '../test/accounts.ts';
import { type OpenTestDatabase, testDatabases } from '../test/databases.ts';
import { beginTalk, engineOn } from '../test/engine-on.ts';
import { scriptedProvider } from '../test/scripted-provider.ts';
import { createConversationStore } from './conversations/conversation-store.ts';
import { createTranscriptStore } from './conversations/transcript-store.ts';

const ref = { ownerId: 'ada', id: 'talk' };
/** About 0.3 s of speech, shorter than whoever runs a talk leaves its log alone when nothing is heard. */
const lineOf = (word: string) => Array.from({ length: 15 }, (_, index) => [`${word}-${index} `, 20]).flat();

describe.each(testDatabases)('what was written elsewhere, and no signal told, on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  beforeEach(async () => {
    opened = await open();
    await addAccount(opened.database, { id: 'ada' });
  });
  afterEach(() => opened.close());

  test.each<[string, Event, object]>([
    [
      'a single step ends the talk for now with this turn',
      { type: 'conversation-changed', at: '', state: 'running', stepping: true },
      { state: 'paused', turns: 1, turn: null },
    ],
    [
      'a pause ends it, too',
      { type: 'conversation-changed', at: '', state: 'paused' },
      { state: 'paused', turn: null },
    ],
  ])('%s', async (_, event, expected) => {
    await beginTalk(opened.database, ref);
    const words = ['rain', 'harbour', 'lantern', 'meadow'];
    const { engine, bus } = engineOn(opened.database, {
      node: 'only',
      brain: scriptedProvider(() => lineOf(words.shift() ?? 'more')),
    });
    const conversations = createConversationStore(opened.database, async () => undefined);
    const speaks = Promise.withResolvers<void>();
    bus.subscribe(ref.id, ({ type }) => type === 'delta' && speaks.resolve());
    await speaks.promise;
    await conversations.change(ref, () => [{ ...event, at: new Date().toISOString() }]);
    await vi.waitFor(async () => expect(await conversations.get(ref)).toMatchObject({ turn: null }), 3000);
    await sleep(300);
    expect(await conversations.get(ref)).toMatchObject(expected);
    // Nor was a brain asked for a turn that was over already.
    expect(words).toHaveLength(3);
    const events = await createTranscriptStore(opened.database).events(ref, 0, 100);
    expect(events.filter((each) => each.event.type === 'turn-started')).toHaveLength(1);
    await engine.close();
  });
});
