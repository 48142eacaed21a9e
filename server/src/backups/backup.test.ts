import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { defaultSettings } from '@chimera/protocol/conversation';
import type { Event, EventOf } from '@chimera/protocol/event';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { createConversationStore } from '../conversations/conversation-store.ts';
import { verifyLog } from '../conversations/verify-store.ts';
import { connectDatabase, type Database, migrate } from '../db/open-database.ts';
import { schemaState } from '../db/schema-state.ts';
import { tablesOf } from '../db/tables.ts';
import { createJobStore } from '../jobs/job-store.ts';
import { isKept, leftOutTables, type Row } from './backup-format.ts';
import { checkBackup } from './read-backup.ts';
import { restoreBackup } from './restore-backup.ts';
import { addRows } from './restore-store.ts';
import { writeBackupFile } from './write-backup.ts';

const at = '2026-01-01T00:00:00.000Z';
const reason = { code: 'test', text: 'Because.' };
const ref = { ownerId: 'owner', id: 'conversation-1' };
/** More than are read at a time, and more than are written at a time. */
const TURNS = 120;

const created: EventOf<'conversation-created'> = {
  type: 'conversation-created',
  at,
  title: 'Zeilen\u2028und „Anführungen“ 🦁',
  topic: 'A topic',
  format: 'free-talk',
  settings: defaultSettings,
  seats: [{ id: 'seat-1', personaId: 'ada', name: 'Ada', brain: null, presence: 'stage' }],
};

let folder: string;
let opened: OpenTestDatabase[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chimera-backup-'));
  opened = [];
});
afterEach(async () => {
  for (const each of opened) await each.close();
  await rm(folder, { recursive: true });
});

async function fresh(open: () => Promise<OpenTestDatabase>): Promise<Database> {
  const database = await open();
  opened.push(database);
  return database.database;
}

/** As it is before anything has started on it. */
async function withoutTables(open: () => Promise<OpenTestDatabase>): Promise<Database> {
  const database = await fresh(open);
  if (database.kind === 'postgres') {
    await sql`drop schema public cascade`.execute(database.db);
    await sql`create schema public`.execute(database.db);
    return database;
  }
  const bare = connectDatabase({ url: null, dataDir: await mkdtemp(join(folder, 'bare-')) });
  opened.push({ database: bare, url: null, dataDir: folder, close: () => bare.close() });
  return bare;
}

async function fill({ db, ...database }: Database): Promise<void> {
  const store = createConversationStore({ db, ...database }, async () => {});
  await store.create(ref, 'gen-1', [created]);
  await store.change(ref, () => Array.from({ length: TURNS }, (_, index) => turn(index)).flat());
  await store.change(ref, () => [{ type: 'conversation-changed', at, state: 'running' }]);
  await db.updateTable('conversation').set({ lease_node: 'node', lease_until: 5, epoch: 7 }).execute();
  await db
    .insertInto('connection')
    .values({
      id: 'connection-1',
      owner_id: 'owner',
      kind: 'openai',
      label: 'Mine',
      base_url: null,
      sealed_key: 'v1.k1.iv.body',
      key_last4: '1234',
      version: 1,
      created_at: at,
      updated_at: at,
    })
    .execute();
  await db.insertInto('secret').values({ name: 'setup', value: 'in the clear' }).execute();
  await db
    .insertInto('job')
    .values({
      id: 'job-1',
      kind: 'farewell',
      subject: 'somebody',
      payload: '{}',
      version: 2,
      attempts: 4,
      run_at: 12,
      locked_by: 'a claim',
      locked_until: 99,
      last_error: 'No.',
    })
    .execute();
  await db
    .insertInto('spent')
    .values({
      owner_id: 'owner',
      day: '2026-01-01',
      connection_id: 'openai',
      kind: 'openai',
      model: 'm',
      calls: 3,
      input_tokens: 9_007_199_254_740_991,
      output_tokens: 0,
      cached_tokens: 0,
      cost: 0.1 + 0.2,
      unpriced: 0,
    })
    .execute();
}

function turn(index: number): Event[] {
  const turn = { turnId: `turn-${index}`, attempt: 1, seatId: 'seat-1' };
  return [
    { type: 'turn-started', at, ...turn, reason },
    {
      type: 'message-finished',
      at,
      message: {
        id: `message-${index}`,
        turnId: turn.turnId,
        attempt: 1,
        author: { kind: 'seat', seatId: 'seat-1', name: 'Ada' },
        text: `Line ${index} of many.`,
        status: 'complete',
        createdAt: at,
      },
    },
  ];
}

async function rowsIn(database: Database, table: string): Promise<Record<string, unknown>[]> {
  const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(database.db);
  return rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

async function storedIn({ db }: Database, table: string): Promise<Row[]> {
  return (await sql<Row>`select * from ${sql.table(table)}`.execute(db)).rows;
}

function restoreInto(database: Database, path: string, { forgetsKeys = false, isRecorded = true } = {}) {
  const jobs = createJobStore(database);
  return checkBackup(path).then((contents) =>
    restoreBackup(path, contents, { database, jobs, isRecorded, newGen: randomUUID, forgetsKeys }),
  );
}

const pairs = testDatabases.flatMap((from) => testDatabases.map((to) => ({ from, to })));

describe.each(pairs)('from $from.name to $to.name', ({ from, to }) => {
  test('what is kept comes back, what was held is free, and the log is sound', async () => {
    const source = await fresh(from.open);
    await fill(source);
    const path = join(folder, 'backup');
    await writeBackupFile(source, path, new Date(at));
    const target = await fresh(to.open);
    await restoreInto(target, path);

    const changed = ['conversation', 'job'];
    for (const { name } of await tablesOf(source)) {
      if (changed.includes(name) || !isKept(name)) continue;
      expect(await rowsIn(target, name), name).toEqual(await rowsIn(source, name));
    }
    const [conversation] = await target.db.selectFrom('conversation').selectAll().execute();
    expect(conversation).toMatchObject({
      head: 2 + 2 * TURNS,
      epoch: 7,
      lease_node: null,
      lease_until: null,
    });
    expect(conversation?.gen).not.toBe('gen-1');
    expect(JSON.parse(conversation?.document ?? '')).toMatchObject({
      gen: conversation?.gen,
      title: created.title,
    });
    expect(await verifyLog(target)).toEqual({ conversations: 1, events: 2 + 2 * TURNS, problems: [] });
    const jobs = await target.db
      .selectFrom('job')
      .select(['kind', 'subject', 'locked_by', 'attempts'])
      .execute();
    expect(jobs).toContainEqual({ kind: 'farewell', subject: 'somebody', locked_by: null, attempts: 0 });
    expect(jobs).toContainEqual({ kind: 'write-record', subject: ref.id, locked_by: null, attempts: 0 });
    expect(await rowsIn(target, 'secret')).toEqual([]);
  });

  test('a table of a later day comes along: with bytes, without what is generated or only searched', async () => {
    const source = await fresh(from.open);
    const target = await fresh(to.open);
    for (const { db, kind } of [source, target]) {
      await sql
        .raw(
          kind === 'sqlite'
            ? 'create table later (b integer, a text, bytes blob, twice integer generated always as (b * 2) virtual, primary key (a, b))'
            : 'create table later (b bigint, a text, bytes bytea, twice bigint generated always as (b * 2) stored, primary key (a, b))',
        )
        .execute(db);
      if (kind === 'sqlite') await sql`create virtual table found using fts5(words)`.execute(db);
    }
    const bytes = randomBytes(1000);
    await sql`insert into later (b, a, bytes) values (7, 'x', ${bytes}), (8, 'x', null)`.execute(source.db);
    const path = join(folder, 'backup');
    const { tables } = await writeBackupFile(source, path, new Date(at));
    expect([...tables.keys()].filter((name) => name.startsWith('found'))).toEqual([]);
    await restoreInto(target, path);
    // PostgreSQL gives a Buffer, SQLite what a Buffer is on its way between threads.
    const restored = (await rowsIn(target, 'later')).map((row) =>
      row['bytes'] instanceof Uint8Array ? { ...row, bytes: Buffer.from(row['bytes']) } : row,
    );
    expect(restored).toEqual(
      expect.arrayContaining([
        { b: 7, a: 'x', bytes, twice: 14 },
        { b: 8, a: 'x', bytes: null, twice: 16 },
      ]),
    );
  });
});

describe.each(testDatabases)('on $name', ({ open }) => {
  test('a backup is of one moment, whatever is written meanwhile', async () => {
    const source = await open();
    opened.push(source);
    await fill(source.database);
    const store = createConversationStore(source.database, async () => {});
    const done = new AbortController();
    const writing = (async () => {
      for (let index = TURNS; !done.signal.aborted; index += 1) {
        await store.change(ref, () => turn(index));
        // SQLite answers without a pause; the backup needs some to go on.
        await setImmediate();
      }
    })();
    const other = connectDatabase(source);
    const path = join(folder, 'backup');
    const { tables } = await writeBackupFile(other, path, new Date(at));
    done.abort();
    await writing;
    await other.close();
    const target = await fresh(open);
    await restoreInto(target, path);
    const { events, problems } = await verifyLog(target);
    expect(problems).toEqual([]);
    expect(events).toBe(tables.get('event')?.rows);
    expect((await verifyLog(source.database)).events).toBeGreaterThan(events);
  });

  test('one of an older Chimera is brought up to date, and tables do not go back', async () => {
    const source = await withoutTables(open);
    await migrate(source, '0004-connections');
    const present = await fresh(open);
    await fill(present);
    // Stores write to the tables of today: what was kept in the older ones comes as rows.
    for (const table of ['conversation', 'event', 'message', 'connection']) {
      await source.db
        .transaction()
        .execute(async (transaction) => addRows(transaction, table, await storedIn(present, table)));
    }
    const path = join(folder, 'backup');
    const { header } = await writeBackupFile(source, path, new Date(at));
    expect(header.schema).toBe('0004-connections');
    const target = await withoutTables(open);
    await restoreInto(target, path);
    expect(await schemaState(target)).toMatchObject({ kind: 'current' });
    expect(await verifyLog(target)).toMatchObject({ conversations: 1, problems: [] });
    await expect(restoreInto(await fresh(open), path)).rejects.toThrow(/tables do not go back/);
  });

  test('one of a newer Chimera is refused', async () => {
    const source = await fresh(open);
    const path = join(folder, 'backup');
    await sql`insert into kysely_migration (name, timestamp) values ('9999-later', 'now')`.execute(source.db);
    await writeBackupFile(source, path, new Date(at));
    await expect(restoreInto(await fresh(open), path)).rejects.toThrow(/made by a newer Chimera/);
  });

  test('where something is kept nothing is restored', async () => {
    const source = await fresh(open);
    await fill(source);
    const path = join(folder, 'backup');
    await writeBackupFile(source, path, new Date(at));
    const before = await rowsIn(source, 'event');
    await expect(restoreInto(source, path)).rejects.toThrow(
      /empty instance only.*“(connection|conversation)”/,
    );
    expect(await rowsIn(source, 'event')).toEqual(before);
  });

  test('where no records are written, none is asked for', async () => {
    const source = await fresh(open);
    await fill(source);
    await source.db.deleteFrom('job').execute();
    const path = join(folder, 'backup');
    await writeBackupFile(source, path, new Date(at));
    const target = await fresh(open);
    await restoreInto(target, path, { isRecorded: false });
    expect(await rowsIn(target, 'conversation')).not.toEqual([]);
    const jobs = await target.db
      .selectFrom('job')
      .select('kind')
      .where('kind', '=', 'write-record')
      .execute();
    expect(jobs).toEqual([]);
  });

  test('when it fails in the middle, nothing is left', async () => {
    const source = await fresh(open);
    await fill(source);
    const path = join(folder, 'backup');
    await writeBackupFile(source, path, new Date(at));
    const contents = await checkBackup(path);
    // It was whole when it was looked at, and is changed before it is read again.
    const lines = gunzipSync(await readFile(path)).toString('utf8');
    await writeFile(path, gzipSync(lines.replace('Line 119 of many', 'Line 911 of many')));
    const target = await fresh(open);
    const jobs = createJobStore(target);
    const parts = { database: target, jobs, isRecorded: true, newGen: randomUUID, forgetsKeys: false };
    await expect(restoreBackup(path, contents, parts)).rejects.toThrow(/damaged or changed/);
    for (const { name } of await tablesOf(target)) expect(await rowsIn(target, name), name).toEqual([]);
  });

  test('connections come back without their keys when nobody can open them', async () => {
    const source = await fresh(open);
    await fill(source);
    const path = join(folder, 'backup');
    await writeBackupFile(source, path, new Date(at));
    const target = await fresh(open);
    await restoreInto(target, path, { forgetsKeys: true });
    expect(await rowsIn(target, 'connection')).toMatchObject([
      { label: 'Mine', sealed_key: null, key_last4: null },
    ]);
  });

  test('what was said is read for search anew', async () => {
    const source = await fresh(open);
    const target = await fresh(open);
    for (const { db } of [source, target]) {
      await sql`create table if not exists search_backlog
        (conversation_id text primary key, owner_id text not null, updated_at text not null)`.execute(db);
    }
    await fill(source);
    const path = join(folder, 'backup');
    const { tables } = await writeBackupFile(source, path, new Date(at));
    expect(tables.has('search_backlog')).toBe(false);
    await restoreInto(target, path);
    expect(await rowsIn(target, 'search_backlog')).toEqual([
      { conversation_id: ref.id, owner_id: ref.ownerId, updated_at: at },
    ]);
    const { kind } = await target.db
      .selectFrom('job')
      .select('kind')
      .where('subject', '=', 'all')
      .executeTakeFirstOrThrow();
    expect(kind).toBe('fill-search');
  });

  test('every table can be read in pages, and its rows come after those that they refer to', async () => {
    const tables = await tablesOf(await fresh(open));
    expect(tables.length).toBeGreaterThan(25);
    expect(tables.filter(({ key }) => key.length === 0)).toEqual([]);
    const place = (name: string) => tables.findIndex((table) => table.name === name);
    expect(place('conversation')).toBeLessThan(place('event'));
    expect(place('account')).toBeLessThan(place('session'));
    expect(place('session')).toBeLessThan(place('session_secret'));
    // Those that are left out are there: a name that is not would hide nothing.
    expect(leftOutTables.filter((name) => place(name) < 0)).toEqual([]);
  });
});

test.runIf(testDatabases.length > 1)('both kinds of database have the same tables', async () => {
  const [one, other] = await Promise.all(
    testDatabases.map(async ({ open }) =>
      (await tablesOf(await fresh(open))).filter(({ name }) => isKept(name)),
    ),
  );
  expect(one).toEqual(other);
});

describe('a file that is not as it was written', () => {
  let path: string;
  beforeEach(async () => {
    const [sqlite] = testDatabases;
    if (!sqlite) throw new Error('There is no database.');
    const source = await fresh(sqlite.open);
    await fill(source);
    path = join(folder, 'backup');
    await writeBackupFile(source, path, new Date(at));
  });

  const lines = async () =>
    gunzipSync(await readFile(path))
      .toString('utf8')
      .split('\n');

  test('is refused when it was cut anywhere', async () => {
    const whole = await readFile(path);
    for (const part of [0, 0.001, 0.3, 0.9, 0.999]) {
      await writeFile(path, whole.subarray(0, Math.floor(whole.length * part)));
      await expect(checkBackup(path), String(part)).rejects.toThrow(/This backup cannot be used/);
    }
  });

  test('is refused when it was cut at the end of a line and packed again', async () => {
    const all = await lines();
    for (const count of [1, 2, 60, all.length - 2]) {
      await writeFile(path, gzipSync(`${all.slice(0, count).join('\n')}\n`));
      await expect(checkBackup(path), String(count)).rejects.toThrow(/cut off/);
    }
  });

  test('is refused when a byte of it differs', async () => {
    const whole = await readFile(path);
    for (let at = 20; at < whole.length; at += Math.floor(whole.length / 40)) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await writeFile(path, changed);
      await expect(checkBackup(path), String(at)).rejects.toThrow(/This backup cannot be used/);
    }
  });

  test.each([
    ['a word', (all: string[]) => all.map((line) => line.replace('Line 3 of', 'Line 4 of'))],
    ['a row less', (all: string[]) => all.filter((line) => !line.includes('Line 3 of'))],
    [
      'a row more',
      (all: string[]) => all.flatMap((line) => (line.includes('Line 3 of') ? [line, line] : [line])),
    ],
    ['another date', (all: string[]) => all.map((line) => line.replace('"madeAt":"2026', '"madeAt":"2027'))],
  ])('is refused with %s', async (_, change) => {
    await writeFile(path, gzipSync(change(await lines()).join('\n')));
    await expect(checkBackup(path)).rejects.toThrow(/damaged or changed/);
  });

  test.each([
    ['a text', 'hello'],
    ['no bytes', ''],
    ['packed JSON of another kind', gzipSync('{"chimera":1,"events":[]}\n')],
  ])('is refused when it is %s', async (_, content) => {
    await writeFile(path, content);
    await expect(checkBackup(path)).rejects.toThrow(/This backup cannot be used/);
  });
});
