import { randomUUID } from 'node:crypto';
import { defaultSettings } from '@chimera/protocol/conversation';
import type { Event, EventOf } from '@chimera/protocol/event';
import { reduceConversation } from '@chimera/protocol/reduce-conversation';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { createCheckpointStore } from './checkpoint-store.ts';
import { createConversationListStore } from './conversation-list-store.ts';
import { type ConversationStore, createConversationStore } from './conversation-store.ts';
import { createIdempotencyStore } from './idempotency-store.ts';
import { createLeaseStore, LEASE_MS } from './lease-store.ts';
import { LeaseLost } from './lease-lost.ts';
import { createTranscriptStore } from './transcript-store.ts';

const at = '2026-01-02T03:04:05.000Z';
const ada = { id: 'seat-a', personaId: 'p-a', name: 'Ada', brain: null, presence: 'stage' as const };

const created: EventOf<'conversation-created'> = {
  type: 'conversation-created',
  at,
  title: 'Tides',
  topic: 'Who owns 100% of the_sea?',
  format: 'free-talk',
  settings: defaultSettings,
  seats: [ada],
};

function line(text: string): Event {
  return {
    type: 'message-finished',
    at,
    message: {
      id: randomUUID(),
      author: { kind: 'human', name: 'You' },
      text,
      status: 'complete',
      createdAt: at,
    },
  };
}

describe.each(testDatabases)('on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let store: ConversationStore;
  beforeAll(async () => {
    opened = await open();
    store = createConversationStore(opened.database, async () => undefined);
  });
  afterAll(() => opened.close());

  async function begin(ownerId = 'owner') {
    const ref = { ownerId, id: randomUUID() };
    await store.create(ref, 'gen-1', [created]);
    return ref;
  }

  test('positions run from 1 without a gap while eight writers write at once', async () => {
    const ref = await begin();
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let each = 0; each < 10; each += 1) await store.change(ref, () => [line(`${writer}.${each}`)]);
    });
    await Promise.all(writers);
    const events = await createTranscriptStore(opened.database).events(ref, 0, 500);
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 81 }, (_, index) => index + 1));
    expect((await store.get(ref)).head).toBe(81);
  });

  test('the stored conversation equals a replay of its log', async () => {
    const ref = await begin();
    await store.change(ref, () => [
      line('one'),
      { type: 'seat-changed', at, seatId: ada.id, presence: 'away' },
    ]);
    await store.change(ref, () => [{ type: 'conversation-changed', at, state: 'running', stepping: false }]);
    const events = await createTranscriptStore(opened.database).events(ref, 0, 500);
    const stored = await store.get(ref);
    const replayed = events.slice(1).reduce(reduceConversation, { ...stored, ...(await begunAs(ref)) });
    expect(replayed).toEqual(stored);
  });

  async function begunAs(ref: { ownerId: string; id: string }) {
    const fresh = { ownerId: ref.ownerId, id: randomUUID() };
    const { conversation } = await store.create(fresh, 'gen-1', [created]);
    return { ...conversation, id: ref.id };
  }

  test('a refused change leaves no trace', async () => {
    const ref = await begin();
    const refused = store.change(ref, () => {
      throw new Error('no');
    });
    await expect(refused).rejects.toThrow('no');
    expect((await store.get(ref)).head).toBe(1);
  });

  test("another owner's conversation does not exist, for reading, changing and deleting", async () => {
    const { id } = await begin('alice');
    const stolen = { ownerId: 'bob', id };
    await expect(store.get(stolen)).rejects.toMatchObject({ code: 'not-found' });
    await expect(store.change(stolen, () => [line('hi')])).rejects.toMatchObject({ code: 'not-found' });
    await expect(store.delete(stolen, async () => undefined)).rejects.toMatchObject({ code: 'not-found' });
    const transcripts = createTranscriptStore(opened.database);
    expect(await transcripts.events(stolen, 0, 10)).toEqual([]);
    expect(await transcripts.messages(stolen, null, 10)).toEqual([]);
    expect((await createConversationListStore(opened.database).list('bob', {})).items).toEqual([]);
  });

  test('an owner of an older epoch writes nothing', async () => {
    const ref = await begin();
    await store.change(ref, () => [{ type: 'conversation-changed', at, state: 'running' }]);
    const leases = createLeaseStore(opened.database);
    const first = (await leases.claim('node-1', 100)).find((lease) => lease.ref.id === ref.id);
    await opened.database.db
      .updateTable('conversation')
      .set({ lease_until: 1 })
      .where('id', '=', ref.id)
      .execute();
    const second = (await leases.claim('node-2', 100)).find((lease) => lease.ref.id === ref.id);
    expect(second?.epoch).toBe((first?.epoch ?? 0) + 1);
    await expect(store.change(ref, () => [line('zombie')], first?.epoch)).rejects.toBeInstanceOf(LeaseLost);
    await store.change(ref, () => [line('owner')], second?.epoch);
    expect(first && (await leases.renew('node-1', [first])).size).toBe(0);
    expect(second && [...(await leases.renew('node-2', [second]))]).toEqual([ref.id]);
  });

  test('a conversation is claimed once, and again only when its lease has run out or was given back', async () => {
    const ref = await begin();
    await store.change(ref, () => [{ type: 'conversation-changed', at, state: 'running' }]);
    const leases = createLeaseStore(opened.database);
    const claims = await Promise.all(['a', 'b', 'c'].map((node) => leases.claim(node, 100)));
    const mine = claims.flat().filter((lease) => lease.ref.id === ref.id);
    expect(mine).toHaveLength(1);
    const row = await opened.database.db
      .selectFrom('conversation')
      .select(['lease_node', 'lease_until'])
      .where('id', '=', ref.id)
      .executeTakeFirstOrThrow();
    expect(Math.abs((row.lease_until ?? 0) - Date.now() - LEASE_MS)).toBeLessThan(5000);
    const [lease] = mine;
    if (lease && row.lease_node) await leases.release(row.lease_node, lease);
    expect((await leases.claim('d', 100)).map((each) => each.ref.id)).toContain(ref.id);
  });

  test('a list goes page by page, newest first, with the last spoken line', async () => {
    const ownerId = randomUUID();
    const lists = createConversationListStore(opened.database);
    const refs = await Promise.all(Array.from({ length: 5 }, () => begin(ownerId)));
    const [first] = refs;
    if (first)
      await store.change(first, () => [{ ...line('the last word'), at: '2026-02-02T00:00:00.000Z' }]);
    const one = await lists.list(ownerId, { limit: 2 });
    const two = await lists.list(ownerId, { limit: 2, cursor: one.nextCursor });
    const three = await lists.list(ownerId, { limit: 2, cursor: two.nextCursor });
    const ids = [...one.items, ...two.items, ...three.items].map(({ id }) => id);
    expect(new Set(ids)).toEqual(new Set(refs.map(({ id }) => id)));
    expect(ids[0]).toBe(first?.id);
    expect(one.items[0]?.lastLine).toMatchObject({ name: 'You', text: 'the last word' });
    expect(three.nextCursor).toBeUndefined();
  });

  test.each([
    ['100%', 1],
    ['the_sea', 1],
    ['TIDES', 1],
    ['100x', 0],
    ['the sea', 0],
  ])('a search for %s takes its characters as they are', async (q, count) => {
    const ownerId = randomUUID();
    await begin(ownerId);
    expect((await createConversationListStore(opened.database).list(ownerId, { q })).items).toHaveLength(
      count,
    );
  });

  test('older messages are read before a position, oldest first', async () => {
    const ref = await begin();
    await store.change(ref, () => ['a', 'b', 'c', 'd'].map(line));
    const transcripts = createTranscriptStore(opened.database);
    expect((await transcripts.messages(ref, null, 2)).map(({ text }) => text)).toEqual(['c', 'd']);
    expect((await transcripts.messages(ref, 4, 2)).map(({ text }) => text)).toEqual(['a', 'b']);
  });

  test('an edit replaces the message where it stands', async () => {
    const ref = await begin();
    const { events } = await store.change(ref, () => [line('teh tide'), line('next')]);
    const message =
      events[0]?.event.type === 'message-finished' ? { ...events[0].event.message, seq: 2 } : null;
    if (!message) throw new Error('no message');
    await store.change(ref, () => [
      { type: 'message-edited', at, message: { ...message, text: 'the tide', editedAt: at } },
    ]);
    const read = await createTranscriptStore(opened.database).messages(ref, null, 10);
    expect(read.map(({ text }) => text)).toEqual(['the tide', 'next']);
  });

  test('words in flight are kept piece by piece for many conversations, until their turn has ended', async () => {
    const checkpoints = createCheckpointStore(opened.database);
    const place = (index: number) => ({ conversationId: `c-${index}`, turnId: 't', attempt: 1 });
    const first = Array.from({ length: 1200 }, (_, index) => ({
      ...place(index),
      start: 0,
      text: 'so \u{1F30A}',
    }));
    await checkpoints.save(first, []);
    await checkpoints.save([{ ...place(7), start: 5, text: ' "far"' }], []);
    await checkpoints.save([{ ...place(7), attempt: 2, start: 0, text: 'again' }], []);
    expect(await checkpoints.load(place(1199))).toBe('so \u{1F30A}');
    expect(await checkpoints.load(place(7))).toBe('so \u{1F30A} "far"');
    expect(await checkpoints.load({ ...place(7), attempt: 2 })).toBe('again');
    await checkpoints.save([], [place(7)]);
    expect(await checkpoints.load(place(7))).toBe('');
    expect(await checkpoints.load(place(8))).toBe('so \u{1F30A}');
  });

  test('pieces that overlap after a failed save give the same text', async () => {
    const checkpoints = createCheckpointStore(opened.database);
    const place = { conversationId: 'c-overlap', turnId: 't', attempt: 1 };
    await checkpoints.save([{ ...place, start: 0, text: 'one ' }], []);
    await checkpoints.save([{ ...place, start: 4, text: 'tw' }], []);
    await checkpoints.save([{ ...place, start: 0, text: 'one two ' }], []);
    await checkpoints.save([{ ...place, start: 8, text: 'three' }], []);
    expect(await checkpoints.load(place)).toBe('one two three');
  });

  test('a deleted conversation is gone with its log', async () => {
    const ref = await begin();
    await store.change(ref, () => [line('gone soon')]);
    await store.delete(ref, async () => undefined);
    const left = await opened.database.db
      .selectFrom('event')
      .select('seq')
      .where('conversation_id', '=', ref.id)
      .execute();
    expect(left).toEqual([]);
    await expect(store.get(ref)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('a repeated request gets the first answer, another one under its key is refused', async () => {
    const store = createIdempotencyStore(opened.database);
    const request = { ownerId: 'o', key: randomUUID(), route: 'r', bodySha256: 'x' };
    const now = new Date();
    const claims = await Promise.all(Array.from({ length: 10 }, () => store.claim(request, now)));
    expect(claims.filter(({ state }) => state === 'mine')).toHaveLength(1);
    expect(claims.filter(({ state }) => state === 'busy')).toHaveLength(9);
    await store.complete(request, { id: 7 });
    expect(await store.claim(request, now)).toEqual({ state: 'done', response: { id: 7 } });
    expect(await store.claim({ ...request, bodySha256: 'y' }, now)).toEqual({ state: 'mismatch' });
    expect(await store.claim({ ...request, ownerId: 'p' }, now)).toEqual({ state: 'mine' });
    const later = new Date(now.getTime() + 25 * 3_600_000);
    expect(await store.claim(request, later)).toEqual({ state: 'mine' });
  });
});
