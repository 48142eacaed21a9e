import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { createConnectionStore } from './connection-store.ts';
import { createConnections } from './connections.ts';
import { createKeyring, type MasterKey } from './keyring.ts';

const KEY = 'sk-canary-0123456789wxyz';
const ADA = 'ada';
const EVE = 'eve';
const k1 = { id: 'k1', bytes: randomBytes(32) };
const k2 = { id: 'k2', bytes: randomBytes(32) };

describe.each(testDatabases)('connections on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(() => opened.close());

  function connectionsWith(...keys: [MasterKey, ...MasterKey[]]) {
    return createConnections({
      store: createConnectionStore(opened.database),
      keyring: createKeyring(keys),
      now: () => new Date('2026-01-01T00:00:00Z'),
      originOf: (kind, baseUrl) => new URL(baseUrl ?? `https://api.${kind}.test`).origin,
      nameOf: (kind) => `The ${kind}`,
    });
  }
  const rows = () => opened.database.db.selectFrom('connection').selectAll().execute();
  const wanted = { kind: 'openai', apiKey: KEY } as const;

  test('are kept with their key sealed, and told without it', async () => {
    const connections = connectionsWith(k1);
    const made = await connections.create(ADA, wanted);
    expect(made).toMatchObject({ kind: 'openai', label: 'The openai', keyLast4: 'wxyz', apiKey: KEY });
    expect(JSON.stringify(await rows())).not.toContain('canary');
    expect(await connections.find({ id: made.id, ownerId: ADA })).toEqual(made);
    expect(await connections.list(ADA)).toEqual([made]);
  });

  test('are nobody else’s: they cannot be found, changed or removed', async () => {
    const connections = connectionsWith(k1);
    const { id } = await connections.create(ADA, wanted);
    const ref = { id, ownerId: EVE };
    expect(await connections.list(EVE)).toEqual([]);
    expect(await connections.find(ref)).toBeNull();
    await expect(connections.change(ref, { label: 'Mine' })).rejects.toMatchObject({ code: 'not-found' });
    await expect(connections.remove(ref)).rejects.toMatchObject({ code: 'not-found' });
    expect(await connections.list(ADA)).toHaveLength(1);
  });

  test('change in parts; a key goes nowhere but where it was given for', async () => {
    const connections = connectionsWith(k1);
    const { id } = await connections.create(ADA, { ...wanted, baseUrl: 'https://one.test/v1' });
    const ref = { id, ownerId: ADA };
    expect(await connections.change(ref, { label: 'Mine' })).toMatchObject({ label: 'Mine', apiKey: KEY });
    const path = { baseUrl: 'https://one.test/v2' };
    expect(await connections.change(ref, path)).toMatchObject({ ...path, apiKey: KEY, version: 3 });
    const elsewhere = { baseUrl: 'https://two.test/v1' };
    await expect(connections.change(ref, elsewhere)).rejects.toMatchObject({
      code: 'invalid-request',
      errors: [{ path: 'apiKey' }],
    });
    await expect(connections.change(ref, { baseUrl: null })).rejects.toThrow(/key again/);
    const moved = { ...elsewhere, apiKey: 'sk-another-0123456789' };
    expect(await connections.change(ref, moved)).toMatchObject({ ...moved, keyLast4: '6789' });
    const bare = await connections.change(ref, { apiKey: null, baseUrl: null });
    expect(bare).toMatchObject({ apiKey: null, keyLast4: null, baseUrl: null });
    await connections.remove(ref);
    expect(await rows()).toEqual([]);
  });

  test('do not open when two rows swap keys, or one is led elsewhere behind our back', async () => {
    const connections = connectionsWith(k1);
    const first = await connections.create(ADA, wanted);
    const second = await connections.create(EVE, { ...wanted, apiKey: 'sk-eve-0123456789abcd' });
    const { db } = opened.database;
    const [a, b] = await Promise.all(
      [first, second].map(({ id }) =>
        db.selectFrom('connection').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
      ),
    );
    const sealKey = (id: string, sealed_key: string | null | undefined) =>
      db.updateTable('connection').set({ sealed_key }).where('id', '=', id).execute();
    await sealKey(first.id, b?.sealed_key);
    const broken = { apiKey: null, isSealBroken: true };
    expect(await connections.find({ id: first.id, ownerId: ADA })).toMatchObject(broken);
    await sealKey(first.id, a?.sealed_key);
    expect(await connections.find({ id: first.id, ownerId: ADA })).toMatchObject({ apiKey: KEY });
    await db.updateTable('connection').set({ base_url: 'https://evil.test' }).execute();
    expect(await connections.list(ADA)).toMatchObject([broken]);
    const mended = { apiKey: 'sk-given-again-0123' };
    expect(await connections.change({ id: first.id, ownerId: ADA }, mended)).toMatchObject(mended);
  });

  test('are sealed anew when the master key changes, and refused with a wrong one', async () => {
    const before = connectionsWith(k1);
    await before.checkKeys();
    const { id } = await before.create(ADA, wanted);
    const both = connectionsWith(k2, k1);
    await both.checkKeys();
    expect((await rows())[0]?.sealed_key).toMatch(/^v1\.k2\./);
    const after = connectionsWith(k2);
    await after.checkKeys();
    expect(await after.find({ id, ownerId: ADA })).toMatchObject({ apiKey: KEY });
    // A node that still runs with the old key seals one with it: the next start seals it anew.
    await before.create(ADA, wanted);
    await connectionsWith(k2, k1).checkKeys();
    expect((await rows()).every(({ sealed_key }) => sealed_key?.startsWith('v1.k2.'))).toBe(true);
    await before.create(ADA, wanted);
    await expect(connectionsWith(k2).checkKeys()).rejects.toThrow(/master keys do not fit/);
    const stored = await rows();
    await expect(before.checkKeys()).rejects.toThrow(/master keys do not fit/);
    expect(await rows()).toEqual(stored);
  });

  test('may have other master keys as long as nothing was sealed', async () => {
    await connectionsWith(k1).checkKeys();
    const other = connectionsWith(k2);
    await other.checkKeys();
    await other.create(ADA, wanted);
    await expect(connectionsWith(k1).checkKeys()).rejects.toThrow(/master keys do not fit/);
  });

  test('changed by two at once: one is told to look again', async () => {
    const store = createConnectionStore(opened.database);
    const connections = connectionsWith(k1);
    const { id } = await connections.create(ADA, wanted);
    const stored = await store.find({ id, ownerId: ADA });
    if (!stored) throw new Error('It was just made.');
    const next = { ...stored, version: stored.version + 1 };
    expect(await store.replace({ ...next, label: 'first' })).toBe(true);
    expect(await store.replace({ ...next, label: 'second' })).toBe(false);
  });
});
