import type {
  AccountTable,
  ApiKeyTable,
  AuditTable,
  InstanceSettingsTable,
  InviteTable,
  PasswordResetTable,
  SessionSecretTable,
  SessionTable,
  TicketTable,
} from './account-tables.ts';
import type {
  AvatarTable,
  FavouriteTable,
  PersonaCastTable,
  PersonaDraftTable,
  PersonaTable,
  PersonaVersionTable,
  SeatSheetTable,
} from './persona-tables.ts';
import type { SearchBacklogTable, SearchLineTable } from './search-tables.ts';

/** The tables, the same on SQLite and PostgreSQL. Times are ISO text, documents JSON text. */
export interface Schema {
  conversation: ConversationTable;
  event: EventTable;
  message: MessageTable;
  checkpoint: CheckpointTable;
  idempotency: IdempotencyTable;
  job: JobTable;
  record: RecordTable;
  prompt: PromptTable;
  prompt_part: PromptPartTable;
  ledger: LedgerTable;
  connection: ConnectionTable;
  seal_check: SealCheckTable;
  secret: SecretTable;
  spent: SpentTable;
  owner_limits: OwnerLimitsTable;
  account: AccountTable;
  session: SessionTable;
  session_secret: SessionSecretTable;
  api_key: ApiKeyTable;
  invite: InviteTable;
  password_reset: PasswordResetTable;
  ticket: TicketTable;
  instance_settings: InstanceSettingsTable;
  audit: AuditTable;
  persona: PersonaTable;
  persona_version: PersonaVersionTable;
  persona_draft: PersonaDraftTable;
  favourite: FavouriteTable;
  avatar: AvatarTable;
  seat_sheet: SeatSheetTable;
  persona_cast: PersonaCastTable;
  search_line: SearchLineTable;
  search_backlog: SearchBacklogTable;
}

export interface ConversationTable {
  id: string;
  owner_id: string;
  /** Changes when a backup is restored: cursors of another `gen` are void. */
  gen: string;
  /** Position of the newest event: positions run 1…head without a gap. */
  head: number;
  /** Fences the engine: an append by an owner of an older epoch changes nothing. */
  epoch: number;
  state: string;
  title: string;
  topic: string;
  /** The conversation as the protocol's reducer makes it, JSON. */
  document: string;
  lease_node: string | null;
  /** Database clock, milliseconds since 1970. */
  lease_until: number | null;
  created_at: string;
  updated_at: string;
}

export interface EventTable {
  conversation_id: string;
  owner_id: string;
  seq: number;
  epoch: number;
  type: string;
  at: string;
  body: string;
}

/** The transcript, ready to be read by the page. */
export interface MessageTable {
  conversation_id: string;
  owner_id: string;
  seq: number;
  id: string;
  author_kind: string;
  body: string;
}

/** The words of the turn in flight, piece by piece, so that a crash keeps them. */
export interface CheckpointTable {
  conversation_id: string;
  turn_id: string;
  attempt: number;
  /** Where the piece begins in the whole text, in UTF-16 units. */
  start: number;
  text: string;
}

export interface IdempotencyTable {
  owner_id: string;
  key: string;
  route: string;
  body_sha256: string;
  /** JSON; null while the first request is being worked on. */
  response: string | null;
  created_at: string;
}

/** Work that follows the log: at most one row for each kind and subject, gone when it is done. */
export interface JobTable {
  id: string;
  kind: string;
  /** What it is about, such as a conversation's id. */
  subject: string;
  payload: string;
  /** Grows each time the job is asked for; when it grew while the job ran, the job runs once more. */
  version: number;
  attempts: number;
  /** Not before this time. Database clock, milliseconds since 1970. */
  run_at: number;
  /** The claim under which it runs now; null while it waits. */
  locked_by: string | null;
  /** When a claim that is not renewed is void. Database clock, milliseconds since 1970. */
  locked_until: number | null;
  last_error: string | null;
}

/** How far the markdown record of a conversation has been written. */
export interface RecordTable {
  /** No reference to the conversation: when that is deleted, this row still says which file has to go. */
  conversation_id: string;
  seq: number;
  /** Relative to the data directory. */
  path: string;
  /** Length of what was written for good, in bytes; the totals after it are written anew. */
  bytes: number;
  /** SHA-256 of the last bytes before that length: tells whether the file on this disk is the one meant. */
  tail: string;
  /** The conversation as it was at `seq`, JSON. */
  snapshot: string;
}

/** What one attempt at a turn sent to its brains, and what the gate did. */
export interface PromptTable {
  conversation_id: string;
  owner_id: string;
  turn_id: string;
  attempt: number;
  /** JSON; instead of texts it holds the hashes of their parts. */
  document: string;
}

/** A text that prompts of a conversation hold, once for all of them; also a page of hashes of such texts. */
export interface PromptPartTable {
  conversation_id: string;
  owner_id: string;
  /** SHA-256 of the text, its first 128 bits. */
  hash: string;
  /** As a JSON string, so that every character is kept on every database. */
  text: string;
}

/** What a model noted of a stretch of talk that prompts no longer hold. */
export interface LedgerTable {
  conversation_id: string;
  owner_id: string;
  /** After this position; the next page begins where this one ends. */
  after_seq: number;
  until_seq: number;
  /** JSON. */
  document: string;
}

/** A way to reach a provider that somebody made. */
export interface ConnectionTable {
  id: string;
  owner_id: string;
  kind: string;
  label: string;
  /** As it was given; null: where the vendor is usually reached. */
  base_url: string | null;
  /** Opens only in this row, for this owner, kind and origin; null: it has none. */
  sealed_key: string | null;
  key_last4: string | null;
  /** Grows with each change, so that what was built from the row is known to be old. */
  version: number;
  created_at: string;
  updated_at: string;
}

/** One sealed text that is known: tells at the start whether the master keys fit this database. */
export interface SealCheckTable {
  id: string;
  sealed: string;
}

/** What the instance keeps to itself, the same for all nodes. */
export interface SecretTable {
  name: string;
  /** Base64. */
  value: string;
}

/** What an owner's conversations used on a day, by who was asked. It stays when a conversation is deleted. */
export interface SpentTable {
  owner_id: string;
  /** Of UTC, such as 2026-01-31. */
  day: string;
  connection_id: string;
  kind: string;
  model: string;
  calls: number;
  input_tokens: number;
  output_tokens: number;
  cached_tokens: number;
  /** US dollars of the calls whose price is known. */
  cost: number;
  /** Calls whose price is not known. */
  unpriced: number;
}

export interface OwnerLimitsTable {
  owner_id: string;
  /** JSON. */
  document: string;
}
