import { describe, expect, test } from 'vitest';
import { openDatabase } from '../src/db/open-database.ts';
import { testDatabases } from './databases.ts';

test('PostgreSQL is tested where a server is named', () => {
  const names = testDatabases.map(({ name }) => name);
  expect(names).toEqual(process.env['TEST_DATABASE_URL'] ? ['sqlite', 'postgres'] : ['sqlite']);
});

describe.each(testDatabases)('a test database on $name', ({ name, open }) => {
  test('is migrated and of the kind that it says', async () => {
    const { database, close } = await open();
    expect(database.kind).toBe(name);
    expect(await database.db.selectFrom('conversation').selectAll().execute()).toEqual([]);
    await close();
  });

  test('is not shared with another one', async () => {
    const [one, other] = await Promise.all([open(), open()]);
    await one.database.db.insertInto('checkpoint').values(checkpoint).execute();
    expect(await other.database.db.selectFrom('checkpoint').selectAll().execute()).toEqual([]);
    await Promise.all([one.close(), other.close()]);
  });

  test('can be opened a second time, as another node would', async () => {
    const { database, url, dataDir, close } = await open();
    await database.db.insertInto('checkpoint').values(checkpoint).execute();
    const second = await openDatabase({ url, dataDir });
    expect(await second.db.selectFrom('checkpoint').selectAll().execute()).toEqual([checkpoint]);
    await second.close();
    await close();
  });
});

const checkpoint = {
  conversation_id: 'conversation-1',
  turn_id: 'turn-1',
  attempt: 1,
  start: 0,
  text: 'Hello',
};
