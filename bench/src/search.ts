import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createConversationStore } from '@chimera/server/conversations/conversation-store';
import { createSearchStore, type SearchQuery } from '@chimera/server/conversations/search-store';
import { type Database, openDatabase } from '@chimera/server/db/open-database';
import { defaultSettings } from '@chimera/protocol/conversation';
import type { Event } from '@chimera/protocol/event';
import { median, quantile } from './quantile.ts';
import { settle, sizesOf, storeTalks } from './search-corpus-store.ts';
import { OWNER, SMALL_OWNER, SPAN_MS, speakers, talksOf, wordAt } from './search-talks.ts';

/**
 * How quickly lines are found among a million, and what that costs:
 * `node bench/src/search.ts [--messages 1000000] [--url postgres://…/a_database]`; without a url on SQLite. That
 * database is filled when it is empty, and stays.
 */
const { values: options } = parseArgs({
  options: {
    messages: { type: 'string', default: '1000000' },
    url: { type: 'string' },
    runs: { type: 'string', default: '40' },
  },
});
const TALKS_AT_ONCE = 20;
const APPENDS = 300;

const dataDir = await mkdtemp(join(tmpdir(), 'chimera-bench-search-'));
const database = await openDatabase({ url: options.url ?? null, dataDir });
try {
  if ((await sizesOf(database)).messages === 0) await fill(database, Number(options.messages));
  const { messages, messageBytes, indexBytes } = await sizesOf(database);
  console.log(`${database.kind}, ${messages} messages of ${Math.round(messageBytes / messages)} bytes`);
  console.log(
    `index: ${Math.round(indexBytes / messages)} bytes a message, ${(indexBytes / 2 ** 20).toFixed(0)} MB`,
  );
  await measureQueries(database, Number(options.runs));
  await measureAppends(database);
} finally {
  await database.close();
  await rm(dataDir, { recursive: true, force: true });
}

async function fill(into: Database, count: number): Promise<void> {
  const startMs = performance.now();
  let some: Parameters<typeof storeTalks>[1][number][] = [];
  for (const talk of talksOf(count)) {
    some.push(talk);
    if (some.length < TALKS_AT_ONCE) continue;
    await storeTalks(into, some);
    some = [];
  }
  await storeTalks(into, some);
  await settle(into);
  console.error(`filled in ${Math.round((performance.now() - startMs) / 1000)} s`);
}

function queriesFor(run: number): readonly (readonly [string, SearchQuery, string?])[] {
  const common = wordAt(run % 5);
  const from = new Date(Date.parse('2024-01-01T00:00:00.000Z') + ((run % 20) / 20) * SPAN_MS).toISOString();
  const to = new Date(Date.parse(from) + SPAN_MS / 20).toISOString();
  const speaker = speakers[run % speakers.length] ?? '';
  return [
    ['a common word', { q: `${common} ` }],
    ['a common word, page after page', { q: `${common} `, limit: 200 }],
    ['a word in a hundred lines', { q: `${wordAt(3000 + run)} ` }],
    ['a rare word', { q: `${wordAt(29_000 + run)} ` }],
    ['a word that nobody said', { q: `qqq${run} ` }],
    ['a word of long ago, in half of the lines then', { q: 'yesteryear ' }],
    ['two common words', { q: `${common} ${wordAt(10 + run)} ` }],
    ['a common and a rare word', { q: `${common} ${wordAt(20_000 + run)} ` }],
    ['a phrase of common words', { q: `"${wordAt(run % 5)} ${wordAt(5 + (run % 7))}"` }],
    ['a phrase of rare words', { q: `"${wordAt(2000 + run)} ${wordAt(3000 + run)}"` }],
    [
      'three letters, while typing',
      {
        q: wordAt(run % 15)
          .slice(0, 3)
          .padEnd(3, 'b'),
      },
    ],
    ['five letters, while typing', { q: wordAt(1000 + run).slice(0, 5) }],
    ['speaker and common word', { q: `${common} `, speaker }],
    ['speaker, date and common word', { q: `${common} `, speaker, from, to }],
    ['speaker, date and a word in a hundred lines', { q: `${wordAt(3000 + run)} `, speaker, from, to }],
    ['speaker alone', { speaker }],
    ['one talk, common word', { q: `${common} `, conversationId: `talk-${1 + run * 7}` }],
    ['who has few lines, common word', { q: `${common} ` }, SMALL_OWNER],
    ['who has few lines, rare word', { q: `${wordAt(25_000 + run)} ` }, SMALL_OWNER],
  ];
}

async function measureQueries(from: Database, runs: number): Promise<void> {
  const store = createSearchStore(from);
  const taken = new Map<string, { ms: number[]; hits: number }>();
  for (let run = 0; run < runs; run += 1) {
    for (const [name, query, ownerId = OWNER] of queriesFor(run)) {
      const startMs = performance.now();
      const { items } = await store.search(ownerId, query);
      const ms = performance.now() - startMs;
      const so = taken.get(name) ?? { ms: [], hits: 0 };
      so.ms.push(ms);
      so.hits += items.length;
      taken.set(name, so);
    }
  }
  console.log('| first page | hits | p50 | p95 |\n|---|---|---|---|');
  for (const [name, { ms, hits }] of taken) {
    const sorted = ms.toSorted((a, b) => a - b);
    const [p50, p95] = [0.5, 0.95].map((share) => quantile(sorted, share).toFixed(1));
    console.log(`| ${name} | ${(hits / ms.length).toFixed(1)} | ${p50} ms | ${p95} ms |`);
  }
}

/** The floor is a line of the house: it is written in the same way, and not searched. */
async function measureAppends(to: Database): Promise<void> {
  const store = createConversationStore(to, async () => undefined);
  const ref = { ownerId: OWNER, id: randomUUID() };
  const at = new Date().toISOString();
  const fixed = { title: 'T', topic: 'T', format: 'free-talk', settings: defaultSettings, seats: [] };
  await store.create(ref, 'gen', [{ type: 'conversation-created', at, ...fixed }]);
  const text = Array.from({ length: 40 }, (_, index) => wordAt(index * 37)).join(' ');
  const author = { kind: 'human' as const, name: 'You' };
  const said = (): Event => ({
    type: 'message-finished',
    at,
    message: { id: randomUUID(), author, text, status: 'complete', createdAt: at },
  });
  const told = (): Event => ({ type: 'direction-given', at, text, reason: { code: 'x', text: '' } });
  const pairs: { said: number; told: number }[] = [];
  for (let index = 0; index < APPENDS; index += 1) {
    pairs.push({
      told: await timed(() => store.change(ref, () => [told()])),
      said: await timed(() => store.change(ref, () => [said()])),
    });
  }
  const ratio = median(pairs.map((pair) => pair.said / pair.told));
  const [searched, floor] = [median(pairs.map((pair) => pair.said)), median(pairs.map((pair) => pair.told))];
  console.log(
    `one append: ${searched.toFixed(2)} ms, floor ${floor.toFixed(2)} ms, ratio ${ratio.toFixed(2)}`,
  );
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}
