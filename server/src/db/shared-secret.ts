import { randomBytes } from 'node:crypto';
import type { Database } from './open-database.ts';

const SECRET_BYTES = 32;

/**
 * A secret of this instance, made at random when it is first asked for. All nodes share their database,
 * so all have the same one without anybody having to hand it out.
 */
export async function sharedSecret({ db }: Database, name: string): Promise<Buffer> {
  const value = randomBytes(SECRET_BYTES).toString('base64');
  await db
    .insertInto('secret')
    .values({ name, value })
    // Another node was faster: its secret counts.
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const row = await db
    .selectFrom('secret')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return Buffer.from(row.value, 'base64');
}
