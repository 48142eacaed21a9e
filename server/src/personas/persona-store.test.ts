import { blankSheet } from '@chimera/protocol/blank-sheet';
import { changedSheet } from '@chimera/protocol/new-persona';
import type { Sheet } from '@chimera/protocol/persona';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { anEntry } from '../../test/lore-entry.ts';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { ChimeraError } from '../errors.ts';
import { createPersonaListStore } from './persona-list-store.ts';
import { createPersonaStore, type PersonaStore } from './persona-store.ts';
import { createVersionStore, type VersionStore } from './version-store.ts';

const at = '2026-05-01T12:00:00.000Z';
const later = '2026-05-02T12:00:00.000Z';
const lore: NonNullable<Sheet['lore']> = {
  scanDepth: 4,
  tokenBudget: 300,
  entries: [anEntry('The harbour freezes in March.', { order: 1, priority: 1 })],
};
const sheet = (changes: Partial<Sheet> = {}): Sheet => ({ ...blankSheet, name: 'Ada', ...changes });
const ref = { ownerId: 'owner-a', id: 'p1' };

describe.each(testDatabases)('personas on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let store: PersonaStore;
  let versions: VersionStore;
  beforeEach(async () => {
    opened = await open();
    store = createPersonaStore(opened.database);
    versions = createVersionStore(opened.database);
  });
  afterEach(() => opened.close());

  const add = (id: string, wanted: Sheet, ownerId = 'owner-a') =>
    store.add(ownerId, [{ id, sheet: wanted }], at);
  const versionsOf = () => versions.list(ref, { limit: 10, before: null });
  const problem = (promise: Promise<unknown>) =>
    promise.then(
      () => null,
      (error: unknown) => (error instanceof ChimeraError ? error : Promise.reject(error)),
    );

  test('one comes back as it was kept, with its lore', async () => {
    const wanted = sheet({ tagline: 'Counts.', lore, greeting: 'Good evening.', traits: ['exact'] });
    const [added] = await add('p1', wanted);
    expect(added).toEqual(await store.find(ref));
    expect(added).toMatchObject({ ...wanted, slug: 'ada', version: 1, builtIn: false, createdAt: at });
    expect(await versionsOf()).toEqual([{ version: 1, savedAt: at, changed: [] }]);
  });

  test('a change is a new version that says what it changed, and the old one stays', async () => {
    await add('p1', sheet({ lore }));
    const changed = await store.change(ref, { from: 1, at: later }, (before) =>
      changedSheet(before, { tagline: 'Counts twice.', style: { humor: 1 }, lore: null }),
    );
    expect(changed).toMatchObject({ version: 2, tagline: 'Counts twice.', updatedAt: later, createdAt: at });
    expect(changed.style).toEqual({ ...blankSheet.style, humor: 1 });
    expect(changed).not.toHaveProperty('lore');
    expect((await versionsOf())[0]).toEqual({
      version: 2,
      savedAt: later,
      changed: ['lore', 'style', 'tagline'],
    });
    expect(await versions.find(ref, 1)).toMatchObject({ version: 1, tagline: '', lore });
  });

  test('the same sheet again is no version', async () => {
    await add('p1', sheet());
    expect(await store.change(ref, { from: 1, at: later }, (before) => ({ ...before }))).toMatchObject({
      version: 1,
      updatedAt: at,
    });
    expect(await versionsOf()).toHaveLength(1);
  });

  test('a change that was made from an older version is refused and says what changed meanwhile', async () => {
    await add('p1', sheet());
    await store.change(ref, { from: 1, at: later }, (before) => ({
      ...before,
      tagline: 'First.',
      tags: ['x'],
    }));
    const late = store.change(ref, { from: 1, at: later }, (before) => ({ ...before, tagline: 'Second.' }));
    const { code, errors } = (await problem(late)) ?? {};
    expect(code).toBe('conflict');
    expect(errors?.map(({ path }) => path)).toEqual(['tagline', 'tags']);
    expect(await store.find(ref)).toMatchObject({ version: 2, tagline: 'First.' });
  });

  test('of ten changes at once from the same version, one is kept', async () => {
    await add('p1', sheet());
    const changes = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        problem(
          store.change(ref, { from: 1, at: later }, (before) => ({ ...before, tagline: `No. ${index}` })),
        ),
      ),
    );
    expect(changes.filter((outcome) => outcome === null)).toHaveLength(1);
    expect((await store.find(ref))?.version).toBe(2);
  });

  test('names that are alike get addresses of their own', async () => {
    await store.add(
      'owner-a',
      [
        { id: 'p1', sheet: sheet({ name: 'Dr. Inés Vale' }) },
        { id: 'p2', sheet: sheet({ name: 'Dr Ines  Vale!' }) },
        { id: 'p3', sheet: sheet({ name: '🐙' }) },
        { id: 'p4', sheet: sheet({ name: 'سقراط' }) },
      ],
      at,
    );
    const slugs = await Promise.all(['p1', 'p2', 'p3', 'p4'].map((id) => store.find({ ...ref, id })));
    expect(slugs.map((persona) => persona?.slug)).toEqual([
      'dr-ines-vale',
      'dr-ines-vale-2',
      'persona',
      'سقراط',
    ]);
  });

  test('several are kept together or not at all', async () => {
    await add('p2', sheet());
    await expect(
      store.add(
        'owner-a',
        [
          { id: 'p9', sheet: sheet() },
          { id: 'p2', sheet: sheet() },
        ],
        at,
      ),
    ).rejects.toThrow();
    expect(await store.find({ ...ref, id: 'p9' })).toBeNull();
  });

  test('what is another’s is not there, for every way to it', async () => {
    await add('p1', sheet());
    const other = { ...ref, ownerId: 'owner-b' };
    expect(await store.find(other)).toBeNull();
    expect(await versions.list(other, { limit: 10, before: null })).toEqual([]);
    expect(await versions.find(other, 1)).toBeNull();
    const attempts = await Promise.all([
      problem(store.change(other, { from: undefined, at }, (before) => ({ ...before, tagline: 'Mine.' }))),
      problem(store.remove(other)),
      problem(store.card(other)),
    ]);
    expect(attempts.map((attempt) => attempt?.code)).toEqual(['not-found', 'not-found', 'not-found']);
    expect(await store.find(ref)).toMatchObject({ tagline: '' });
  });

  test('when it is deleted, its versions go with it', async () => {
    await add('p1', sheet());
    await store.remove(ref);
    expect(await store.find(ref)).toBeNull();
    expect(await opened.database.db.selectFrom('persona_version').selectAll().execute()).toEqual([]);
  });

  test('a list finds words and tags, pages without a gap, and leaves lore out', async () => {
    const lists = createPersonaListStore(opened.database);
    for (let number = 1; number <= 5; number += 1) {
      const tags = number % 2 === 0 ? ['Even', '100%'] : ['odd_one'];
      await store.add(
        'owner-a',
        [{ id: `p${number}`, sheet: sheet({ name: `Ada ${number}`, tags, lore, traits: [`t${number}`] }) }],
        `2026-05-0${number}T12:00:00.000Z`,
      );
    }
    const found = async (search: Parameters<typeof lists.list>[1]) =>
      (await lists.list('owner-a', search, { limit: 10, after: null })).map(({ id }) => id);
    expect(await found({})).toEqual(['p5', 'p4', 'p3', 'p2', 'p1']);
    expect(await found({ q: 'ADA t3' })).toEqual(['p3']);
    expect(await found({ tag: 'even' })).toEqual(['p4', 'p2']);
    expect(await found({ tag: '100%' })).toEqual(['p4', 'p2']);
    expect(await found({ tag: 'oddXone' })).toEqual([]);
    expect(await found({ q: '%' })).toEqual(['p4', 'p2']);
    expect(await found({ ids: new Set(['p1']) })).toEqual(['p1']);
    const [first, second] = await lists.list('owner-a', {}, { limit: 2, after: null });
    expect(first).not.toHaveProperty('lore');
    const after = second ? { updatedAt: second.updatedAt, id: second.id } : null;
    expect((await lists.list('owner-a', {}, { limit: 2, after })).map(({ id }) => id)).toEqual(['p3', 'p2']);
    expect(await lists.list('owner-b', {}, { limit: 10, after: null })).toEqual([]);
  });

  test('a favourite is marked once and unmarked, for its owner alone', async () => {
    const lists = createPersonaListStore(opened.database);
    await lists.setFavourite('owner-a', 'builtin-socrates', true);
    await lists.setFavourite('owner-a', 'builtin-socrates', true);
    expect([...(await lists.favourites('owner-a'))]).toEqual(['builtin-socrates']);
    expect([...(await lists.favourites('owner-b'))]).toEqual([]);
    await lists.setFavourite('owner-a', 'builtin-socrates', false);
    expect([...(await lists.favourites('owner-a'))]).toEqual([]);
  });
});
