import type { LoreEntry } from '@chimera/protocol/lore';
import { LORE_ENTRIES_LIMIT } from '@chimera/protocol/sheet-limits';
import { describe, expect, test } from 'vitest';
import { leastMs, processorTimeOf } from '../../test/processor-time.ts';
import { Lore } from './lore.ts';
import { withNames } from './macros.ts';

const names = { char: 'A'.repeat(80), user: 'Mia' };
const LIMIT_MS = 50;

/** What a careless search looks at everything again for. */
const units = [
  ['letters', 'a'],
  ['words', 'a '],
  ['rows of one word', 'dragon '],
  ['signs', '['],
  ['dots', '. '],
  ['apostrophes', "'"],
  ['han', '孔'],
  ['thai', 'น้ำ'],
  ['emoji', '😀'],
  ['marks', 'e\u0301'],
  ['marks in the wrong order', '\u0301\u0323'],
  ['zero width', '\u200b'],
  ['spaces', ' '],
  ['lines', '\n'],
  ['macros', '{{char}}'],
  ['macros that begin', '{{ '],
  ['angles', '<user'],
  ['patterns', '(a+)+$'],
] as const;

const fill = (unit: string, length: number) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length);

/** Books as large as one that is kept, each bad in its way. */
const books: Record<string, (unit: string, at: number) => Partial<LoreEntry>> = {
  'of many keys': (_, at) => ({
    keys: Array.from({ length: 100 }, (_each, place) => `a${(at * 100 + place).toString(36)}`),
  }),
  'of one key': (unit) => ({ keys: [fill(unit, 300)], secondaryKeys: [fill(unit, 300)] }),
  'of keys that begin alike': (unit, at) => ({
    keys: Array.from({ length: 8 }, (_, place) => `${fill(`${unit} `, (at + place) % 200)} z${at}`),
  }),
  'of keys that are always there': (unit, at) => ({
    keys: ['a', 'dragon', fill(unit, 1)],
    content: at % 2 ? `${' '.repeat(2000)}a` : '{{char}}'.repeat(200),
  }),
  'of patterns': () => ({ keys: ['/(a+)+$/', '(a|aa)+$', '.*', '[', '\\'] }),
  'of texts without end': (unit) => ({ keys: [fill(unit, 12)], content: fill(unit, 1000) }),
};

function bookOf(entryOf: (unit: string, at: number) => Partial<LoreEntry>, unit: string) {
  const entries = Array.from({ length: LORE_ENTRIES_LIMIT }, (_, at): LoreEntry => {
    const plain = { keys: ['a'], secondaryKeys: [], content: 'It is so.', enabled: true, constant: false };
    return { ...plain, caseSensitive: at % 2 === 0, order: -at, priority: at % 7, ...entryOf(unit, at) };
  });
  return { scanDepth: 1000, tokenBudget: 8000, entries };
}

const costOf = (work: () => unknown) => leastMs(LIMIT_MS, () => processorTimeOf(work));

describe('a book of a thousand entries', () => {
  test.each(Object.entries(books))(
    '%s is made ready and looked through in 50 ms, whatever is said',
    (_, entryOf) => {
      const slow = units.flatMap(([name, unit]) => {
        const book = bookOf(entryOf, unit);
        const line = fill(unit, 100_000);
        const lines = [line, ...Array.from({ length: 1000 }, () => fill(unit, 60))];
        for (const said of [[line], lines]) new Lore(book, names).calledUp(said, 600);
        return [[line], lines].flatMap((said) => {
          const ms = costOf(() => {
            const lore = new Lore(book, names);
            lore.constant(600);
            lore.calledUp(said, 600);
          });
          return ms <= LIMIT_MS ? [] : [`${name}: ${Math.round(ms)} ms`];
        });
      });
      expect(slow).toEqual([]);
    },
    120_000,
  );

  test('that is made ready is looked through in a tenth of that, turn after turn', () => {
    const book = bookOf((_, at) => ({ keys: [`key${at}`, `word${at} of two`, 'dragon'] }), '');
    const lore = new Lore(book, names);
    const lines = [fill('The dragon said word7 of two, and the key9 of it. ', 20_000)];
    const turn = () => lore.calledUp(lines, 600);
    for (let round = 0; round < 5; round += 1) turn();
    const best = () => Math.min(...Array.from({ length: 20 }, () => processorTimeOf(turn)));
    expect(leastMs(5, best)).toBeLessThan(5);
  });
});

test.each(units)('a sheet of %s has its names filled in in 50 ms', (_, unit) => {
  const text = fill(unit, 40_000);
  expect(costOf(() => withNames(text, names))).toBeLessThan(LIMIT_MS);
});
