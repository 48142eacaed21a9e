import type { Transaction } from 'kysely';
import type { Database } from '../db/open-database.ts';
import type { Schema } from '../db/schema.ts';
import { ChimeraError } from '../errors.ts';
import type { PersonaRef } from './persona-row.ts';
import { oneAtATime } from './persona-store.ts';
import { forgetUnusedAvatars } from './unused-avatar-store.ts';

/** Pictures of personas, each a small WebP that this server made. */
export interface AvatarStore {
  /** Throws `conflict` when an owner would have too many, those that no sheet shows left out. */
  add(ref: PersonaRef, picture: Uint8Array, at: string): Promise<void>;
  find(ref: PersonaRef): Promise<Buffer | null>;
  has(ref: PersonaRef): Promise<boolean>;
}

const AVATARS_LIMIT = 2000;

export function createAvatarStore({ db, kind }: Database): AvatarStore {
  return {
    add: (ref, picture, at) =>
      db.transaction().execute(async (transaction) => {
        await oneAtATime(transaction, kind, ref.ownerId);
        await addAvatar(transaction, ref, { picture, at, kind });
      }),
    async find({ ownerId, id }) {
      const row = await db
        .selectFrom('avatar')
        .select('picture')
        .where('owner_id', '=', ownerId)
        .where('id', '=', id)
        .executeTakeFirst();
      return row ? Buffer.from(row.picture, 'base64') : null;
    },
    async has({ ownerId, id }) {
      const row = await db
        .selectFrom('avatar')
        .select('id')
        .where('owner_id', '=', ownerId)
        .where('id', '=', id)
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}

/** Adds in a transaction that is alone with this owner, see `oneAtATime`. */
export async function addAvatar(
  transaction: Transaction<Schema>,
  { ownerId, id }: PersonaRef,
  {
    picture,
    at,
    kind,
  }: { readonly picture: Uint8Array; readonly at: string; readonly kind: Database['kind'] },
): Promise<void> {
  if ((await countOf(transaction, ownerId)) >= AVATARS_LIMIT) {
    await forgetUnusedAvatars(transaction, kind, { ownerId, at });
    if ((await countOf(transaction, ownerId)) >= AVATARS_LIMIT) {
      throw new ChimeraError(
        'conflict',
        `You can have ${AVATARS_LIMIT} pictures. Delete some personas first.`,
      );
    }
  }
  await transaction
    .insertInto('avatar')
    .values({ id, owner_id: ownerId, picture: Buffer.from(picture).toString('base64'), created_at: at })
    .execute();
}

async function countOf(transaction: Transaction<Schema>, ownerId: string): Promise<number> {
  const { count } = await transaction
    .selectFrom('avatar')
    .select(({ fn }) => fn.countAll<string | number>().as('count'))
    .where('owner_id', '=', ownerId)
    .executeTakeFirstOrThrow();
  return Number(count);
}
