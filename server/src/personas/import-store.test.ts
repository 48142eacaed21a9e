import { blankSheet } from '@chimera/protocol/blank-sheet';
import type { CastDocument } from '@chimera/protocol/cast';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { type AvatarStore, createAvatarStore } from './avatar-store.ts';
import { type CastStore, createCastStore } from './cast-store.ts';
import { createImportStore, type ImportStore, type NewImport } from './import-store.ts';
import { createPersonaListStore } from './persona-list-store.ts';
import { createPersonaStore, type PersonaStore } from './persona-store.ts';

const at = '2026-05-01T12:00:00.000Z';
const OWNER = 'owner-a';
const picture = { id: 'picture-a', bytes: Buffer.from('a picture') };

function wanted(id: string, more: Partial<NewImport> = {}): NewImport {
  const card = { document: `{"name":"${id}"}`, hash: `hash of ${id}` };
  return { id, sheet: { ...blankSheet, name: 'Ada' }, card, ...more };
}

const castOf = (ids: readonly string[]): CastDocument => ({
  name: 'Ours',
  line: '',
  topic: '',
  premise: '',
  seats: ids.map((personaId) => ({ personaId })),
});

describe.each(testDatabases)('imports on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  let imports: ImportStore;
  let personas: PersonaStore;
  let avatars: AvatarStore;
  let casts: CastStore;
  beforeEach(async () => {
    opened = await open();
    imports = createImportStore(opened.database);
    personas = createPersonaStore(opened.database);
    avatars = createAvatarStore(opened.database);
    casts = createCastStore(opened.database);
  });
  afterEach(() => opened.close());

  const names = async (ownerId = OWNER) => {
    const lists = createPersonaListStore(opened.database);
    const found = await lists.list(ownerId, {}, { limit: 5000, after: null });
    return found.map(({ id }) => id).toSorted();
  };
  const fill = (count: number) =>
    personas.add(
      OWNER,
      Array.from({ length: count }, (_, index) => ({
        id: `full-${index}`,
        sheet: { ...blankSheet, name: `F${index}` },
      })),
      at,
    );

  test('a persona comes with its card and its picture', async () => {
    const { persona, isNew } = await imports.addPersona(OWNER, wanted('p1', { picture }), at);
    expect(isNew).toBe(true);
    expect(persona).toEqual(await personas.find({ ownerId: OWNER, id: 'p1' }));
    expect(await personas.card({ ownerId: OWNER, id: 'p1' })).toBe('{"name":"p1"}');
    expect(await avatars.find({ ownerId: OWNER, id: picture.id })).toEqual(picture.bytes);
    expect(await avatars.find({ ownerId: 'owner-b', id: picture.id })).toBeNull();
  });

  test('the same card is there once for each owner, and its picture too', async () => {
    await imports.addPersona(OWNER, wanted('p1'), at);
    const again = { ...wanted('p2', { picture }), card: wanted('p1').card };
    const { persona, isNew } = await imports.addPersona(OWNER, again, at);
    expect([persona.id, isNew]).toEqual(['p1', false]);
    expect(await names()).toEqual(['p1']);
    expect(await avatars.has({ ownerId: OWNER, id: picture.id })).toBe(false);
    const other = await imports.addPersona('owner-b', { ...again, id: 'p3' }, at);
    expect([other.persona.id, other.isNew]).toEqual(['p3', true]);
  });

  test('whoever brings in the same card many times at once has it once', async () => {
    const { card } = wanted('p1');
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, index) => imports.addPersona(OWNER, wanted(`p${index}`, { card }), at)),
    );
    expect(results.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(new Set(results.map(({ persona }) => persona.id)).size).toBe(1);
    expect(await names()).toHaveLength(1);
  });

  test('personas of one name who come at once get addresses of their own', async () => {
    await Promise.all(
      Array.from({ length: 6 }, (_, index) => imports.addPersona(OWNER, wanted(`p${index}`), at)),
    );
    await Promise.all(
      Array.from({ length: 4 }, (_, index) =>
        personas.add(OWNER, [{ id: `q${index}`, sheet: { ...blankSheet, name: 'Ada' } }], at),
      ),
    );
    const found = await Promise.all((await names()).map((id) => personas.find({ ownerId: OWNER, id })));
    expect(new Set(found.map((persona) => persona?.slug)).size).toBe(10);
  });

  test('a persona too many leaves no picture behind', async () => {
    await fill(1000);
    await expect(imports.addPersona(OWNER, wanted('p1', { picture }), at)).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await avatars.has({ ownerId: OWNER, id: picture.id })).toBe(false);
  }, 60_000);

  test('a cast comes with its personas, and takes those that are here as they are', async () => {
    await imports.addPersona(OWNER, wanted('p1'), at);
    const { cast, personas: added } = await imports.addCast(
      OWNER,
      { id: 'c1', personas: [wanted('new', { card: wanted('p1').card }), wanted('p2', { picture })], castOf },
      at,
    );
    expect(cast.seats).toEqual([{ personaId: 'p1' }, { personaId: 'p2' }]);
    expect(added.map(({ isNew }) => isNew)).toEqual([false, true]);
    expect(await casts.find({ ownerId: OWNER, id: 'c1' })).toEqual(cast);
    expect(await names()).toEqual(['p1', 'p2']);
  });

  test.each([
    ['its second persona', [wanted('p1', { picture }), wanted('p1', { card: wanted('p2').card })], castOf],
    [
      'the cast itself',
      [wanted('p1', { picture })],
      () => {
        throw new Error('It cannot be put together.');
      },
    ],
  ] as const)('nothing of a cast is kept when %s cannot be', async (_, wantedPersonas, made) => {
    await expect(
      imports.addCast(OWNER, { id: 'c1', personas: wantedPersonas, castOf: made }, at),
    ).rejects.toThrow();
    expect(await names()).toEqual([]);
    expect(await casts.list(OWNER)).toEqual([]);
    expect(await avatars.has({ ownerId: OWNER, id: picture.id })).toBe(false);
  });

  test('nor when one of its personas is too many', async () => {
    await fill(999);
    const two = { id: 'c1', personas: [wanted('p1', { picture }), wanted('p2')], castOf };
    await expect(imports.addCast(OWNER, two, at)).rejects.toMatchObject({ code: 'conflict' });
    expect(await names()).toHaveLength(999);
    expect(await casts.list(OWNER)).toEqual([]);
    expect(await avatars.has({ ownerId: OWNER, id: picture.id })).toBe(false);
  }, 60_000);

  test('nor when the cast is too many', async () => {
    for (let index = 0; index < 500; index += 1) {
      await casts.add({ ownerId: OWNER, id: `cast-${index}` }, castOf(['p']), at);
    }
    await expect(
      imports.addCast(OWNER, { id: 'c1', personas: [wanted('p1')], castOf }, at),
    ).rejects.toMatchObject({ code: 'conflict' });
    expect(await names()).toEqual([]);
  }, 60_000);
});
