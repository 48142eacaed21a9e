import { randomUUID } from 'node:crypto';
import { defaultSettings } from '@chimera/protocol/conversation';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import type { ConversationRef } from './conversation-ref.ts';
import { type ConversationStore, createConversationStore } from './conversation-store.ts';
import type { LedgerPage } from './ledger-page.ts';
import { createLedgerStore, type LedgerStore } from './ledger-store.ts';

const page = (afterSeq: number, untilSeq: number, quote = 'the tax is “old” 🦊'): LedgerPage => ({
  afterSeq,
  untilSeq,
  records: [{ kind: 'claim', messageId: 'm1', seatId: null, who: 'Zoe', quote }],
  answered: ['m0'],
});

describe.each(testDatabases)('on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let store: ConversationStore;
  let ledgers: LedgerStore;
  beforeAll(async () => {
    opened = await open();
    store = createConversationStore(opened.database, async () => undefined);
    ledgers = createLedgerStore(opened.database);
  });
  afterAll(() => opened.close());

  async function begin(ownerId = 'owner'): Promise<ConversationRef> {
    const ref = { ownerId, id: randomUUID() };
    await store.create(ref, 'gen-1', [
      {
        type: 'conversation-created',
        at: '2026-01-02T03:04:05.000Z',
        title: 'Tides',
        topic: 'Tides',
        format: 'free-talk',
        settings: defaultSettings,
        seats: [],
      },
    ]);
    return ref;
  }

  test('pages come back as they were kept, in the order of the talk', async () => {
    const ref = await begin();
    await ledgers.keep(ref, page(90, 200));
    await ledgers.keep(ref, page(0, 90));
    expect(await ledgers.pages(ref)).toEqual([page(0, 90), page(90, 200)]);
  });

  test('of two pages that begin at one place the first stays', async () => {
    const ref = await begin();
    await Promise.all([ledgers.keep(ref, page(0, 90)), ledgers.keep(ref, page(0, 90))]);
    await ledgers.keep(ref, page(0, 120, 'otherwise'));
    expect(await ledgers.pages(ref)).toEqual([page(0, 90)]);
  });

  test('what belongs to another owner is neither read nor written', async () => {
    const { id } = await begin('alice');
    await ledgers.keep({ ownerId: 'bob', id }, page(0, 90));
    expect(await ledgers.pages({ ownerId: 'alice', id })).toEqual([]);
    await ledgers.keep({ ownerId: 'alice', id }, page(0, 90));
    expect(await ledgers.pages({ ownerId: 'bob', id })).toEqual([]);
  });

  test('pages go with their conversation, and one that is gone gets none', async () => {
    const ref = await begin();
    await ledgers.keep(ref, page(0, 90));
    await store.delete(ref, async () => undefined);
    await ledgers.keep(ref, page(90, 200));
    expect(await ledgers.pages(ref)).toEqual([]);
  });
});
