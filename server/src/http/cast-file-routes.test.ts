import { api } from '@chimera/protocol/api';
import { blankSheet } from '@chimera/protocol/blank-sheet';
import type { NewCast } from '@chimera/protocol/cast';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anEntry } from '../../test/lore-entry.ts';
import { ask, type HttpAnswer, JSON_TYPE, problemIn } from '../../test/http-answer.ts';
import { multipart, onePixelPng } from '../../test/multipart.ts';
import { startTestApp, type TestApp } from '../../test/start-test-app.ts';
import { openDatabase } from '../db/open-database.ts';
import { builtInCasts } from '../personas/casts.ts';
import { createPersonaStore } from '../personas/persona-store.ts';

/** Nothing that begins so may travel. */
const CANARY = 'canary-in-a-cast';
const KEY = `sk-${CANARY}-0123456789`;

let here: TestApp;
let there: TestApp;
beforeAll(async () => {
  here = await startTestApp();
  there = await startTestApp();
});
afterAll(async () => {
  await here.close();
  await there.close();
});

const lore = {
  name: 'The harbour',
  scanDepth: 4,
  tokenBudget: 300,
  entries: [anEntry('The harbour freezes in March.', { order: 1, priority: 2 })],
};
const format = {
  name: 'Council',
  description: 'They decide about the harbour.',
  frame: 'It is a council of the harbour.',
  roles: [{ id: 'elder', name: 'Elder', min: 1, max: 1, seat: 'any' as const }],
  phases: [
    {
      id: 'hearing',
      name: 'The hearing',
      order: 'round-robin' as const,
      speakers: ['elder'],
      maxTurns: 4,
      tell: { all: 'say what you think' },
    },
  ],
};

/** A cast with all that a cast can have, whose personas have brains, keys and a picture. */
async function made({ rest, url }: TestApp) {
  const connection = await rest.call('createConnection', {
    body: { kind: 'openai', label: CANARY, apiKey: KEY },
  });
  const brain = { connectionId: connection.id, model: `gpt-${CANARY}` };
  const form = multipart([{ field: 'file', name: `${CANARY}.png`, bytes: onePixelPng }]);
  const picture = await ask(`${url}/api/avatars`, { method: 'POST', ...form });
  const { imageUrl }: { imageUrl: string } = JSON.parse(picture.text);
  const ada = await rest.call('createPersona', {
    body: {
      name: 'Ada',
      systemPrompt: 'You count.',
      lore,
      brain,
      fallbacks: [brain],
      avatar: { color: '#336699', shape: 'rings', imageUrl },
    },
  });
  const [bruno] = (await rest.call('listPersonas', { query: { from: 'built-in' } })).items;
  const body: NewCast = {
    name: 'Harbour / “council”',
    line: 'They decide.',
    topic: 'The ice.',
    premise: 'A cold hall.',
    seats: [{ personaId: ada.id, role: 'elder' }, { personaId: bruno?.id ?? '' }, { personaId: ada.id }],
    format,
    settings: { pace: 'slow', maxTurns: 12 },
  };
  const cast = await rest.call('createCast', { body });
  return { cast, ada, bruno, connection, imageUrl };
}

function sent(
  { url }: TestApp,
  body: string,
  headers: Record<string, string> = JSON_TYPE,
): Promise<HttpAnswer> {
  return ask(`${url}/api/casts/import`, { method: 'POST', headers, body });
}

function taken(answer: HttpAnswer) {
  if (answer.status !== 201) throw new Error(answer.text);
  return api.importCast.response.strict().parse(JSON.parse(answer.text));
}

const world = async ({ rest }: TestApp) => [
  (await rest.call('listPersonas', { query: { from: 'mine', limit: 200 } })).items,
  (await rest.call('listCasts', {})).items.filter(({ builtIn }) => !builtIn),
];

const card = (name: string) => ({
  spec: 'chara_card_v3',
  spec_version: '3.0',
  data: { name, first_mes: 'Hi.' },
});
const file = (more: Record<string, unknown> = {}) => ({
  chimera_cast: 1,
  cast: { name: 'Two', seats: [{ persona: 0 }, { persona: 1 }] },
  personas: [card('First'), card('Second')],
  ...more,
});

describe('a cast', () => {
  test('goes out as one file and comes in elsewhere with all that it has', async () => {
    const { cast, bruno } = await made(here);
    const out = await ask(`${here.url}/api/casts/${cast.id}/export`);
    expect(out.status).toBe(200);
    expect(out.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-disposition':
        'attachment; filename="Harbour-council.cast.json"; filename*=UTF-8\'\'Harbour-council.cast.json',
    });
    expect(out.headers['content-security-policy']).toContain('sandbox');

    const { headers, body } = multipart([{ field: 'file', name: 'ours.json', bytes: Buffer.from(out.text) }]);
    const { cast: came, report } = taken(
      await ask(`${there.url}/api/casts/import`, { method: 'POST', headers, body }),
    );
    const { name, line, topic, premise, settings } = cast;
    expect(came).toMatchObject({ name, line, topic, premise, format: cast.format, settings, builtIn: false });
    expect(report).toMatchObject({
      file: 'ours.json',
      outcome: 'imported',
      format: 'cast',
      container: 'json',
      name,
    });
    const [elder, other, again] = came.seats;
    expect([elder?.role, other?.role, again?.personaId]).toEqual(['elder', undefined, elder?.personaId]);
    expect(report.personaIds).toEqual([elder?.personaId, other?.personaId]);
    const ada = await there.rest.call('getPersona', { params: { id: elder?.personaId ?? '' } });
    expect(ada).toMatchObject({
      name: 'Ada',
      systemPrompt: 'You count.',
      lore,
      fallbacks: [],
      builtIn: false,
    });
    const copy = await there.rest.call('getPersona', { params: { id: other?.personaId ?? '' } });
    expect(copy).toMatchObject({ name: bruno?.name, systemPrompt: bruno?.systemPrompt, builtIn: false });
  });

  test('takes along no brain, no connection, no key, no picture of here', async () => {
    const { cast, ada, connection, imageUrl } = await made(here);
    const { text } = await ask(`${here.url}/api/casts/${cast.id}/export`);
    for (const secret of [
      CANARY,
      KEY,
      connection.id,
      imageUrl,
      'api/avatars',
      'connectionId',
      ada.id,
      cast.id,
    ]) {
      expect(text).not.toContain(secret);
    }
    for (const cardFormat of ['card-v3', 'card-v2', 'png'] as const) {
      const { text } = await ask(`${here.url}/api/personas/${ada.id}/export?format=${cardFormat}`);
      const told = cardFormat === 'png' ? unpacked(text) : text;
      expect(told).toContain('You count.');
      for (const secret of [CANARY, connection.id, imageUrl, 'connectionId'])
        expect(told).not.toContain(secret);
    }
  });

  test('that comes in twice has the personas that are here already', async () => {
    const first = taken(await sent(there, JSON.stringify(file())));
    const second = taken(await sent(there, JSON.stringify(file())));
    expect(second.cast.id).not.toBe(first.cast.id);
    expect(second.cast.seats).toEqual(first.cast.seats);
    expect(second.report.notes).toContainEqual({
      path: 'personas[1]',
      kind: 'left-out',
      message: '“Second” is here already with the same card, and plays this part.',
    });
  });

  test.each(builtInCasts().slice(0, 3))(
    'that comes with Chimera ($name) can be taken along',
    async (cast) => {
      const { text } = await ask(`${here.url}/api/casts/${cast.id}/export`);
      const { cast: came } = taken(await sent(there, text));
      expect(came).toMatchObject({
        name: cast.name,
        topic: cast.topic,
        premise: cast.premise,
        format: cast.format,
      });
      expect(came.seats).toHaveLength(cast.seats.length);
    },
  );

  test('of which a persona was deleted says so instead of leaving it out', async () => {
    const { cast, ada } = await made(here);
    await here.rest.call('deletePersona', { params: ada });
    const answer = await ask(`${here.url}/api/casts/${cast.id}/export`);
    expect(problemIn(answer)).toMatchObject({ status: 409, detail: expect.stringContaining('was deleted') });
  });
});

describe('a file that is no cast', () => {
  test.each([
    ['is no JSON', '{"chimera_cast":'],
    ['is a card', JSON.stringify(card('Single'))],
    ['is of another version', JSON.stringify(file({ chimera_cast: 2 }))],
    ['has no personas', JSON.stringify(file({ personas: [] }))],
    [
      'seats somebody who is not in it',
      JSON.stringify(file({ cast: { name: 'T', seats: [{ persona: 7 }] } })),
    ],
    [
      'has a persona that is none',
      JSON.stringify(file({ personas: [card('First'), { spec: 'chara_card_v3' }] })),
    ],
    [
      'has a role that its format does not know',
      JSON.stringify(file({ cast: { name: 'T', seats: [{ persona: 0, role: 'king' }] } })),
    ],
    [
      'has a format that is not there',
      JSON.stringify(file({ cast: { name: 'T', seats: [{ persona: 0 }], format: 'duel' } })),
    ],
    [
      'has a field too many',
      JSON.stringify(file({ cast: { name: 'T', seats: [{ persona: 0 }], ownerId: 'x' } })),
    ],
    ['lies too deep', `{"chimera_cast":${'['.repeat(1000)}`],
    ['is nothing', ''],
  ])('because it %s is refused whole', async (_, body) => {
    const before = await world(there);
    const answer = await sent(there, body);
    expect(problemIn(answer)).toMatchObject({ status: 400, code: 'invalid-request' });
    expect(await world(there)).toEqual(before);
  });

  test('is told of in few words, however long its names are', async () => {
    const key = 'k'.repeat(200_000);
    const answer = await sent(there, `{"chimera_cast":1,"x":{"${key}":{"__proto__":1}}}`);
    expect(problemIn(answer).status).toBe(400);
    expect(answer.text.length).toBeLessThan(3000);
  });

  test('says where', async () => {
    const personas = [card('First'), { ...card('Second'), data: { name: 'Second', tags: 5 } }];
    const { errors } = problemIn(await sent(there, JSON.stringify(file({ personas }))));
    expect(errors).toEqual([
      { path: 'personas[1].data.tags', message: expect.stringContaining('a list of words') },
    ]);
  });
});

test('a cast whose personas do not all fit leaves none of them behind', async () => {
  const full = await startTestApp();
  try {
    const database = await openDatabase({ url: null, dataDir: full.dataDir });
    const others = Array.from({ length: 999 }, (_, index) => ({
      id: `f${index}`,
      sheet: { ...blankSheet, name: `F${index}` },
    }));
    await createPersonaStore(database).add('local', others, new Date().toISOString());
    await database.close();
    const answer = await sent(full, JSON.stringify(file()));
    expect(problemIn(answer)).toMatchObject({ status: 409, code: 'conflict' });
    const { items } = await full.rest.call('listPersonas', { query: { from: 'mine', q: 'First' } });
    expect(items).toEqual([]);
    expect((await world(full))[1]).toEqual([]);
  } finally {
    await full.close();
  }
}, 60_000);

/** What the cards in a picture say. */
function unpacked(text: string): string {
  const cards = [...text.matchAll(/(?:chara|ccv3)\0([A-Za-z0-9+/=]+)/g)];
  return cards.map(([, base64 = '']) => Buffer.from(base64, 'base64').toString()).join('\n');
}
