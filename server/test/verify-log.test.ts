import { defaultSettings } from '@chimera/protocol/conversation';
import type { Event, EventOf } from '@chimera/protocol/event';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createConversationStore } from '../src/conversations/conversation-store.ts';
import { type OpenTestDatabase, testDatabases } from './databases.ts';
import { verifyLog } from '../src/conversations/verify-store.ts';

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

  test('what the store wrote has no problem', async () => {
    expect(await verifyLog(opened.database)).toEqual({ conversations: 1, events: 5, problems: [] });
  });

  test('a lost event is found', async () => {
    const { db } = opened.database;
    await db.deleteFrom('event').where('seq', '=', 3).execute();
    expect(await problemsOf()).toContain('Position 3 is missing or doubled: found 4.');
  });

  test('an event by a former owner is found', async () => {
    const { db } = opened.database;
    await db.updateTable('event').set({ epoch: 2 }).where('seq', '<=', 4).execute();
    expect(await problemsOf()).toEqual(['Position 5 was written by epoch 0, after epoch 2.']);
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
    expect(await problemsOf()).toEqual(['The stored transcript differs from a replay of the log.']);
  });

  test('a lost message is found', async () => {
    const { db } = opened.database;
    await db.deleteFrom('message').where('id', '=', 'message-1').execute();
    expect(await problemsOf()).toEqual(['The stored transcript differs from a replay of the log.']);
  });

  test('a changed conversation is found', async () => {
    const { db } = opened.database;
    const { document } = await db.selectFrom('conversation').select('document').executeTakeFirstOrThrow();
    await db
      .updateTable('conversation')
      .set({ document: document.replace('A topic', 'Another topic') })
      .execute();
    expect(await problemsOf()).toEqual(['The stored conversation differs from a replay of its log.']);
  });

  test('a turn that is closed twice is found', async () => {
    const store = createConversationStore(opened.database, async () => {});
    await store.change(ref, () => [{ type: 'turn-passed', at, ...turn, reason }]);
    expect(await problemsOf()).toEqual(['Position 6: turn turn-1 ends, but it is not open.']);
  });

  test('a turn that begins while another is open is found', async () => {
    const store = createConversationStore(opened.database, async () => {});
    await store.change(ref, () => [
      { type: 'turn-started', at, ...turn, turnId: 'turn-2', reason },
      { type: 'turn-started', at, ...turn, turnId: 'turn-3', reason },
    ]);
    expect(await problemsOf()).toEqual(['Position 7: a turn begins while turn-2 is open.']);
  });

  async function problemsOf(): Promise<readonly string[]> {
    const { problems } = await verifyLog(opened.database);
    return problems.map(({ problem }) => problem);
  }
});
