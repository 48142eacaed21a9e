import { defaultSettings } from '@chimera/protocol/conversation';
import type { Event, EventOf } from '@chimera/protocol/event';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createConversationStore } from '../server/src/conversations/conversation-store.ts';
import { type OpenTestDatabase, testDatabases } from '../server/test/databases.ts';
import { verifyLogs } from './verify-log.ts';

const at = '2026-01-01T00:00:00.000Z';
const turn = { turnId: 'turn-1', attempt: 1, seatId: 'seat-1' };
const reason = { code: 'test', text: 'Because.' };
const ref = { ownerId: 'owner', id: 'conversation-1' };

const created: EventOf<'conversation-created'> = {
  type: 'conversation-created',
  at,
  title: 'A title',
  topic: 'A topic',
  format: 'free-talk',
  settings: defaultSettings,
  seats: [{ id: 'seat-1', personaId: 'ada', name: 'Ada', brain: null, presence: 'stage' }],
};

const finished: Event = {
  type: 'message-finished',
  at,
  message: {
    id: 'message-1',
    turnId: 'turn-1',
    attempt: 1,
    author: { kind: 'seat', seatId: 'seat-1', name: 'Ada' },
    text: 'Hello.',
    status: 'complete',
    createdAt: at,
  },
};

describe.each(testDatabases)('on $name', ({ open }) => {
  let opened: OpenTestDatabase;

  beforeEach(async () => {
    opened = await open();
    const store = createConversationStore(opened.database, async () => {});
    await store.create(ref, 'gen-1', [created]);
    await store.change(ref, () => [{ type: 'conversation-changed', at, state: 'running' }]);
    await store.change(ref, () => [{ type: 'turn-started', at, ...turn, reason }]);
    await store.change(ref, () => [finished, { type: 'conversation-stopped', at, reason }]);
  });
  afterEach(() => opened.close());

  test('what the store wrote has no fault', async () => {
    expect(await verifyLogs(opened.database)).toEqual({ conversations: 1, events: 5, faults: [] });
  });

  test('a lost event is found', async () => {
    const { db } = opened.database;
    await db.deleteFrom('event').where('seq', '=', 3).execute();
    expect(await faultsOf()).toEqual([
      'position 3 is missing: 4 is in its place',
      'the head is 5, but the log has 4 events',
    ]);
  });

  test('an event by a former owner is found', async () => {
    const { db } = opened.database;
    await db.updateTable('event').set({ epoch: 2 }).where('seq', '<=', 4).execute();
    expect(await faultsOf()).toEqual(['position 5 was written by an owner of an older epoch']);
  });

  test('a changed message is found', async () => {
    const { db } = opened.database;
    const { body } = await db
      .selectFrom('message')
      .select('body')
      .where('id', '=', 'message-1')
      .executeTakeFirstOrThrow();
    await db
      .updateTable('message')
      .set({ body: body.replace('Hello.', 'Goodbye.') })
      .where('id', '=', 'message-1')
      .execute();
    expect(await faultsOf()).toEqual(['message message-1 is not what the log says']);
  });

  test('a lost message is found', async () => {
    const { db } = opened.database;
    await db.deleteFrom('message').where('id', '=', 'message-1').execute();
    expect(await faultsOf()).toEqual(['message message-1 is not what the log says']);
  });

  test('a changed conversation is found', async () => {
    const { db } = opened.database;
    const { document } = await db.selectFrom('conversation').select('document').executeTakeFirstOrThrow();
    await db
      .updateTable('conversation')
      .set({ document: document.replace('A topic', 'Another topic') })
      .execute();
    expect(await faultsOf()).toEqual(['a replay of the log gives another conversation than its row']);
  });

  test('a turn that is closed twice is found', async () => {
    const store = createConversationStore(opened.database, async () => {});
    await store.change(ref, () => [{ type: 'turn-passed', at, ...turn, reason }]);
    expect(await faultsOf()).toEqual(['position 6: turn turn-1 is closed, but it is not open']);
  });

  test('a turn that begins while another is open is found', async () => {
    const store = createConversationStore(opened.database, async () => {});
    await store.change(ref, () => [
      { type: 'turn-started', at, ...turn, turnId: 'turn-2', reason },
      { type: 'turn-started', at, ...turn, turnId: 'turn-3', reason },
    ]);
    expect(await faultsOf()).toEqual(['position 7: turn turn-3 begins while turn-2 is open']);
  });

  async function faultsOf(): Promise<readonly string[]> {
    const { faults } = await verifyLogs(opened.database);
    return faults.map(({ fault }) => fault);
  }
});
