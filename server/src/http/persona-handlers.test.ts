import type { Rest } from '@chimera/client/rest';
import { ApiError } from '@chimera/client/api-error';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../../test/start-test-app.ts';

let server: TestApp;
let rest: Rest;
beforeAll(async () => {
  server = await startTestApp();
  rest = server.rest;
});
afterAll(() => server.close());

const refused = async (call: Promise<unknown>) =>
  call.then(
    () => null,
    (error: unknown) => (error instanceof ApiError ? error.problem : Promise.reject(error)),
  );

test('only a name is needed, and the rest is filled in', async () => {
  const made = await rest.call('createPersona', { body: { name: 'Ada', style: { humor: 1 } } });
  expect(made).toMatchObject({
    slug: 'ada',
    builtIn: false,
    version: 1,
    favourite: false,
    talkativeness: 0.5,
    style: { humor: 1, warmth: 0.5 },
    avatar: { color: '#4a5568' },
  });
  expect(await rest.call('getPersona', { params: made })).toEqual(made);
});

test('those that come with Chimera can be copied, and nothing else', async () => {
  const params = { id: 'builtin-socrates' };
  for (const attempt of [
    rest.call('changePersona', { params, body: { tagline: 'Mine.' } }),
    rest.call('deletePersona', { params }),
    rest.call('restorePersonaVersion', { params: { ...params, version: 1 } }),
  ]) {
    expect(await refused(attempt)).toMatchObject({ status: 403, code: 'forbidden' });
  }
  const original = await rest.call('getPersona', { params });
  const copy = await rest.call('copyPersona', { params });
  expect(copy).toMatchObject({
    name: 'Socrates (copy)',
    builtIn: false,
    systemPrompt: original.systemPrompt,
  });
});

test('one’s own come first in the list, page by page without a gap', async () => {
  const { items: mine } = await rest.call('listPersonas', { query: { from: 'mine' } });
  expect(mine.length).toBeGreaterThan(0);
  const { items: builtIn } = await rest.call('listPersonas', { query: { from: 'built-in', limit: 200 } });
  const paged: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await rest.call('listPersonas', { query: { limit: 5, ...(cursor && { cursor }) } });
    expect(page.items.length).toBeLessThanOrEqual(5);
    paged.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor);
  expect(paged).toEqual([...mine, ...builtIn].map(({ id }) => id));
  expect(await refused(rest.call('listPersonas', { query: { cursor: 'own~' } }))).toMatchObject({
    status: 400,
  });
});

test('favourites are a list of their own', async () => {
  const { items } = await rest.call('listPersonas', { query: { from: 'mine' } });
  const own = items[0];
  if (!own) throw new Error('There is none.');
  await rest.call('markFavourite', { params: own });
  await rest.call('markFavourite', { params: { id: 'builtin-pym' } });
  const marked = await rest.call('listPersonas', { query: { favourite: 'true' } });
  expect(marked.items.map(({ id, favourite }) => [id, favourite])).toEqual([
    [own.id, true],
    ['builtin-pym', true],
  ]);
  await rest.call('unmarkFavourite', { params: own });
  expect((await rest.call('getPersona', { params: own })).favourite).toBe(false);
});

test('two tabs do not overwrite each other: the second is told what the first changed', async () => {
  const made = await rest.call('createPersona', { body: { name: 'Two tabs' } });
  await rest.call('changePersona', { params: made, body: { version: 1, tagline: 'From the first.' } });
  const late = await refused(
    rest.call('changePersona', { params: made, body: { version: 1, description: 'From the second.' } }),
  );
  expect(late).toMatchObject({ status: 409, code: 'conflict', errors: [{ path: 'tagline' }] });
  expect(await rest.call('getPersona', { params: made })).toMatchObject({ version: 2, description: '' });
});

test('an earlier version can be looked at and made the newest again', async () => {
  const made = await rest.call('createPersona', { body: { name: 'Versioned', tagline: 'One.' } });
  await rest.call('changePersona', { params: made, body: { tagline: 'Two.', greeting: 'Hello.' } });
  const { items } = await rest.call('listPersonaVersions', { params: made });
  expect(items.map(({ version, changed }) => [version, changed])).toEqual([
    [2, ['greeting', 'tagline']],
    [1, []],
  ]);
  const first = { params: { id: made.id, version: 1 } };
  expect(await rest.call('getPersonaVersion', first)).toMatchObject({ version: 1, tagline: 'One.' });
  const restored = await rest.call('restorePersonaVersion', first);
  expect(restored).toMatchObject({ version: 3, tagline: 'One.' });
  expect(restored).not.toHaveProperty('greeting');
  expect(
    await refused(rest.call('getPersonaVersion', { params: { id: made.id, version: 9 } })),
  ).toMatchObject({
    status: 404,
  });
});

test('a talk keeps the version it began with until its director says otherwise', async () => {
  const made = await rest.call('createPersona', { body: { name: 'On stage', tagline: 'One.' } });
  const talk = await rest.call('createConversation', {
    body: { topic: 'T', seats: [{ personaId: made.id }] },
  });
  expect(talk.seats[0]).toMatchObject({ personaId: made.id, personaVersion: 1, name: 'On stage' });
  await rest.call('changePersona', { params: made, body: { tagline: 'Two.' } });
  const seat = { id: talk.id, seatId: talk.seats[0]?.id ?? '' };
  expect((await rest.call('getConversation', { params: talk })).seats[0]?.personaVersion).toBe(1);
  const wrong = rest.call('changeSeat', { params: seat, body: { personaVersion: 3 } });
  expect(await refused(wrong)).toMatchObject({ status: 400, errors: [{ path: 'personaVersion' }] });
  const changed = await rest.call('changeSeat', { params: seat, body: { personaVersion: 'newest' } });
  expect(changed.seats[0]?.personaVersion).toBe(2);
  const { items } = await rest.call('listPersonaConversations', { params: made });
  expect(items.map(({ id }) => id)).toEqual([talk.id]);
  await rest.call('deletePersona', { params: made });
  expect((await rest.call('getConversation', { params: talk })).seats[0]?.name).toBe('On stage');
});

test.each([
  [{ name: '' }, 'name'],
  [{ name: 'A\nB' }, 'name'],
  [{ name: 'A', pacing: { minMs: 900, maxMs: 100 } }, 'pacing'],
  [{ name: 'A', avatar: { imageUrl: 'https://elsewhere.example/x.png' } }, 'avatar.imageUrl'],
  [{ name: 'A', avatar: { imageUrl: '/api/avatars/nobodys' } }, 'avatar.imageUrl'],
  [{ name: 'A', style: { humor: 2 } }, 'style.humor'],
  [{ name: 'A', tags: [''] }, 'tags.0'],
])('a sheet such as %j is refused at its field', async (body, path) => {
  const problem = await refused(rest.call('createPersona', { body }));
  expect(problem).toMatchObject({ status: 400, code: 'invalid-request' });
  expect(problem?.errors?.map((error) => error.path)).toContain(path);
});

test('a brain of a connection that is not there is refused', async () => {
  const brain = { connectionId: 'nobodys', model: 'm' };
  for (const body of [
    { name: 'A', brain },
    { name: 'A', fallbacks: [brain] },
  ]) {
    expect(await refused(rest.call('createPersona', { body }))).toMatchObject({ status: 400 });
  }
});

test('a draft is saved revision by revision, and another tab’s is never overwritten', async () => {
  const draft = await rest.call('beginPersonaDraft', { body: { base: 0, sheet: { name: '' } } });
  expect(draft).toMatchObject({ base: 0, revision: 1, sheet: { name: '' } });
  const saved = await rest.call('savePersonaDraft', {
    params: draft,
    body: { revision: 1, sheet: { name: 'Half', style: { ...blank, humor: 0.9 } } },
  });
  expect(saved.revision).toBe(2);
  const late = rest.call('savePersonaDraft', {
    params: draft,
    body: { revision: 1, sheet: { name: 'Late' } },
  });
  expect(await refused(late)).toMatchObject({ status: 409, code: 'conflict' });
  expect(await rest.call('getPersonaDraft', { params: draft })).toEqual(saved);
  expect((await rest.call('listPersonaDrafts', {})).items).toEqual([saved]);
  await rest.call('deletePersonaDraft', { params: draft });
  expect(await refused(rest.call('getPersonaDraft', { params: draft }))).toMatchObject({ status: 404 });
  const unknown = rest.call('beginPersonaDraft', { body: { personaId: 'nobodys', base: 1, sheet: {} } });
  expect(await refused(unknown)).toMatchObject({ status: 404 });
});

const blank = { creativity: 0.5, verbosity: 0.5, formality: 0.5, humor: 0.5, warmth: 0.5 };

test('a cast is kept, changed by one tab at a time, and played', async () => {
  const seats = [{ personaId: 'builtin-pym' }, { personaId: 'builtin-dorothy' }];
  const cast = await rest.call('createCast', { body: { name: 'Odd couple', seats, topic: 'Tides' } });
  expect(cast).toMatchObject({ builtIn: false, version: 1, line: '', premise: '', seats });
  const changed = await rest.call('changeCast', { params: cast, body: { version: 1, line: 'They meet.' } });
  expect(changed).toMatchObject({ version: 2, line: 'They meet.', topic: 'Tides' });
  const late = rest.call('changeCast', { params: cast, body: { version: 1, line: 'Late.' } });
  expect(await refused(late)).toMatchObject({ status: 409 });
  expect((await rest.call('listCasts', {})).items[0]).toEqual(changed);
  const unknown = rest.call('changeCast', { params: cast, body: { seats: [{ personaId: 'nobodys' }] } });
  expect(await refused(unknown)).toMatchObject({ status: 404 });
  const role = rest.call('changeCast', {
    params: cast,
    body: { seats: [{ ...seats[0], personaId: 'builtin-pym', role: 'x' }] },
  });
  expect(await refused(role)).toMatchObject({ status: 400 });
  await rest.call('deleteCast', { params: cast });
  expect(await refused(rest.call('getCast', { params: cast }))).toMatchObject({ status: 404 });
});
