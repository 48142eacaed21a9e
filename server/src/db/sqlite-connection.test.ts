import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompiledQuery } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SqliteConnection } from './sqlite-connection.ts';

/** Counts to ten million, which takes SQLite long. */
const LONG =
  'with recursive n(i) as (select 1 union all select i + 1 from n where i < 10000000) select count(*) as counted from n';

let folder: string;
let connection: SqliteConnection;
const ask = <Row>(text: string, ...parameters: unknown[]) =>
  connection.executeQuery<Row>(CompiledQuery.raw(text, parameters));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chimera-sqlite-'));
  connection = new SqliteConnection({ file: join(folder, 'some.sqlite'), isReadOnly: false });
});
afterEach(async () => {
  await connection.close();
  await rm(folder, { recursive: true, force: true });
});

test('each question gets its own answer, also when many are asked at once', async () => {
  await ask('create table thing (id integer primary key, name text, bytes blob)');
  const { insertId, numAffectedRows } = await ask('insert into thing (name) values (?), (?)', 'a', 'b');
  expect([insertId, numAffectedRows]).toEqual([2n, 2n]);
  const answers = await Promise.allSettled([
    ask('select name from thing where id = ?', 1),
    ask('select name from nowhere'),
    ask('select name from thing where id = ?', 2),
    ask('insert into thing (id) values (1)'),
    ask('select 3 as name'),
  ]);
  expect(
    answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.rows : answer.reason)),
  ).toEqual([
    [{ name: 'a' }],
    expect.objectContaining({ message: 'no such table: nowhere', code: 'SQLITE_ERROR' }),
    [{ name: 'b' }],
    expect.objectContaining({ code: 'SQLITE_CONSTRAINT_PRIMARYKEY' }),
    [{ name: 3 }],
  ]);
});

test('what cannot be asked is refused, and the answers after it stay in order', async () => {
  await expect(ask('select ?', () => 1)).rejects.toThrow('could not be cloned');
  expect((await ask('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

test('a transaction begins with its first statement, and one that was only begun is nothing', async () => {
  await ask('create table thing (id integer primary key)');
  connection.begin();
  await expect(ask('insert into nowhere (id) values (1)')).rejects.toThrow('no such table');
  await ask('insert into thing (id) values (1)');
  await ask('rollback');
  connection.begin();
  await ask('commit');
  await ask('insert into thing (id) values (2)');
  expect((await ask('select id from thing')).rows).toEqual([{ id: 2 }]);
});

test('bytes come back as they went', async () => {
  const bytes = Buffer.from([0, 1, 254, 255]);
  const [row] = (await ask<{ bytes: Uint8Array }>('select ? as bytes', bytes)).rows;
  expect(Buffer.from(row?.bytes ?? [])).toEqual(bytes);
});

test('a long question keeps the process waiting for nothing else', async () => {
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 1);
  const { rows } = await ask<{ counted: number }>(LONG);
  clearInterval(timer);
  expect(rows).toEqual([{ counted: 10_000_000 }]);
  expect(turns).toBeGreaterThan(10);
});

test('a second rollback is no error, for after some failures SQLite has done the first', async () => {
  await ask('begin');
  await ask('rollback');
  await expect(ask('rollback')).resolves.toBeDefined();
});

test('a place that cannot be opened is said with every question', async () => {
  const nowhere = new SqliteConnection({ file: join(folder, 'no/such/folder.sqlite'), isReadOnly: false });
  const query = CompiledQuery.raw('select 1');
  await expect(nowhere.executeQuery(query)).rejects.toThrow('directory does not exist');
  await expect(nowhere.executeQuery(query)).rejects.toThrow('directory does not exist');
  await nowhere.close();
});

test('who only reads writes nothing, and sees what was written', async () => {
  await ask('create table thing (id integer)');
  const reader = new SqliteConnection({ file: join(folder, 'some.sqlite'), isReadOnly: true });
  await ask('insert into thing values (7)');
  expect((await reader.executeQuery(CompiledQuery.raw('select id from thing'))).rows).toEqual([{ id: 7 }]);
  await expect(reader.executeQuery(CompiledQuery.raw('delete from thing'))).rejects.toMatchObject({
    code: 'SQLITE_READONLY',
  });
  await reader.close();
});
