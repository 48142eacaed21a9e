import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { addAccount, setStanding } from '../test/accounts.ts';
import { type OpenTestDatabase, testDatabases } from '../test/databases.ts';
import { beginTalk, engineOn } from '../test/engine-on.ts';
import { scriptedProvider } from '../test/scripted-provider.ts';
import { createInstanceSettings } from './accounts/instance-settings.ts';
import { createInstanceSettingsStore } from './accounts/instance-settings-store.ts';
import { createOwnerRules } from './accounts/owner-rules-store.ts';
import { createConversationStore } from './conversations/conversation-store.ts';
import { play } from './conversations/play-commands.ts';
import { createTranscriptStore } from './conversations/transcript-store.ts';
import { ACCOUNT_DISABLED } from './engine/allowance.ts';
import type { Engine } from './engine/engine.ts';

const at = '2026-01-02T03:04:05.000Z';

describe.each(testDatabases)('conversations of an account that is disabled, on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  const engines: Engine[] = [];
  let asked = 0;
  beforeEach(async () => {
    opened = await open();
    asked = 0;
    await addAccount(opened.database, { id: 'ada' });
  });
  afterEach(async () => {
    for (const engine of engines.splice(0)) await engine.close();
    await opened.close();
  });

  const ref = { ownerId: 'ada', id: 'talk' };
  const conversations = () => createConversationStore(opened.database, async () => undefined);
  const disable = () => setStanding(opened.database, 'ada', { state: 'disabled' });

  /** A node that is told nothing by others: what it knows it has from the database. */
  function startNode(node: string, words: readonly (string | number)[]): Engine {
    const { database } = opened;
    const store = createInstanceSettingsStore(database);
    const settings = createInstanceSettings({
      store,
      audit: { note: async () => undefined },
      registration: null,
      usualRegistration: 'open',
      operatorCostPerDay: null,
      clock: Date.now,
    });
    const rules = createOwnerRules(database, settings, store);
    const brain = scriptedProvider(() => {
      asked += 1;
      return words;
    });
    const { engine } = engineOn(database, {
      node,
      brain,
      barred: rules.barred,
      overLimit: async (ownerId) => ((await rules.barred([ownerId])).has(ownerId) ? ACCOUNT_DISABLED : null),
    });
    engines.push(engine);
    return engine;
  }

  const begin = () => beginTalk(opened.database, ref);
  const now = () => conversations().get(ref);
  const paused = () =>
    vi.waitFor(
      async () =>
        expect(await now()).toMatchObject({ state: 'paused', stopReason: ACCOUNT_DISABLED, turn: null }),
      {
        timeout: 8000,
        interval: 50,
      },
    );

  test('are cut in the middle of a line within seconds, keep what was said, and ask nobody any more', async () => {
    await begin();
    // It begins, and goes on for a minute.
    startNode('first', [
      'Well, here is what I think of it. ',
      ...Array.from({ length: 60 }, () => [1000, 'And more. ']).flat(),
    ]);
    await vi.waitFor(() => expect(asked).toBe(1), 5000);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await disable();
    await paused();
    const messages = await createTranscriptStore(opened.database).messages(ref, null, 9);
    expect(messages.find(({ author }) => author.kind === 'seat')).toMatchObject({
      status: 'interrupted',
      text: expect.stringContaining('Well, here is'),
    });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(asked).toBe(1);
  }, 20_000);

  test('are not taken up by a node that starts later, not even the line that was open', async () => {
    await begin();
    const turn = { turnId: 'turn-1', attempt: 1, seatId: (await now()).seats[0]?.id ?? '' };
    const reason = { code: 'order', text: 'It is their turn.' };
    await conversations().change(ref, () => [{ type: 'turn-started', at, ...turn, reason }]);
    await disable();
    startNode('second', ['So be it.']);
    await paused();
    expect(asked).toBe(0);
  }, 20_000);

  test('go on when the account is active again and somebody plays them', async () => {
    await begin();
    await disable();
    startNode('third', ['So be it.']);
    await paused();
    await setStanding(opened.database, 'ada', { state: 'active' });
    await conversations().change(ref, (conversation) => play(conversation, { at, newId: randomUUID }));
    await vi.waitFor(() => expect(asked).toBeGreaterThan(0), 5000);
  }, 20_000);
});
