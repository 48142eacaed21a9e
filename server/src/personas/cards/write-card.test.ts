import { type Sheet, sheetSchema } from '@chimera/protocol/persona';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyJson, anySheet } from './__fixtures__/any-sheet.ts';
import { fileOf, fixture, fixtures } from './__fixtures__/fixture.ts';
import { tinyPng } from './__fixtures__/tiny-png.ts';
import { writePng } from './card-png.ts';
import { isObject, type JsonObject, parseDocument } from './json-document.ts';
import { mapCard } from './map-card.ts';
import { readCard } from './read-card.ts';
import { writeCard } from './write-card.ts';

const formats = ['card-v2', 'card-v3'] as const;

function dataOf({ data }: JsonObject): JsonObject {
  if (!isObject(data)) throw new Error('no data');
  return data;
}

function extensionsOf(card: JsonObject): JsonObject {
  const { extensions } = dataOf(card);
  return isObject(extensions) ? extensions : {};
}

function own(format: 'card-v2' | 'card-v3', name: string): 'card-v2' | 'card-v3' {
  return name.endsWith('v3') ? 'card-v3' : name.endsWith('v2') ? 'card-v2' : format;
}

describe('a card that came from another program', () => {
  test.each(fixtures.filter((name) => name !== 'tavern-v1'))(
    '%s comes back as it was, to the letter',
    async (name) => {
      const card = fixture(name);
      const read = await readCard(fileOf(card), name);
      const written = writeCard(read.sheet, { format: own('card-v2', name), card: read.card });
      expect(JSON.stringify(written)).toBe(JSON.stringify(card));
    },
  );

  test('one without extensions gets none', () => {
    const card = parseDocument('{"spec":"chara_card_v2","spec_version":"2.0","data":{"name":"Ada"}}');
    expect(writeCard(mapCard(card).sheet, { format: 'card-v2', card })).toEqual(card);
  });

  test.each(fixtures)('%s says the same in both formats, and comes back from the other one', (name) => {
    const card = fixture(name);
    const { sheet } = mapCard(card);
    for (const format of formats) {
      const other = writeCard(sheet, { format, card });
      expect(mapCard(other).sheet).toEqual(sheet);
      expect(mapCard(other).format).toBe(format);
      const back = writeCard(sheet, { format: own(format, name), card: other });
      expect(mapCard(back).sheet).toEqual(sheet);
    }
  });

  test.each(['agnai-v2', 'chub-v2'] as const)('%s comes back from V3 with all that it was', (name) => {
    const card = fixture(name);
    const { sheet } = mapCard(card);
    const newer = writeCard(sheet, { format: 'card-v3', card });
    expect(writeCard(sheet, { format: 'card-v2', card: newer })).toMatchObject(card);
  });

  test('V3 fields wait in a V2 card and come back', () => {
    const card = fixture('risuai-v3');
    const { sheet } = mapCard(card);
    const older = writeCard(sheet, { format: 'card-v2', card });
    expect(dataOf(older)).not.toHaveProperty('assets');
    expect(dataOf(older)).toHaveProperty('extensions.chimera.v3.nickname', 'Isolde');
    expect(writeCard(sheet, { format: 'card-v3', card: older })).toEqual(card);
  });

  test('a V1 card keeps its own fields beside the data of the newer format', () => {
    const card = fixture('tavern-v1');
    const { sheet } = mapCard(card);
    const newer = writeCard(sheet, { format: 'card-v3', card });
    expect(newer).toMatchObject({ ...card, spec: 'chara_card_v3', spec_version: '3.0' });
    expect(dataOf(newer)).toMatchObject({
      name: 'Old Hob',
      scenario: 'Dusk at the gate.',
      tags: [],
      extensions: {},
    });
  });

  test.each(fixtures)('%s keeps a change, and nothing else differs', (name) => {
    const card = fixture(name);
    const { sheet } = mapCard(card);
    const changed: Sheet = { ...sheet, greeting: 'A new greeting.', traits: ['patient'] };
    const format = own('card-v2', name);
    const before = writeCard(sheet, { format, card });
    const after = writeCard(changed, { format, card });
    expect(mapCard(after).sheet).toEqual(changed);
    expect(dataOf(after)['first_mes']).toBe('A new greeting.');
    const { first_mes: _, extensions, ...rest } = dataOf(after);
    expect(dataOf(before)).toMatchObject(rest);
    expect(extensions).toMatchObject(extensionsOf(before));
  });

  test('a change in a field that is repeated beside the data is repeated there', () => {
    const card = fixture('sillytavern-v2');
    const { sheet } = mapCard(card);
    const after = writeCard({ ...sheet, name: 'Marlow', talkativeness: 0.9 }, { format: 'card-v2', card });
    expect(after).toMatchObject({
      name: 'Marlow',
      data: { name: 'Marlow', extensions: { talkativeness: '0.9' } },
    });
  });

  test('a new last paragraph is a new personality, a new beginning a new description', () => {
    const card = fixture('chub-v2');
    const { sheet } = mapCard(card);
    const write = (systemPrompt: string) =>
      dataOf(writeCard({ ...sheet, systemPrompt }, { format: 'card-v2', card }));
    expect(write(sheet.systemPrompt.replace('Curious.', 'Careful.'))).toMatchObject({
      description: dataOf(card)['description'],
      personality: 'Blunt. Careful.',
    });
    expect(write(sheet.systemPrompt.replace('Nadia', 'N.'))).toMatchObject({
      personality: 'Blunt. Curious.',
    });
    expect(write('All new.')).toMatchObject({ description: 'All new.', personality: '' });
  });

  test('an entry of the lore that moves or changes keeps what other programs know of it', () => {
    const card = fixture('sillytavern-v2');
    const { sheet } = mapCard(card);
    const [lamp, fog, tram] = sheet.lore?.entries ?? [];
    if (!sheet.lore || !lamp || !fog || !tram) throw new Error('no lore');
    const entries = [
      { ...tram, content: 'The night tram is free.' },
      { ...lamp, secondaryKeys: ['aunt'] },
      { ...lamp, keys: ['new'], content: 'New.' },
    ];
    const after = writeCard({ ...sheet, lore: { ...sheet.lore, entries } }, { format: 'card-v2', card });
    expect(mapCard(after).sheet.lore?.entries).toEqual(entries);
    expect(dataOf(after)['character_book']).toMatchObject({
      entries: [
        { id: 2, content: 'The night tram is free.', extensions: { selectiveLogic: 2 } },
        { id: 0, secondary_keys: ['aunt'], extensions: { group_weight: 100 } },
        { keys: ['new'], extensions: {} },
      ],
    });
  });

  test('a changed entry keeps the lines for other programs', () => {
    const card = fixture('risuai-v3');
    const { sheet } = mapCard(card);
    if (!sheet.lore) throw new Error('no lore');
    const entries = sheet.lore.entries.map((entry) => ({ ...entry, content: `New: ${entry.content}` }));
    const after = writeCard({ ...sheet, lore: { ...sheet.lore, entries } }, { format: 'card-v3', card });
    expect(after).toHaveProperty(
      'data.character_book.entries[0].content',
      expect.stringMatching(/^@@depth 2\n@@role system\nNew: The lamp/),
    );
    expect(mapCard(after).sheet.lore?.entries).toEqual(entries);
  });

  test('what another program changes later counts, unless only Chimera knows the field', () => {
    const sheet: Sheet = {
      ...mapCard(fixture('chub-v2')).sheet,
      greeting: ' ',
      tagline: 'Maps streets.',
      tags: ['Maps'],
    };
    const card = writeCard(sheet, { format: 'card-v2' });
    expect(mapCard(card).sheet).toMatchObject({ greeting: ' ', tags: ['Maps'] });
    const edited = { ...card, data: { ...dataOf(card), first_mes: 'Hello there.', tags: ['streets'] } };
    expect(mapCard(edited).sheet).toMatchObject({
      greeting: 'Hello there.',
      tags: ['streets'],
      tagline: 'Maps streets.',
    });
  });
});

describe('a persona of our own', () => {
  test.each(formats)('becomes a complete %s, without brain, fallbacks and picture', (format) => {
    const { sheet } = mapCard(fixture('agnai-v2'));
    const model = { connectionId: 'secret-connection', model: 'secret-model' };
    const imageUrl = '/api/avatars/abc';
    const card = writeCard(
      { ...sheet, brain: model, fallbacks: [model], avatar: { color: '#123456', imageUrl } },
      { format },
    );
    expect(JSON.stringify(card)).not.toMatch(/secret|abc/);
    expect(Object.keys(dataOf(card)).slice(0, 6)).toEqual([
      'name',
      'description',
      'personality',
      'scenario',
      'first_mes',
      'mes_example',
    ]);
    expect(card['spec']).toBe(format === 'card-v2' ? 'chara_card_v2' : 'chara_card_v3');
    expect(dataOf(card)).toHaveProperty('extensions.chimera.sheet.avatar', { color: '#123456' });
    expect('group_only_greetings' in dataOf(card)).toBe(format === 'card-v3');
  });

  test('any persona is the same after a card', () => {
    fc.assert(
      fc.property(anySheet, fc.constantFrom(...formats), (wild, format) => {
        const sheet = sheetSchema.parse(wild);
        const card = parseDocument(JSON.stringify(writeCard(sheet, { format })));
        expect(mapCard(card).sheet).toEqual(sheet);
      }),
      { numRuns: 300 },
    );
  });

  test('any change of any card is the same after it, in any format, and again', () => {
    const anyFormat = fc.constantFrom(...formats);
    fc.assert(
      fc.property(
        fc.constantFrom(...fixtures),
        fc.array(fc.tuple(anySheet, anyFormat), { minLength: 1, maxLength: 3 }),
        (name, changes) => {
          let card = fixture(name);
          for (const [wild, format] of changes) {
            const sheet = sheetSchema.parse(wild);
            card = parseDocument(JSON.stringify(writeCard(sheet, { format, card })));
            expect(mapCard(card).sheet).toEqual(sheet);
            expect(JSON.stringify(writeCard(sheet, { format, card }))).toBe(JSON.stringify(card));
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('what nobody here knows', () => {
  const anyKey = fc.oneof(
    fc.string({ maxLength: 8 }).map((key) => `x_${key}`),
    fc.constantFrom('constructor', 'toString', 'valueOf', 'hasOwnProperty', 'prototype', '0', 'fav'),
  );
  const strange = fc.dictionary(anyKey, anyJson, { maxKeys: 5 });
  const entry = fc.record({
    keys: fc.constant(['a']),
    content: fc.string(),
    extensions: strange,
    x_more: anyJson,
  });

  test('survives unchanged in V2 and V3, through JSON and PNG', async () => {
    await fc.assert(
      fc.asyncProperty(
        strange,
        strange,
        strange,
        fc.array(entry, { maxLength: 3 }),
        async (root, more, extensions, entries) => {
          for (const [format, spec] of [
            ['card-v2', 'chara_card_v2'],
            ['card-v3', 'chara_card_v3'],
          ] as const) {
            const data = {
              name: 'X',
              description: 'Y',
              ...more,
              extensions,
              character_book: { entries, extensions },
            };
            const card = parseDocument(
              JSON.stringify({ ...root, spec, spec_version: format === 'card-v2' ? '2.0' : '3.0', data }),
            );
            const read = await readCard(fileOf(card), 'x.json');
            const written = writeCard(read.sheet, { format, card: read.card });
            expect(JSON.stringify(written)).toBe(JSON.stringify(card));
            const png = writePng(tinyPng(), { v3: written, v2: written });
            expect(JSON.stringify((await readCard(png, 'x.png')).card)).toBe(JSON.stringify(card));
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test('survives a change beside it', () => {
    fc.assert(
      fc.property(strange, strange, (more, extensions) => {
        const data = { name: 'X', ...more, extensions };
        const card = parseDocument(JSON.stringify({ ...more, spec: 'chara_card_v2', data }));
        const changed = writeCard({ ...mapCard(card).sheet, greeting: 'New.' }, { format: 'card-v2', card });
        expect(changed).toEqual({ ...card, data: { ...dataOf(card), first_mes: 'New.' } });
      }),
      { numRuns: 150 },
    );
  });

  test('survives the way to the other format and back', () => {
    fc.assert(
      fc.property(strange, strange, strange, (root, more, extensions) => {
        const data = {
          name: 'X',
          ...more,
          extensions,
          nickname: 'Z',
          assets: [],
          group_only_greetings: ['hi'],
        };
        const card = parseDocument(
          JSON.stringify({ ...root, spec: 'chara_card_v3', spec_version: '3.0', data }),
        );
        const { sheet } = mapCard(card);
        const older = writeCard(sheet, { format: 'card-v2', card });
        expect(writeCard(sheet, { format: 'card-v3', card: older })).toEqual(card);
      }),
      { numRuns: 150 },
    );
  });
});
