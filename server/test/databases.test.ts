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
    await one.database.db.insertInto('job').values(job).execute();
    expect(await other.database.db.selectFrom('job').selectAll().execute()).toEqual([]);
    await Promise.all([one.close(), other.close()]);
  });

  test('can be opened a second time, as another node would', async () => {
    const { database, url, dataDir, close } = await open();
    await database.db.insertInto('job').values(job).execute();
    const second = await openDatabase({ url, dataDir });
    expect(await second.db.selectFrom('job').select('id').execute()).toEqual([{ id: 'job-1' }]);
    await second.close();
    await close();
  });
});

const job = {
  id: 'job-1',
  kind: 'record',
  subject: 'conversation-1',
  payload: '{}',
  attempts: 0,
  run_at: 0,
  locked_until: null,
  last_error: null,
};
