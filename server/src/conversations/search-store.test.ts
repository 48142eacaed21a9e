import { randomUUID } from 'node:crypto';
import { defaultSettings } from '@chimera/protocol/conversation';
import type { Event } from '@chimera/protocol/event';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { createJobStore } from '../jobs/job-store.ts';
import type { ConversationRef } from './conversation-ref.ts';
import { type ConversationStore, createConversationStore } from './conversation-store.ts';
import { createSearchFill } from './search-fill-store.ts';
import { createSearchStore, type SearchQuery, type SearchStore } from './search-store.ts';
import { createTranscriptStore } from './transcript-store.ts';

const at = '2026-01-01T00:00:00.000Z';
const created = {
  type: 'conversation-created' as const,
  at,
  title: 'The bell',
  topic: 'Whose is it',
  format: 'free-talk',
  settings: defaultSettings,
  seats: [],
};

interface Line {
  readonly text: string;
  readonly by?: string;
  readonly at?: string;
  readonly to?: string[];
}

function line({ text, by = 'Ada', at: saidAt = at, to }: Line): Event {
  const author =
    by === 'You'
      ? { kind: 'human' as const, userId: 'u', name: by }
      : { kind: 'seat' as const, seatId: `seat-${by}`, personaId: `p-${by}`, name: by };
  return {
    type: 'message-finished',
    at: saidAt,
    message: {
      id: randomUUID(),
      author,
      text,
      ...(to && { to }),
      status: 'complete',
      createdAt: saidAt,
    },
  };
}

/** The same words find the same lines, whichever database keeps them. */
describe.each(testDatabases)('search on $name', ({ name, open }) => {
  let opened: OpenTestDatabase;
  let store: ConversationStore;
  let searches: SearchStore;
  beforeAll(async () => {
    opened = await open();
    store = createConversationStore(opened.database, async () => undefined);
    searches = createSearchStore(opened.database);
  });
  afterAll(() => opened.close());

  async function talk(ownerId: string, lines: readonly Line[]): Promise<ConversationRef> {
    const ref = { ownerId, id: randomUUID() };
    await store.create(ref, 'gen-1', [created, ...lines.map(line)]);
    return ref;
  }
  /** An owner of their own, with these lines, a minute apart. */
  async function owner(lines: readonly (Line | string)[]): Promise<string> {
    const ownerId = randomUUID();
    const timed = lines.map((each, index) => ({
      at: new Date(Date.parse(at) + index * 60_000).toISOString(),
      ...(typeof each === 'string' ? { text: each } : each),
    }));
    await talk(ownerId, timed);
    return ownerId;
  }
  async function found(ownerId: string, query: SearchQuery): Promise<readonly string[]> {
    const { items } = await searches.search(ownerId, query);
    return items.map(({ snippet }) => snippet.text);
  }

  test('a hit says where, who, when, and what was found', async () => {
    const ownerId = randomUUID();
    const ref = await talk(ownerId, [{ text: 'Nothing.' }, { text: 'The Café is open.', to: ['seat-Bo'] }]);
    const { items } = await searches.search(ownerId, { q: 'cafe' });
    const [message] = await createTranscriptStore(opened.database).messages(ref, null, 1);
    expect(items).toEqual([
      {
        conversationId: ref.id,
        title: 'The bell',
        messageId: message?.id,
        seq: 3,
        author: { kind: 'seat', seatId: 'seat-Ada', personaId: 'p-Ada', name: 'Ada' },
        to: ['seat-Bo'],
        at,
        snippet: { text: 'The Café is open.', matches: [{ start: 4, end: 8 }] },
      },
    ]);
  });

  describe('of these lines', () => {
    const lines = [
      'The café by the sea is closed.',
      'See the CAFE again, not closed at all.',
      'The sea bell rings; don’t ring the bell.',
      'Die Straße nach Łódź.',
      '日本語の本を読む。',
      'ภาษาไทยง่ายมาก',
      '학교에서 배운다',
      'हिन्दी में बात',
      'مُحَمَّد قال',
      'Fish and 🎉 for 1,250 people',
      'İstanbul is İstanbul',
    ];
    let ownerId: string;
    beforeAll(async () => {
      ownerId = await owner(lines);
    });

    test.each<[string, readonly number[]]>([
      ['cafe', [1, 0]],
      ['CAFÉ', [1, 0]],
      ['cafe\u0301', [1, 0]],
      ['cafe closed', [1, 0]],
      ['closed cafe sea', [0]],
      ['"the sea"', [2, 0]],
      ['"sea bell"', [2]],
      ['"bell sea"', []],
      ['"the sea', [2, 0]],
      ['clos', [1, 0]],
      ['clos ', []],
      ['cl', []],
      ['don’t', [2]],
      ["don't ring", [2]],
      ['dont', []],
      ['strasse lodz', [3]],
      ['日本', [4]],
      ['日本語', [4]],
      ['本', [4]],
      ['語本', []],
      ['読む', [4]],
      ['ไทย', [5]],
      ['ง่าย', [5]],
      ['학교', [6]],
      ['हिन्दी', [7]],
      ['हिन्द', [7]],
      ['محمد', [8]],
      ['🎉', [9]],
      ['1,250', [9]],
      ['1250', []],
      ['istanbul', [10]],
      ['sea" OR "café', []],
      ['cafe AND NOT closed', []],
      ['nowhere', []],
      ['', []],
      ['…!?', []],
      ['%', []],
      ['_____', []],
    ])('%j finds %j', async (q, expected) => {
      expect(await found(ownerId, { q })).toEqual(expected.map((index) => lines[index]));
    });

    test.each([
      '"',
      '""""""""',
      '"the sea" "',
      "'; drop table search_line; --",
      "it's \\' \\\\ 'x' <-> & | ! ( ) :*",
      'words:cafe ^cafe NEAR(cafe sea, 2) cafe*',
      '#o @ada ~本',
      '\0\u0001\ud800\udfff',
      '%_%_%_%',
      '.*(a+)+$',
      'cafe '.repeat(2000),
      '"'.repeat(10_000),
      '('.repeat(10_000),
      `"${'the '.repeat(2500)}"`,
      'x'.repeat(10_000),
      '本'.repeat(10_000),
      `a${'\u0301'.repeat(10_000)}`,
      '🎉'.repeat(5000),
    ])('what is meant to harm does not (%#)', async (q) => {
      const startMs = performance.now();
      const { items } = await searches.search(ownerId, { q, speaker: q, conversationId: q });
      expect(items.length).toBeLessThanOrEqual(lines.length);
      await searches.search(ownerId, { q });
      await searches.search(ownerId, { speaker: q });
      expect(performance.now() - startMs).toBeLessThan(500);
      expect(await found(ownerId, { q: 'istanbul' })).toHaveLength(1);
    });
  });

  test('who said it, when, and in which conversation narrow it down, alone too', async () => {
    const ownerId = randomUUID();
    const first = await talk(ownerId, [
      { text: 'one bell', by: 'Ada Lovelace', at: '2026-01-01T10:00:00.000Z' },
      { text: 'two bells', by: 'Sócrates', at: '2026-01-02T23:59:59.999Z' },
      { text: 'three bell', by: 'Sócrates 2', at: '2026-01-03T00:00:00.000Z' },
    ]);
    await talk(ownerId, [{ text: 'four bell', by: 'You', at: '2026-01-04T10:00:00.000Z' }]);
    const all = ['four bell', 'three bell', 'two bells', 'one bell'];
    const [four, three, two, one] = all;
    const cases: [SearchQuery, (string | undefined)[]][] = [
      [{ q: 'bell', speaker: 'socrates' }, [three, two]],
      [{ q: 'bell', speaker: 'soc' }, [three, two]],
      [{ q: 'bell', speaker: 'lovelace ada' }, [one]],
      [{ q: 'one', speaker: 'socrates' }, []],
      [{ speaker: 'SÓCRATES' }, [three, two]],
      [{ speaker: 'You' }, [four]],
      [{ speaker: '…' }, []],
      [{ q: 'bell', speaker: '…' }, all],
      [{ q: 'bell', from: '2026-01-03' }, [four, three]],
      [{ q: 'bell', to: '2026-01-02' }, [two, one]],
      [{ q: 'bell', from: '2026-01-02', to: '2026-01-02' }, [two]],
      [{ q: 'bell', to: '2026-01-02T23:59:59.999Z' }, [one]],
      [{ q: 'bell', from: '2026-01-03T01:00:00+01:00' }, [four, three]],
      [{ q: 'bell', from: '2026-02-01', to: '2026-01-01' }, []],
      [{ q: 'bell', conversationId: first.id }, [three, two, one]],
      [{ q: 'bell', conversationId: first.id, speaker: 'ada', to: '2026-01-01' }, [one]],
      [{ q: 'bell', conversationId: 'another' }, []],
      [{ from: '2026-01-01' }, []],
    ];
    for (const [query, expected] of cases) {
      expect([query, await found(ownerId, query)]).toEqual([query, expected]);
    }
  });

  test('pages meet without a gap, the newest line first, also where many were said at once', async () => {
    const ownerId = randomUUID();
    const count = 2200;
    const lines = Array.from({ length: count }, (_, index) => ({ text: `tide ${index}` }));
    await talk(ownerId, lines);
    await talk(ownerId, lines.slice(0, 50));
    await talk(ownerId, [{ text: 'tide before', at: '2025-01-01T00:00:00.000Z' }]);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await searches.search(ownerId, { q: 'tide', limit: 200, cursor });
      seen.push(...page.items.map(({ conversationId, seq }) => `${conversationId} ${seq}`));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toHaveLength(count + 51);
    expect(new Set(seen).size).toBe(count + 51);
    const first = await searches.search(ownerId, { q: 'tide', limit: 1 });
    const lastPage = await searches.search(ownerId, { q: 'tide before' });
    expect(first.items[0]?.at).toBe(at);
    expect(lastPage.items.map(({ snippet }) => snippet.text)).toEqual(['tide before']);
    for (const wrong of ['x', '1~2', '~', '-1', "1' or 1=1", '9'.repeat(400)]) {
      const refused = searches.search(ownerId, { q: 'tide', cursor: wrong });
      await expect(refused).rejects.toMatchObject({ code: 'invalid-request' });
    }
  });

  test('a word of long ago is found among many newer lines, and before any page', async () => {
    const ownerId = randomUUID();
    await talk(ownerId, [
      { text: 'a rare albatross', at: '2025-01-01T00:00:00.000Z' },
      ...Array.from({ length: 3300 }, (_, index) => ({ text: `gull ${index}` })),
    ]);
    expect(await found(ownerId, { q: 'albatross' })).toEqual(['a rare albatross']);
    expect(await found(ownerId, { q: 'rare', to: '2025-12-31' })).toEqual(['a rare albatross']);
    expect(await found(ownerId, { q: 'gull', limit: 2 })).toHaveLength(2);
  });

  test('an edit changes what is found, and a line of the house is not', async () => {
    const ownerId = randomUUID();
    const ref = await talk(ownerId, [{ text: 'a heron' }]);
    const [message] = await createTranscriptStore(opened.database).messages(ref, null, 1);
    if (!message) throw new Error('There is no message.');
    await store.change(ref, () => [
      { type: 'message-edited', at, message: { ...message, text: 'an egret' } },
      { type: 'conversation-stopped', at, reason: { code: 'director', text: 'Stopped by the heron.' } },
    ]);
    expect(await found(ownerId, { q: 'heron' })).toEqual([]);
    expect(await found(ownerId, { q: 'egret' })).toEqual(['an egret']);
  });

  test('what was said is as secret as its conversation', async () => {
    const ada = await owner(['the secret of the bell']);
    const bob = await owner(['the bell']);
    expect(await found(bob, { q: 'secret' })).toEqual([]);
    expect(await found(bob, { q: 'bell' })).toEqual(['the bell']);
    expect(await found(ada, { q: 'bell' })).toEqual(['the secret of the bell']);
  });

  test('a refused commit and a deleted conversation leave nothing behind', async () => {
    const ownerId = randomUUID();
    const ref = await talk(ownerId, [{ text: 'a stork' }, { text: 'two storks' }]);
    const before = await kept();
    const failing = createConversationStore(opened.database, () => Promise.reject(new Error('no')));
    await expect(failing.change(ref, () => [line({ text: 'three storks' })])).rejects.toThrow('no');
    expect(await kept()).toEqual(before);
    expect(await found(ownerId, { q: 'stork' })).toHaveLength(2);
    await store.delete(ref, async () => undefined);
    expect(await found(ownerId, { q: 'stork' })).toEqual([]);
    expect(await kept()).toEqual(before.map((rows) => rows - 2));
  });

  /** Rows of the index: none may outlive its line. */
  async function kept(): Promise<number[]> {
    const { db } = opened.database;
    const count = async (table: string) => {
      const { rows } = await sql<{ rows: number }>`select count(*) as rows from ${sql.table(table)}`.execute(
        db,
      );
      return Number(rows[0]?.rows);
    };
    return name === 'sqlite'
      ? Promise.all([count('search_line'), count('message_words_docsize')])
      : [await count('search_line')];
  }

  test('a line as long as a book keeps its commit, and its beginning is found', async () => {
    const signs = Array.from({ length: 100_000 }, (_, index) =>
      String.fromCodePoint(0x4e00 + (index % 20_000)),
    );
    const ownerId = await owner([
      `beginning ${Array.from({ length: 60_000 }, (_, index) => `word${index}`).join(' ')}`,
      signs.join(''),
      'la '.repeat(50_000),
      { text: 'at the end of time', at: '9999-12-31T23:59:59.999Z' },
      { text: 'before all time', at: '0001-01-01T00:00:00.000Z' },
    ]);
    expect(await found(ownerId, { q: '"beginning word0" word9000' })).toHaveLength(1);
    expect(await found(ownerId, { q: '一丁' })).toHaveLength(1);
    expect(await found(ownerId, { q: '"la la la"' })).toHaveLength(1);
    expect(await found(ownerId, { q: 'time' })).toEqual(['at the end of time', 'before all time']);
  });

  test('what was said before there was search is read by a job that may be cut, and changes nothing twice', async () => {
    const ownerId = randomUUID();
    const { db } = opened.database;
    const lines = Array.from({ length: 95 }, (_, index) => ({ text: `plover ${index}` }));
    const first = await talk(ownerId, lines);
    const second = await talk(ownerId, [{ text: 'plover alone' }]);
    await db.deleteFrom('search_line').where('owner_id', '=', ownerId).execute();
    for (const { id } of [first, second]) {
      const row = { conversation_id: id, owner_id: ownerId, updated_at: at };
      await db.insertInto('search_backlog').values(row).execute();
    }
    expect(await found(ownerId, { q: 'plover' })).toEqual([]);
    expect(await searches.counts(ownerId)).toEqual({ searched: 2, unread: 2 });
    // It meets a line that an edit made searchable meanwhile.
    const [message] = await createTranscriptStore(opened.database).messages(first, 3, 1);
    if (!message) throw new Error('There is no message.');
    const edited = { ...message, text: 'plover edited' };
    await store.change(first, () => [{ type: 'message-edited', at, message: edited }]);
    const fill = createSearchFill(opened.database, createJobStore(opened.database));
    await fill({ payload: {} });
    await fill({ payload: { conversationId: first.id, after: 40 } });
    expect(await searches.counts(ownerId)).toEqual({ searched: 2, unread: 0 });
    expect(await found(ownerId, { q: 'plover', limit: 200 })).toHaveLength(96);
    expect(await found(ownerId, { q: 'plover edited' })).toEqual(['plover edited']);
  });
});
