import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { type OpenTestDatabase, testDatabases } from '../test/databases.ts';
import { startTestApp } from '../test/start-test-app.ts';
import { openDatabase } from './db/open-database.ts';

/** As it was before there was search. */
async function withoutSearch({ database: { db } }: OpenTestDatabase): Promise<void> {
  await sql`drop table if exists message_words`.execute(db);
  await sql`drop table search_line`.execute(db);
  await sql`drop table search_backlog`.execute(db);
  await sql`delete from kysely_migration where name = '0009-search'`.execute(db);
}

test.each(testDatabases)(
  'talk from before there was search is found after an update, on $name',
  async ({ open }) => {
    const opened = await open();
    const app = () => startTestApp({ dataDir: opened.dataDir, databaseUrl: opened.url });
    const before = await app();
    const { items: personas } = await before.rest.call('listPersonas', {});
    const seats = [{ personaId: personas[0]?.id ?? '' }, { personaId: personas[1]?.id ?? '' }];
    for (const topic of ['First', 'Second', 'Third']) {
      const { id } = await before.rest.call('createConversation', { body: { topic, seats } });
      await before.rest.call('say', { params: { id }, body: { text: `The bell of ${topic}.` } });
    }
    await before.close();

    await withoutSearch(opened);
    const updated = await openDatabase({ url: opened.url, dataDir: opened.dataDir });
    const left = await updated.db.selectFrom('search_backlog').select('conversation_id').execute();
    await updated.close();
    expect(left).toHaveLength(3);

    const after = await app();
    await expect
      .poll(async () => (await after.rest.call('search', { query: { q: 'bell' } })).unread, {
        timeout: 15_000,
      })
      .toBe(0);
    expect((await after.rest.call('search', { query: { q: 'bell' } })).items).toHaveLength(3);
    await after.close();
    const { database } = opened;
    const jobs = await database.db
      .selectFrom('job')
      .select('kind')
      .where('kind', '=', 'fill-search')
      .execute();
    expect(jobs).toEqual([]);
    await opened.close();
  },
  40_000,
);
