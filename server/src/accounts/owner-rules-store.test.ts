import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { defaultSettings } from '@chimera/protocol/conversation';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addAccount } from '../../test/accounts.ts';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { play } from '../conversations/play-commands.ts';
import { beginsToPlay, createConversationStore } from '../conversations/conversation-store.ts';
import { openDatabase } from '../db/open-database.ts';
import { createInstanceSettings } from './instance-settings.ts';
import { createInstanceSettingsStore } from './instance-settings-store.ts';
import { createOwnerRules } from './owner-rules-store.ts';

const at = '2026-01-02T03:04:05.000Z';
const seat = { id: 'seat-a', personaId: 'p', name: 'Ada', brain: null, presence: 'stage' as const };
const NOTE = { action: 'settings-changed', actor: { name: 'Ada' } } as const;

describe.each(testDatabases)('what owners may do on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(() => opened.close());

  function rulesWith({
    operator = null,
    database = opened.database,
  }: {
    operator?: number | null;
    database?: typeof opened.database;
  } = {}) {
    const store = createInstanceSettingsStore(database);
    const settings = createInstanceSettings({
      store,
      audit: { note: async () => undefined },
      registration: null,
      usualRegistration: 'open',
      operatorCostPerDay: operator,
      clock: Date.now,
    });
    return { settings, rules: createOwnerRules(database, settings, store) };
  }

  test('a day costs what an admin allows the one, else all, and never more than the operator does', async () => {
    await addAccount(opened.database, { id: 'ada', costPerDay: 3 });
    await addAccount(opened.database, { id: 'bob' });
    const { rules, settings } = rulesWith();
    expect(await rules.costPerDay('bob')).toBeNull();
    await settings.change({ costPerDay: 2 }, NOTE);
    expect(await rules.costPerDay('ada')).toBe(3);
    expect(await rules.costPerDay('bob')).toBe(2);
    const bounded = rulesWith({ operator: 2.5 }).rules;
    expect(await bounded.costPerDay('ada')).toBe(2.5);
    expect(await bounded.costPerDay('bob')).toBe(2);
  });

  test('nothing is done for accounts that are disabled or gone', async () => {
    await addAccount(opened.database, { id: 'ada' });
    await addAccount(opened.database, { id: 'bob', state: 'disabled' });
    const { rules } = rulesWith();
    expect(await rules.barred(['ada', 'bob', 'gone', 'local'])).toEqual(new Set(['bob', 'gone', 'local']));
    expect(await rules.barred([])).toEqual(new Set());
  });

  test('of many who press play at once on two nodes, only as many as may play do', async () => {
    const { settings } = rulesWith();
    await settings.change({ playingPerUser: 3 }, NOTE);
    // SQLite has one process, and with it one node.
    const isShared = opened.url !== null;
    const other = isShared
      ? await openDatabase({ url: opened.url, dataDir: opened.dataDir })
      : opened.database;
    const nodes = [opened.database, other].map((database) =>
      createConversationStore(database, async (transaction, ref, events) => {
        if (!beginsToPlay(events)) return;
        await rulesWith({ database }).rules.admitPlaying(transaction, ref);
        // Others count before this one is there for them to see.
        await sleep(30);
      }),
    );
    const created = { type: 'conversation-created' as const, at, title: 'T', topic: 'T', format: 'f' };
    const begin = async (ownerId: string) => {
      const ref = { ownerId, id: randomUUID() };
      await nodes[0]?.create(ref, randomUUID(), [{ ...created, settings: defaultSettings, seats: [seat] }]);
      return ref;
    };
    const refs = await Promise.all(Array.from({ length: 8 }, () => begin('ada')));
    const press = async (ref: { ownerId: string; id: string }, node = 0) =>
      nodes[node]?.change(ref, (conversation) => play(conversation, { at, newId: randomUUID }));
    const outcomes = await Promise.allSettled(refs.map((ref, index) => press(ref, index % 2)));
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(5);
    for (const { reason } of refused) expect(reason).toMatchObject({ code: 'too-many-requests' });
    const running = await opened.database.db
      .selectFrom('conversation')
      .select('id')
      .where('state', '=', 'running')
      .execute();
    expect(running).toHaveLength(3);
    // Another one's do not count.
    await press(await begin('bob'));
    if (isShared) await other.close();
  });
});
