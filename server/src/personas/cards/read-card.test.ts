import { SHEET_LIMITS } from '@chimera/protocol/sheet-limits';
import { describe, expect, test } from 'vitest';
import { fileOf, fixture } from './__fixtures__/fixture.ts';
import { CARD_LIMITS } from './card-limits.ts';
import type { JsonObject } from './json-document.ts';
import { readCard, type ReadCard } from './read-card.ts';

async function read(document: unknown): Promise<ReadCard> {
  return readCard(fileOf(document), 'card.json');
}

function v2(data: Record<string, unknown>): JsonObject {
  return JSON.parse(
    JSON.stringify({ spec: 'chara_card_v2', spec_version: '2.0', data: { name: 'Ada', ...data } }),
  );
}

function book(entry: Record<string, unknown>, more: Record<string, unknown> = {}): JsonObject {
  return v2({ character_book: { entries: [entry], ...more } });
}

function noteAt({ notes }: ReadCard, path: string): string[] {
  return notes.filter((note) => note.path === path).map(({ kind }) => kind);
}

describe('cards as other programs write them', () => {
  test('SillyTavern', async () => {
    const card = await read(fixture('sillytavern-v2'));
    expect(card).toMatchObject({
      format: 'card-v2',
      container: 'json',
      sheet: {
        name: 'Marlow Finch',
        tagline: 'Made for slow evenings.',
        systemPrompt: expect.stringMatching(
          /^\{\{char\}\} is a lamplighter[^]*unlit\.\n\ndry, patient, fond of bad puns$/,
        ),
        greeting: expect.stringContaining('circles, {{user}}, and'),
        exampleMessages: [
          '"Between two and three, when the fog does the watching."\n*He trims the wick.*',
          '"It is an hour of one."',
          '"Progress. They put it in the river."',
        ],
        tags: ['fog', 'lamplighter'],
        talkativeness: 0.3,
        credits: { creator: 'wickandflame', version: '1.2' },
        lore: {
          name: 'River Quarter',
          scanDepth: 4,
          tokenBudget: 400,
          entries: [
            {
              keys: ['unlit lamp', 'dark lamp'],
              secondaryKeys: ['brother', 'widow'],
              name: 'The unlit lamp',
              order: 100,
            },
            { keys: ['/fog(gy)?/i'], enabled: false, constant: true, caseSensitive: true, order: 90 },
            { keys: ['tram'], secondaryKeys: [], order: 80, priority: 80 },
          ],
        },
      },
    });
    expect(card.sheet.alternateGreetings).toHaveLength(2);
    for (const path of [
      'data.scenario',
      'data.system_prompt',
      'data.post_history_instructions',
      'data.extensions.depth_prompt',
      'data.character_book.entries[*].position',
      'create_date',
    ]) {
      expect(noteAt(card, path)).toEqual(['kept']);
    }
    expect(noteAt(card, 'data.character_book.entries[1].insertion_order')).toEqual(['changed']);
    expect(noteAt(card, 'description')).toEqual([]);
  });

  test('Agnai', async () => {
    const { sheet } = await read(fixture('agnai-v2'));
    expect(sheet.greeting).toContain('{{char}} does not like');
    expect(sheet.exampleMessages).toEqual(['Fourteen. Thirteen, if you keep talking.', 'Twelve.']);
    expect(sheet.lore?.entries.map(({ order, priority }) => [order, priority])).toEqual([
      [50, 100],
      [51, 20],
    ]);
    expect(sheet).not.toHaveProperty('credits');
  });

  test('Chub', async () => {
    const card = await read(fixture('chub-v2'));
    expect(card.sheet).toMatchObject({ tagline: 'Nadia maps places that moved.', talkativeness: 0.5 });
    expect(card.sheet).not.toHaveProperty('lore');
    expect(noteAt(card, 'data.extensions.chub')).toEqual(['kept']);
  });

  test('RisuAI', async () => {
    const card = await read(fixture('risuai-v3'));
    expect(card.format).toBe('card-v3');
    expect(card.sheet.aliases).toEqual(['Isolde']);
    expect(card.sheet.lore).toMatchObject({
      scanDepth: 5,
      tokenBudget: 8000,
      entries: [
        { content: 'The lamp is the main gun. It has never been fired at a person.', name: 'The lamp' },
        { keys: [], constant: true },
      ],
    });
    expect(JSON.stringify(card.sheet)).not.toContain('<script>');
    for (const path of [
      'data.assets',
      'data.source',
      'data.group_only_greetings',
      'data.extensions.risuai',
      'data.creator_notes_multilingual',
    ]) {
      expect(noteAt(card, path)).toEqual(['kept']);
    }
  });

  test('an old one, of the first version', async () => {
    const card = await read(fixture('tavern-v1'));
    expect(card).toMatchObject({
      format: 'card-v1',
      sheet: { name: 'Old Hob', exampleMessages: ["Good. My purse has a hole and my ears don't."] },
    });
    expect(noteAt(card, 'metadata')).toEqual(['kept']);
  });
});

describe('what programs get wrong is read all the same, and noted', () => {
  const lenient: [string, JsonObject, string, unknown, string][] = [
    [
      'a number as text',
      book({ keys: ['a'], content: 'b', insertion_order: '7' }),
      'lore.entries.0.order',
      7,
      'data.character_book.entries[0].insertion_order',
    ],
    ['text as a number', v2({ character_version: 1.2 }), 'credits.version', '1.2', 'data.character_version'],
    [
      'a flag as text',
      book({ keys: ['a'], content: 'b', enabled: 'false' }),
      'lore.entries.0.enabled',
      false,
      'data.character_book.entries[0].enabled',
    ],
    [
      'entries as an object',
      v2({
        character_book: {
          entries: { 4: { key: ['a'], keysecondary: [], content: 'b', order: 3, disable: true } },
        },
      }),
      'lore.entries.0',
      {
        keys: ['a'],
        secondaryKeys: [],
        content: 'b',
        enabled: false,
        constant: false,
        caseSensitive: false,
        order: 3,
        priority: 3,
      },
      'data.character_book.entries',
    ],
    [
      'keys as text',
      book({ keys: 'tea, cake', content: 'b' }),
      'lore.entries.0.keys',
      ['tea', 'cake'],
      'data.character_book.entries[0].keys',
    ],
    ['tags as text', v2({ tags: 'Sea, Salt' }), 'tags', ['sea', 'salt'], 'data.tags'],
    ['tags that are too long', v2({ tags: ['x'.repeat(81), 'y', null] }), 'tags', ['y'], 'data.tags'],
    [
      'too many tags',
      v2({ tags: Array.from({ length: 80 }, (_, index) => `t${index}`) }),
      'tags.59',
      't59',
      'data.tags',
    ],
    [
      'a number with a fraction',
      book({ keys: ['a'], content: 'b', priority: 1e9 + 0.5 }),
      'lore.entries.0.priority',
      1_000_000,
      'data.character_book.entries[0].priority',
    ],
    ['control characters', v2({ first_mes: 'a\u0000b\u001b[31m' }), 'greeting', 'ab[31m', 'data.first_mes'],
    ['half a character', v2({ first_mes: 'a\ud83d' }), 'greeting', 'a\ufffd', 'data.first_mes'],
    ['a name on two lines', v2({ name: ' Ada\n Lovelace ' }), 'name', 'Ada Lovelace', 'data.name'],
    [
      'a greeting for each of many',
      v2({ alternate_greetings: '1687194031049' }),
      'alternateGreetings',
      [],
      'data.alternate_greetings',
    ],
    [
      'a talkativeness of its own',
      v2({ extensions: { talkativeness: 50 } }),
      'talkativeness',
      0.5,
      'data.extensions.talkativeness',
    ],
  ];
  test.each(lenient)('%s', async (_, card, path, value, noted) => {
    const got = await read(card);
    expect(got.sheet).toHaveProperty(path, value);
    expect(noteAt(got, noted)).toHaveLength(1);
    expect(got.card).toEqual(card);
  });

  test('nothing at all where something should be', async () => {
    const nothing = {
      description: null,
      personality: null,
      tags: null,
      alternate_greetings: null,
      extensions: null,
      character_book: null,
      creator: null,
      mes_example: null,
    };
    const { sheet, notes } = await read(v2(nothing));
    expect(sheet).toMatchObject({ name: 'Ada', systemPrompt: '', tags: [] });
    expect(notes).toEqual([]);
    expect((await read(v2({ extensions: [] }))).sheet.name).toBe('Ada');
  });

  test('a card that does not say what it is', async () => {
    const { spec: _, ...card } = v2({ description: 'x' });
    expect(await read(card)).toMatchObject({ format: 'card-v2', notes: [{ path: 'spec', kind: 'changed' }] });
  });

  test('a card of a version that is not known yet', async () => {
    const card = await read({ ...v2({}), spec: 'chara_card_v3', spec_version: '3.1' });
    expect(noteAt(card, 'spec_version')).toEqual(['changed']);
  });

  test('only the first hundred examples are taken', async () => {
    const card = await read(v2({ mes_example: '<START>\n{{char}}: Yes.'.repeat(150) }));
    expect(card.sheet.exampleMessages).toHaveLength(100);
    expect(noteAt(card, 'data.mes_example')).toEqual(['changed']);
  });

  test('notes have an end', async () => {
    const strange = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`x${index}`, 1]));
    const { notes } = await read(v2(strange));
    expect(notes).toHaveLength(CARD_LIMITS.notes + 1);
    expect(notes.at(-1)?.message).toContain('4800 more');
  });

  test('fields of Chimera that are none do no harm', async () => {
    const avatar = { color: 'red', imageUrl: '/api/avatars/of-somebody-else' };
    const sheet = {
      avatar,
      aliases: null,
      style: 'loud',
      tagline: 'x\ny',
      brain: { human: true },
      traits: ['kept'],
      name: 'Mallory',
    };
    const card = await read(
      v2({ extensions: { chimera: { sheet, exact: { name: { value: 'Mallory', of: 'x' } } } } }),
    );
    expect(card.sheet).toMatchObject({ name: 'Ada', traits: ['kept'], tagline: '' });
    expect(card.sheet).not.toHaveProperty('brain');
    expect(card.sheet.avatar).toEqual({ color: 'red' });
    expect(noteAt(card, 'data.extensions.chimera.style')).toEqual(['kept']);
  });
});

describe('refused, with what and where:', () => {
  const long = 'x'.repeat(SHEET_LIMITS.text);
  const refused: [string, unknown, string, string][] = [
    ['no name', v2({ name: undefined }), 'missing', 'data.name'],
    ['a blank name', v2({ name: ' \n' }), 'missing', 'data.name'],
    ['a name that is too long', v2({ name: 'x'.repeat(81) }), 'too-long', 'data.name'],
    ['no data', { spec: 'chara_card_v2', name: 'Ada' }, 'missing', 'data'],
    ['a list for a description', v2({ description: ['x'] }), 'wrong-type', 'data.description'],
    ['a flag for a greeting', v2({ first_mes: true }), 'wrong-type', 'data.first_mes'],
    [
      'a greeting that is no text',
      v2({ alternate_greetings: ['a', { b: 1 }] }),
      'wrong-type',
      'data.alternate_greetings[1]',
    ],
    ['a description that is too long', v2({ description: `${long}x` }), 'too-long', 'data.description'],
    [
      'one that is too long together',
      v2({ description: long, personality: 'x' }),
      'too-long',
      'data.description with personality',
    ],
    [
      'a greeting that is too long',
      v2({ alternate_greetings: ['x'.repeat(20_001)] }),
      'too-long',
      'data.alternate_greetings[0]',
    ],
    [
      'too many greetings',
      v2({ alternate_greetings: Array.from({ length: 101 }, () => 'x') }),
      'too-many',
      'data.alternate_greetings',
    ],
    ['an example that is too long', v2({ mes_example: 'x'.repeat(8001) }), 'too-long', 'data.mes_example'],
    ['notes that are too long', v2({ creator_notes: `${long}x` }), 'too-long', 'data.creator_notes'],
    [
      'lore that is too long',
      book({ keys: ['a'], content: 'x'.repeat(20_001) }),
      'too-long',
      'data.character_book.entries[0].content',
    ],
    [
      'too much lore',
      v2({ character_book: { entries: Array.from({ length: 1001 }, () => ({ keys: [], content: '' })) } }),
      'too-many',
      'data.character_book.entries',
    ],
    ['lore that is text', v2({ character_book: 'x' }), 'wrong-type', 'data.character_book'],
    [
      'an entry that is text',
      v2({ character_book: { entries: ['x'] } }),
      'wrong-type',
      'data.character_book.entries[0]',
    ],
    [
      'a key that is an object',
      book({ keys: [{}], content: 'x' }),
      'wrong-type',
      'data.character_book.entries[0].keys[0]',
    ],
    [
      'an order that is a word',
      book({ keys: ['a'], content: 'x', insertion_order: 'first' }),
      'wrong-type',
      'data.character_book.entries[0].insertion_order',
    ],
    ['an empty object', {}, 'unknown-format', ''],
    ['an unknown kind', { spec: 'chara_card_v9', data: { name: 'Ada' } }, 'unknown-format', ''],
    ['a lorebook', { spec: 'lorebook_v3', data: { entries: [] } }, 'unknown-format', ''],
    ['a cast', { chimera_cast: 1 }, 'unknown-format', ''],
    ['a list', [1], 'unknown-format', ''],
  ];
  test.each(refused)('%s', async (_, card, code, path) => {
    await expect(read(card)).rejects.toMatchObject({ name: 'CardProblem', code, path });
  });

  test.each([
    ['nothing', Buffer.alloc(0), 'not-json'],
    ['a JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), 'unknown-format'],
    ['a WebP', Buffer.from('RIFF    WEBPVP8 '), 'unknown-format'],
    ['text in UTF-16', Buffer.from('\uFEFF{"name":"Ada"}', 'utf16le'), 'not-utf8'],
    ['a YAML file', Buffer.from('name: Ada\n'), 'not-json'],
    ['a file that is too large', new Uint8Array(CARD_LIMITS.fileBytes + 1), 'too-large'],
    ['text that is too large', Buffer.alloc(CARD_LIMITS.jsonBytes + 1, ' '), 'too-large'],
  ])('%s', async (_, bytes, code) => {
    await expect(readCard(bytes, 'x.bin')).rejects.toMatchObject({ name: 'CardProblem', code });
  });

  test('names without end do not make messages without end', async () => {
    const key = 'x'.repeat(100_000);
    const { notes } = await read(v2({ [key]: 1 }));
    expect(notes[0]?.path).toHaveLength(CARD_LIMITS.path);
    await expect(read({ [key]: JSON.parse('{"__proto__": 1}') })).rejects.toMatchObject({
      message: expect.stringMatching(/^.{1,500}$/),
    });
  });

  test('a message says what is wrong, where, and what to do', async () => {
    await expect(read(v2({ first_mes: 'x'.repeat(20_345) }))).rejects.toThrow(
      'data.first_mes: 20345 characters; at most 20000 are allowed. Shorten it.',
    );
  });
});

test.each([{ toString: null }, ['4.0'], true, null])(
  'a version that is %j is no version, and no reason to fail',
  async (version) => {
    const card = {
      spec: 'chara_card_v3',
      spec_version: version,
      data: { name: 'Ada', description: 'Counts.' },
    };
    const { format, sheet } = await readCard(Buffer.from(JSON.stringify(card)), 'ada.json');
    expect([format, sheet.name]).toEqual(['card-v3', 'Ada']);
  },
);
