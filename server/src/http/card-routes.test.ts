import { request } from 'node:http';
import { api } from '@chimera/protocol/api';
import { blankSheet } from '@chimera/protocol/blank-sheet';
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, type HttpAnswer, JSON_TYPE, problemIn } from '../../test/http-answer.ts';
import { multipart } from '../../test/multipart.ts';
import { cameraJpeg, cornerColors, cornersOf, SECRET_IN_PICTURE } from '../../test/pictures.ts';
import { startTestApp, type TestApp } from '../../test/start-test-app.ts';
import { openDatabase } from '../db/open-database.ts';
import { fileOf, fixture, fixtures } from '../personas/cards/__fixtures__/fixture.ts';
import { writePng } from '../personas/cards/card-png.ts';
import type { JsonObject } from '../personas/cards/json-document.ts';
import { builtInPersonas } from '../personas/catalog.ts';
import { createPersonaStore } from '../personas/persona-store.ts';

let server: TestApp;
beforeAll(async () => {
  server = await startTestApp();
});
afterAll(() => server.close());

const card = (name: string, more: Record<string, unknown> = {}) => ({
  spec: 'chara_card_v3',
  spec_version: '3.0',
  data: { name, description: `You are ${name}.`, first_mes: 'Good evening.', ...more },
});

type Files = readonly (readonly [name: string, bytes: Uint8Array])[];

function send(files: Files): Promise<HttpAnswer> {
  const { headers, body } = multipart(files.map(([name, bytes]) => ({ field: 'file', name, bytes })));
  return ask(`${server.url}/api/personas/import`, { method: 'POST', headers, body });
}

function sendJson(body: string): Promise<HttpAnswer> {
  return ask(`${server.url}/api/personas/import`, { method: 'POST', headers: JSON_TYPE, body });
}

function taken(answer: HttpAnswer) {
  if (answer.status !== 201) throw new Error(answer.text);
  return api.importPersonas.response.strict().parse(JSON.parse(answer.text));
}

const mine = async () =>
  (await server.rest.call('listPersonas', { query: { from: 'mine', limit: 200 } })).items.map(
    ({ name }) => name,
  );

function exported(id: string, format?: string): Promise<{ bytes: Buffer } & Omit<HttpAnswer, 'text'>> {
  return new Promise((resolve, reject) => {
    const path = `/api/personas/${id}/export${format ? `?format=${format}` : ''}`;
    request(`${server.url}${path}`, { agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('end', () =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes: Buffer.concat(chunks) }),
        );
    })
      .on('error', reject)
      .end();
  });
}

describe('cards that are brought in', () => {
  test('as several files are reported one by one; one that is no card harms no other', async () => {
    const { items, reports } = taken(
      await send([
        ['ada.json', fileOf(card('Ada of the files'))],
        ['notes.txt', Buffer.from('My notes.')],
        ['isolde.charx', zipSync({ 'card.json': fileOf(fixture('risuai-v3')) })],
      ]),
    );
    expect(items.map(({ name }) => name)).toEqual(['Ada of the files', 'Commander Isolde Varga']);
    expect(reports).toMatchObject([
      {
        file: 'ada.json',
        outcome: 'imported',
        format: 'card-v3',
        container: 'json',
        name: 'Ada of the files',
      },
      {
        file: 'notes.txt',
        outcome: 'refused',
        personaIds: [],
        problem: expect.stringContaining('not valid JSON'),
      },
      { file: 'isolde.charx', outcome: 'imported', container: 'charx', personaIds: [items[1]?.id] },
    ]);
    expect(await mine()).toEqual(expect.arrayContaining(['Ada of the files', 'Commander Isolde Varga']));
  });

  async function outAgain(document: JsonObject): Promise<unknown> {
    const { reports } = taken(await sendJson(JSON.stringify(document)));
    const { format, personaIds: [id = ''] = [] } = reports[0] ?? {};
    const { bytes, headers } = await exported(id, format === 'card-v1' ? 'card-v2' : format);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    return JSON.parse(bytes.toString());
  }

  test.each(fixtures.filter((name) => name !== 'tavern-v1'))(
    'by another program (%s) go out as they came in, data for data',
    async (name) => {
      expect(await outAgain(fixture(name))).toEqual(fixture(name));
    },
  );

  test('of the first version keep their fields beside those of the second', async () => {
    expect(await outAgain(fixture('tavern-v1'))).toMatchObject(fixture('tavern-v1'));
  });

  test('twice are there once, in whatever wrapping, and the second report says whose they are', async () => {
    const document = card('Twice', { extensions: { other: { kept: [1, 2, 3] } } });
    const png = writePng(
      await sharp(await cameraJpeg(40, 40))
        .png()
        .toBuffer(),
      { v3: document, v2: document },
    );
    const first = taken(await send([['twice.json', Buffer.from(JSON.stringify(document, null, 4))]]));
    const second = taken(await send([['twice.png', png]]));
    expect(second).toMatchObject({
      items: [],
      reports: [
        { outcome: 'already-here', personaIds: [first.items[0]?.id], name: 'Twice', container: 'png' },
      ],
    });
    expect((await mine()).filter((name) => name === 'Twice')).toHaveLength(1);
  });

  test('in a picture have it as their face, made anew', async () => {
    const picture = await sharp(await cameraJpeg(96, 96))
      .keepMetadata()
      .png()
      .toBuffer();
    const document = card('Face');
    expect(picture.includes(SECRET_IN_PICTURE)).toBe(true);
    const { items, reports } = taken(
      await send([['face.png', writePng(picture, { v3: document, v2: document })]]),
    );
    const imageUrl = items[0]?.avatar.imageUrl ?? '';
    expect(imageUrl).toMatch(/^\/api\/avatars\//);
    expect(reports[0]?.notes).toContainEqual(expect.objectContaining({ path: 'picture', kind: 'changed' }));
    const { bytes, headers } = await exported(items[0]?.id ?? '', 'png');
    expect(headers['content-type']).toBe('image/png');
    expect(bytes.includes(SECRET_IN_PICTURE)).toBe(false);
    expect(await cornersOf(bytes)).toEqual([...cornerColors]);
    const again = taken(await send([['again.png', bytes]]));
    expect(again.reports[0]).toMatchObject({ outcome: 'already-here', personaIds: [items[0]?.id] });
  });

  test('with a picture that cannot be read come in without it, and the report says so', async () => {
    const document = card('Faceless', {
      assets: [{ type: 'icon', name: 'main', uri: 'embeded://icon.png', ext: 'png' }],
    });
    for (const [index, icon] of ['<svg onload="alert(1)"/>', '\x89PNG\r\n\x1a\nbroken'].entries()) {
      const named = { ...document, data: { ...document.data, name: `Faceless ${index}` } };
      const files = { 'card.json': fileOf(named), 'icon.png': Buffer.from(icon, 'latin1') };
      const { items, reports } = taken(await send([['a.charx', zipSync(files)]]));
      expect(items[0]?.avatar.imageUrl).toBeUndefined();
      expect(reports[0]?.notes).toContainEqual(
        expect.objectContaining({
          path: 'picture',
          kind: 'left-out',
          message: expect.stringContaining('The persona came in without it.'),
        }),
      );
    }
  });

  test('show no picture that they only name', async () => {
    const avatar = { color: '#336699', imageUrl: '/api/avatars/somebody-elses' };
    const document = card('Borrower', { extensions: { chimera: { version: 1, sheet: { avatar } } } });
    const { items } = taken(await sendJson(JSON.stringify(document)));
    expect(items[0]?.avatar).toEqual({ color: '#336699' });
  });

  test('bring no brain', async () => {
    const brain = { connectionId: 'demo', model: 'improv' };
    const sheet = { brain, fallbacks: [brain], name: 'Other' };
    const document = card('Brainless', { extensions: { chimera: { version: 1, sheet } }, brain });
    const { items } = taken(await sendJson(JSON.stringify(document)));
    expect(items[0]).toMatchObject({ name: 'Brainless', fallbacks: [] });
    expect(items[0]?.brain).toBeUndefined();
  });

  test('have no text that runs or loads: it is kept as the text that it is', async () => {
    const html = '<img src="https://evil.test/x.png" onerror="alert(1)"><script>alert(1)</script>';
    const { items } = taken(await sendJson(JSON.stringify(card('Script', { first_mes: html }))));
    expect(items[0]?.greeting).toBe(html);
  });
});

describe('when nothing of a request is of use', () => {
  test('it is refused, with the reason for each file', async () => {
    const before = await mine();
    const answer = await send([
      ['a.txt', Buffer.from('text')],
      ['b.json', fileOf({ spec: 'chara_card_v2', data: { description: 'Nobody.' } })],
    ]);
    expect(problemIn(answer)).toMatchObject({
      status: 400,
      code: 'invalid-request',
      detail: 'None of the 2 files was brought in.',
      errors: [
        { path: 'a.txt', message: expect.stringContaining('JSON') },
        { path: 'b.json', message: expect.stringContaining('data.name') },
      ],
    });
    expect(await mine()).toEqual(before);
  });

  test.each([
    ['is no JSON', '{"name":'],
    ['is no object', '[1]'],
    ['is no card', '{"a":1}'],
    ['is a picture', '\x89PNG\r\n\x1a\n'],
    ['lies too deep', `{"name":"a","description":${'['.repeat(100)}${']'.repeat(100)}}`],
    ['reaches into prototypes', '{"name":"a","description":"b","__proto__":{"x":1}}'],
    ['is nothing', ''],
  ])('as JSON that %s', async (_, body) => {
    const before = await mine();
    const answer = await sendJson(body);
    expect(problemIn(answer)).toMatchObject({ status: 400, code: 'invalid-request' });
    expect(await mine()).toEqual(before);
  });

  test('the answer does not grow with the question', async () => {
    const long = 'k'.repeat(200_000);
    const poisoned = await sendJson(`{"name":"a","description":"b","x":{"${long}":{"__proto__":1}}}`);
    expect(problemIn(poisoned).status).toBe(400);
    expect(poisoned.text.length).toBeLessThan(3000);
    const { reports } = taken(await sendJson(JSON.stringify(card('Long', { [long]: 'kept' }))));
    expect(reports[0]?.notes[0]?.path.length).toBeLessThan(500);
  });

  test('as JSON that is too large', async () => {
    const answer = await sendJson(JSON.stringify(card('Large', { x: 'x'.repeat(9 * 1024 * 1024) })));
    expect(problemIn(answer)).toMatchObject({ status: 413, code: 'payload-too-large' });
  });

  test('because a sheet would have more than 2 MB', async () => {
    const entries = Array.from({ length: 150 }, (_, index) => ({
      keys: [`k${index}`],
      content: 'é'.repeat(10_000),
      enabled: true,
      insertion_order: 1,
      extensions: {},
    }));
    const answer = await sendJson(
      JSON.stringify(card('Wide', { character_book: { entries, extensions: {} } })),
    );
    expect(problemIn(answer)).toMatchObject({
      status: 400,
      detail: expect.stringContaining('more than 2 MB'),
    });
    expect(await mine()).not.toContain('Wide');
  });
});

describe('a persona that goes out', () => {
  test.each([
    [undefined, 'application/json; charset=utf-8', 'json'],
    ['card-v3', 'application/json; charset=utf-8', 'json'],
    ['card-v2', 'application/json; charset=utf-8', 'v2.json'],
    ['png', 'image/png', 'png'],
  ])('as %s is a file that does nothing when it is opened', async (format, type, ending) => {
    const { id } = await server.rest.call('createPersona', { body: { name: 'Zoë ../..\\ “Ж”' } });
    const { status, headers } = await exported(id, format);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe(type);
    expect(headers['content-disposition']).toBe(
      `attachment; filename="Zoe--.${ending}"; filename*=UTF-8''Zo%C3%AB-%D0%96.${ending}`,
    );
    expect(headers['content-security-policy']).toContain('sandbox');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  test('has a file name, whatever it is called', async () => {
    for (const [name, fileName] of [
      ['🌊', 'persona'],
      ['...', 'persona'],
      ['CON', 'persona-CON'],
    ] as const) {
      const { id } = await server.rest.call('createPersona', { body: { name } });
      const { headers } = await exported(id);
      expect(headers['content-disposition']).toContain(`filename="${fileName}.json"`);
    }
  });

  test.each(builtInPersonas().slice(0, 5))('as $slug comes in again as it was', async (persona) => {
    const { name, systemPrompt, exampleMessages, traits, style, talkativeness, pacing, aliases } = persona;
    const told = { name, systemPrompt, exampleMessages, traits, style, talkativeness, pacing, aliases };
    for (const format of ['card-v3', 'card-v2']) {
      const { bytes } = await exported(persona.id, format);
      const { items } = taken(await send([[`${format}.json`, bytes]]));
      expect(items[0]).toMatchObject({ ...told, builtIn: false });
      expect(items[0]?.greeting).toBe(persona.greeting);
    }
    // The card in the picture is the one of the third version, which is here by now.
    const { reports } = taken(await send([['card.png', (await exported(persona.id, 'png')).bytes]]));
    expect(reports[0]?.outcome).toBe('already-here');
  });

  test('without a picture has one drawn, with the card in it', async () => {
    const body = { name: 'Drawn', avatar: { color: '#336699', shape: 'orbit' as const } };
    const { id } = await server.rest.call('createPersona', { body });
    const { bytes } = await exported(id, 'png');
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', width: 512, height: 512 });
    expect(taken(await send([['drawn.png', bytes]])).items[0]?.name).toBe('Drawn');
  });

  test('is found by its owner alone, and in no other format', async () => {
    expect(problemIn(await ask(`${server.url}/api/personas/nobody/export`)).status).toBe(404);
    const [first] = builtInPersonas();
    const path = `/api/personas/${first?.id ?? ''}/export?format=docx`;
    expect(problemIn(await ask(`${server.url}${path}`)).status).toBe(400);
  });
});

test('a persona too many is a conflict, and what fitted is in', async () => {
  const other = await startTestApp();
  try {
    const database = await openDatabase({ url: null, dataDir: other.dataDir });
    const others = Array.from({ length: 999 }, (_, index) => ({
      id: `f${index}`,
      sheet: { ...blankSheet, name: `F${index}` },
    }));
    await createPersonaStore(database).add('local', others, new Date().toISOString());
    await database.close();
    const files: Files = ['One', 'Two'].map((name) => [`${name}.json`, fileOf(card(name))] as const);
    const { headers, body } = multipart(files.map(([name, bytes]) => ({ field: 'file', name, bytes })));
    const post = () => ask(`${other.url}/api/personas/import`, { method: 'POST', headers, body });
    expect(taken(await post()).reports).toMatchObject([
      { outcome: 'imported', name: 'One' },
      { outcome: 'refused', problem: expect.stringContaining('1000 personas') },
    ]);
    const alone = multipart([{ field: 'file', name: 'Two.json', bytes: fileOf(card('Two')) }]);
    const refused = await ask(`${other.url}/api/personas/import`, { method: 'POST', ...alone });
    expect(problemIn(refused)).toMatchObject({ status: 409, code: 'conflict' });
  } finally {
    await other.close();
  }
}, 60_000);
