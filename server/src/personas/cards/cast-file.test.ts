import { blankSheet } from '@chimera/protocol/blank-sheet';
import type { NewCast } from '@chimera/protocol/cast';
import type { Sheet } from '@chimera/protocol/persona';
import { expect, test } from 'vitest';
import { fileOf, fixture } from './__fixtures__/fixture.ts';
import { type CastPersona, readCastFile, writeCastFile } from './cast-file.ts';
import { isList, isObject, type JsonObject } from './json-document.ts';
import { mapCard } from './map-card.ts';

const model = { connectionId: 'secret-connection', model: 'secret-model' };
const ada: Sheet = {
  ...blankSheet,
  name: 'Ada',
  systemPrompt: 'Ada counts.',
  traits: ['exact'],
  brain: model,
  fallbacks: [model],
  lore: { scanDepth: 3, tokenBudget: 200, entries: [] },
};
const marlow = { sheet: mapCard(fixture('sillytavern-v2')).sheet, card: fixture('sillytavern-v2') };
const cast: NewCast = {
  name: 'Two by a lamp',
  line: 'They wait for the tram.',
  topic: 'Why the tram is late',
  premise: 'It is foggy.',
  format: {
    name: 'Wait',
    description: 'They wait.',
    frame: 'They wait for a tram.',
    phases: [{ id: 'wait', name: 'Wait', order: 'natural' }],
  },
  settings: { pace: 'slow', maxTurns: 12 },
  seats: [{ personaId: 'p1', role: 'host' }, { personaId: 'p2' }, { personaId: 'p1' }],
};
const personas = new Map<string, CastPersona>([
  ['p1', marlow],
  ['p2', { sheet: ada }],
]);
const file = writeCastFile(cast, personas);

function changed(change: (file: JsonObject, cast: JsonObject) => Record<string, unknown>): Uint8Array {
  return fileOf({ ...file, ...change(file, isObject(file['cast']) ? file['cast'] : {}) });
}

test('a cast comes back whole, without brains and keys', () => {
  expect(JSON.stringify(file)).not.toContain('secret');
  const { cast: read, personas } = readCastFile(fileOf(file));
  const { seats: _, ...rest } = cast;
  expect(read).toEqual({ ...rest, seats: [{ persona: 0, role: 'host' }, { persona: 1 }, { persona: 0 }] });
  const { brain: __, ...kept } = { ...ada, fallbacks: [] };
  expect(personas.map(({ sheet }) => sheet)).toEqual([marlow.sheet, kept]);
  expect(personas[0]?.card).toMatchObject({ data: { extensions: { world: 'River Quarter' } } });
});

test('a persona of a seat that is not given is a mistake of the caller', () => {
  expect(() => writeCastFile(cast, new Map())).toThrow('The persona p1 of a seat was not given.');
});

test.each([
  ['no JSON', Buffer.from('{'), 'not-json', ''],
  ['a single card', fileOf(fixture('chub-v2')), 'unknown-format', ''],
  ['a newer version', changed(() => ({ chimera_cast: 2 })), 'unknown-format', 'chimera_cast'],
  ['no seats', changed((_, cast) => ({ cast: { ...cast, seats: [] } })), 'wrong-type', 'cast.seats'],
  ['no name', changed((_, { name: __, ...cast }) => ({ cast })), 'wrong-type', 'cast.name'],
  [
    'a seat without a persona',
    changed((_, cast) => ({ cast: { ...cast, seats: [{ persona: 0 }, { persona: 7 }] } })),
    'missing',
    'cast.seats[1].persona',
  ],
  [
    'a persona that is no card',
    changed((_, cast) => ({ cast: { ...cast, seats: [{ persona: 0 }] }, personas: [1] })),
    'wrong-type',
    'personas[0]',
  ],
  [
    'a persona without a name',
    changed(({ personas }) => ({
      personas: [
        ...(isList(personas) ? personas.slice(0, 1) : []),
        { spec: 'chara_card_v3', data: { name: ' ' } },
      ],
    })),
    'missing',
    'personas[1].data.name',
  ],
  [
    'too many personas',
    changed(() => ({ personas: Array.from({ length: 25 }, () => fixture('chub-v2')) })),
    'wrong-type',
    'personas',
  ],
  [
    'a format that does not fit',
    changed((_, cast) => ({ cast: { ...cast, format: { name: 'x' } } })),
    'wrong-type',
    'cast.format',
  ],
  [
    'a brain at a seat',
    changed((_, cast) => ({ cast: { ...cast, seats: [{ persona: 0, brain: model }] } })),
    'wrong-type',
    'cast.seats[0]',
  ],
])('refuses %s, all of it', (_, bytes, code, path) => {
  expect(() => readCastFile(bytes)).toThrow(expect.objectContaining({ name: 'CardProblem', code, path }));
});
