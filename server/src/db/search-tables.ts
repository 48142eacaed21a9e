import type { Generated } from 'kysely';

/**
 * A line of the transcript that can be searched. Its words lie beside it in a form of the database's own: on SQLite in
 * `message_words` under the same `id`, on PostgreSQL in the column `words`.
 */
export interface SearchLineTable {
  /** SQLite alone. It grows with the time at which the line was said: what is found comes in this order. */
  id: Generated<number>;
  conversation_id: string;
  owner_id: string;
  seq: number;
  /** PostgreSQL alone. When it was said, in milliseconds since 1970. */
  at: Generated<number>;
  /** PostgreSQL alone, a `tsvector`. */
  words: Generated<string>;
}

/** A conversation from before there was search: its lines have still to be made searchable. */
export interface SearchBacklogTable {
  conversation_id: string;
  owner_id: string;
  updated_at: string;
}
