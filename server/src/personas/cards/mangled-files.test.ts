import fc from 'fast-check';
import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { anyJson } from './__fixtures__/any-sheet.ts';
import { fileOf, fixture, fixtures } from './__fixtures__/fixture.ts';
import { tinyPng } from './__fixtures__/tiny-png.ts';
import { writePng } from './card-png.ts';
import { CardProblem } from './card-problem.ts';
import { readCastFile, writeCastFile } from './cast-file.ts';
import { isList, isObject, type Json } from './json-document.ts';
import { mapCard } from './map-card.ts';
import { readCard } from './read-card.ts';

/** Far more than any of this takes, also on a busy machine; what grows without bound takes minutes. */
const SLOW_MS = 8000;

const card = fixture('risuai-v3');
const files = [
  ...fixtures.map((name) => fileOf(fixture(name))),
  writePng(tinyPng(), { v3: card, v2: fixture('chub-v2') }),
  zipSync({ 'card.json': fileOf(card), 'assets/icon/image/main.png': tinyPng() }),
].map((bytes) => Buffer.from(bytes));

/** By number: a counterexample is shorter so. */
const anyFile = fc.nat({ max: files.length - 1 });

function fileAt(index: number): Buffer {
  return files[index] ?? Buffer.alloc(0);
}

const marlow = { sheet: mapCard(fixture('sillytavern-v2')).sheet, card: fixture('sillytavern-v2') };
const castFile = Buffer.from(
  fileOf(writeCastFile({ name: 'One', seats: [{ personaId: 'a' }] }, new Map([['a', marlow]]))),
);

type Change = { readonly at: number; readonly bytes: Uint8Array; readonly gone: number };

const changes = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    bytes: fc.uint8Array({ maxLength: 4 }),
    gone: fc.integer({ min: 0, max: 4 }),
  }),
  { minLength: 1, maxLength: 6 },
);

function mangled(file: Buffer, made: readonly Change[]): Buffer {
  return made.reduce((bytes, { at, bytes: put, gone }) => {
    const from = Math.floor(at * bytes.length);
    return Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + gone)]);
  }, file);
}

/** Puts anything in the place of one value of a document. */
function replaced(value: Json, steps: readonly number[], other: Json): Json {
  const [step, ...rest] = steps;
  if (step === undefined) return other;
  if (isList(value) && value.length > 0) {
    return value.map((part, index) => (index === step % value.length ? replaced(part, rest, other) : part));
  }
  const keys = isObject(value) ? Object.keys(value) : [];
  const key = keys[step % Math.max(1, keys.length)];
  return isObject(value) && key ? { ...value, [key]: replaced(value[key] ?? null, rest, other) } : other;
}

/** How long it takes to read or refuse something; throws what is no refusal. */
async function msOf(work: () => unknown): Promise<number> {
  const began = performance.now();
  try {
    await work();
  } catch (problem) {
    if (!(problem instanceof CardProblem)) throw problem;
  }
  return performance.now() - began;
}

test('files with changed bytes are read or refused, and soon', async () => {
  await fc.assert(
    fc.asyncProperty(anyFile, changes, async (which, made) => {
      const file = mangled(fileAt(which), made);
      expect(await msOf(() => readCard(file, 'x'))).toBeLessThan(SLOW_MS);
    }),
    { numRuns: 1500 },
  );
});

test('files that end too early are refused', async () => {
  await fc.assert(
    fc.asyncProperty(anyFile, fc.double({ min: 0, max: 0.999, noNaN: true }), async (which, part) => {
      const file = fileAt(which);
      const begun = file.subarray(0, Math.floor(part * file.length));
      await expect(readCard(begun, 'x')).rejects.toBeInstanceOf(CardProblem);
    }),
    { numRuns: 500 },
  );
});

test('cards with anything in the place of one value are read or refused', async () => {
  const steps = fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...fixtures), steps, anyJson, async (name, at, other) => {
      const file = fileOf(replaced(fixture(name), at, other));
      expect(await msOf(() => readCard(file, 'x'))).toBeLessThan(SLOW_MS);
    }),
    { numRuns: 1000 },
  );
});

test('cast files with changed bytes or values are read or refused', async () => {
  const steps = fc.array(fc.nat({ max: 10 }), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(changes, steps, anyJson, async (made, at, other) => {
      const changed = fileOf(replaced(JSON.parse(castFile.toString()), at, other));
      for (const file of [mangled(castFile, made), changed]) {
        expect(await msOf(() => readCastFile(file))).toBeLessThan(SLOW_MS);
      }
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['markup', '<'.repeat(39_000)],
  ['pictures', '!['.repeat(15_000)],
  ['spaces', ' '.repeat(39_000)],
  ['names', '{{char}}'.repeat(4000)],
  ['slashes', '/'.repeat(39_000)],
  ['marks of other programs', '@@a\n'.repeat(9000)],
])('a text of nothing but %s takes no time', async (_, text) => {
  const content = text.slice(0, 20_000);
  const data = {
    name: 'A',
    description: text,
    creator_notes: text,
    mes_example: text.slice(0, 7000),
    first_mes: content,
    tags: [text],
    character_book: { entries: Array.from({ length: 100 }, () => ({ keys: [text], content })) },
  };
  expect(await msOf(() => readCard(fileOf({ spec: 'chara_card_v2', data }), 'x'))).toBeLessThan(SLOW_MS);
});

test.each([' ', '\n', ',', '<', '@@\n'])(
  'files of megabytes of nothing but %j take little time',
  async (unit) => {
    const text = unit.repeat(1_500_000 / unit.length);
    const fields = [
      'name',
      'nickname',
      'description',
      'first_mes',
      'mes_example',
      'creator_notes',
      'creator',
      'tags',
    ];
    for (const field of fields) {
      expect(
        await msOf(() =>
          readCard(fileOf({ spec: 'chara_card_v2', data: { name: 'A', [field]: text } }), 'x'),
        ),
      ).toBeLessThan(SLOW_MS);
    }
    for (const field of ['keys', 'content', 'comment', 'insertion_order', 'secondary_keys', 'x']) {
      const entries = [{ keys: ['a'], content: 'b', selective: true, [field]: text }];
      const data = { name: 'A', character_book: { entries } };
      expect(await msOf(() => readCard(fileOf({ spec: 'chara_card_v2', data }), 'x'))).toBeLessThan(SLOW_MS);
    }
  },
);
