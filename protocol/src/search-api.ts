import { z } from 'zod';
import { idSchema, itemsOf, type Operation, pageQuery } from './operation.ts';
import { plainText } from './plain-text.ts';
import { SEARCH_LENGTH, searchHitSchema } from './search.ts';

/** A moment, or a day in UTC. */
const moment = z.union([z.iso.datetime({ offset: true }), z.iso.date()]).optional();

/** What was said, found by its words. */
export const searchApi = {
  search: {
    method: 'GET',
    path: '/api/search',
    tag: 'conversations',
    summary:
      "Lines of one's conversations that hold all these words, the newest first; “in quotes” they stand together, and the last word may be the beginning of one",
    access: 'read',
    query: z.object({
      ...pageQuery,
      q: plainText().max(SEARCH_LENGTH).optional(),
      /** Words of the name of whoever said it. */
      speaker: plainText().max(200).optional(),
      /** From this moment or day on. */
      from: moment,
      /** Before this moment; of a day until its end. */
      to: moment,
      conversationId: idSchema.optional(),
    }),
    response: itemsOf(searchHitSchema).extend({
      /** How many conversations one has. */
      searched: z.number().int(),
      /** How many of them cannot be searched yet in all of their lines, after an update. */
      unread: z.number().int(),
    }),
    status: 200,
  },
} as const satisfies Record<string, Operation>;
