import { z } from 'zod';
import type { Database } from '../db/open-database.ts';
import { type LedgerPage, RECORD_KINDS } from './ledger-page.ts';
import type { ConversationRef } from './conversation-ref.ts';

/** Keeps what models noted of older talk, so that prompts have the same bytes after a restart. */
export interface LedgerStore {
  /** Oldest first. */
  pages(ref: ConversationRef): Promise<LedgerPage[]>;
  /** Adds a page; the page that was kept first of a stretch stays. Does nothing when the conversation is gone. */
  keep(ref: ConversationRef, page: LedgerPage): Promise<void>;
}

const documentSchema = z.object({
  records: z.array(
    z.object({
      kind: z.enum(RECORD_KINDS),
      messageId: z.string(),
      seatId: z.string().nullable(),
      who: z.string(),
      quote: z.string(),
    }),
  ),
  answered: z.array(z.string()),
});

export function createLedgerStore({ db }: Database): LedgerStore {
  return {
    async pages(ref) {
      const rows = await db
        .selectFrom('ledger')
        .select(['after_seq', 'until_seq', 'document'])
        .where('conversation_id', '=', ref.id)
        .where('owner_id', '=', ref.ownerId)
        .orderBy('after_seq')
        .execute();
      return rows.map(({ after_seq: afterSeq, until_seq: untilSeq, document }) => ({
        afterSeq,
        untilSeq,
        ...documentSchema.parse(JSON.parse(document)),
      }));
    },

    async keep(ref, { afterSeq, untilSeq, records, answered }) {
      const document = JSON.stringify({ records, answered });
      await db
        .insertInto('ledger')
        .columns(['conversation_id', 'owner_id', 'after_seq', 'until_seq', 'document'])
        .expression((from) =>
          from
            .selectFrom('conversation')
            .select((row) => [
              'id',
              'owner_id',
              row.lit(afterSeq).as('after_seq'),
              row.lit(untilSeq).as('until_seq'),
              // PostgreSQL knows no type of a bound value in a list of columns.
              row.cast<string>(row.val(document), 'text').as('document'),
            ])
            .where('id', '=', ref.id)
            .where('owner_id', '=', ref.ownerId),
        )
        .onConflict((conflict) => conflict.columns(['conversation_id', 'after_seq']).doNothing())
        .execute();
    },
  };
}
