import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenTestDatabase, testDatabases } from '../../test/databases.ts';
import { openDatabase } from './open-database.ts';
import { sharedSecret } from './shared-secret.ts';

describe.each(testDatabases)('on $name', ({ open }) => {
  let opened: OpenTestDatabase;
  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened.close());

  test('nodes that ask at once get one secret of 32 random bytes, and get it again after a restart', async () => {
    const other = await openDatabase(opened);
    const secrets = await Promise.all(
      [opened.database, other, opened.database, other].map((database) => sharedSecret(database, 'cache')),
    );
    const again = await sharedSecret(other, 'cache');
    await other.close();
    expect(again).toHaveLength(32);
    for (const secret of secrets) expect(secret).toEqual(again);
  });

  test('another name has another secret', async () => {
    const [one, two] = await Promise.all([
      sharedSecret(opened.database, 'cache'),
      sharedSecret(opened.database, 'other'),
    ]);
    expect(one).not.toEqual(two);
  });
});
