import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Database } from '../db/open-database.ts';
import type { Schema } from '../db/schema.ts';

/** A picture that was just sent is not part of a sheet yet. */
const YOUNG_MS = 24 * 3_600_000;

/** Where sheets are that may show a picture. */
const places = ['persona_version', 'persona_draft', 'seat_sheet'] as const;

/** Forgets the pictures of an owner that no sheet shows: none of a persona, a version, a draft, or a conversation. */
export async function forgetUnusedAvatars(
  transaction: Transaction<Schema>,
  kind: Database['kind'],
  { ownerId, at }: { readonly ownerId: string; readonly at: string },
): Promise<void> {
  const shown = sql.join(
    places.map(
      (place) =>
        sql`select ${imageUrl[kind]} from ${sql.table(place)} where owner_id = ${ownerId} and document like '%/api/avatars/%' and ${imageUrl[kind]} is not null`,
    ),
    sql` union `,
  );
  const before = new Date(Date.parse(at) - YOUNG_MS).toISOString();
  await sql`delete from avatar where owner_id = ${ownerId} and created_at < ${before} and '/api/avatars/' || id not in (${shown})`.execute(
    transaction,
  );
}

const imageUrl: Record<Database['kind'], RawBuilder<string>> = {
  sqlite: sql`json_extract(document, '$.avatar.imageUrl')`,
  postgres: sql`document::jsonb #>> '{avatar,imageUrl}'`,
};
