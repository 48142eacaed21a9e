/** Somebody who may sign in. */
export interface AccountTable {
  id: string;
  username: string;
  /** As two usernames are compared: without case. */
  username_key: string;
  email: string;
  email_key: string;
  /** How the person is called in conversations. */
  name: string;
  password_hash: string;
  role: string;
  state: string;
  /** Grows when role, state or password change: whoever came in before is looked at again. */
  rights: number;
  /** US dollars that an admin allows a day; null: what holds for everybody. */
  cost_per_day: number | null;
  created_at: string;
  last_seen_at: string | null;
}

/** A sign-in that still holds; it ends when the row is gone or too old. */
export interface SessionTable {
  id: string;
  account_id: string;
  /** `browser`: its secret is a cookie; `token`: its secrets are refresh tokens, each used once. */
  kind: string;
  client: string;
  address: string;
  created_at: string;
  last_used_at: string;
  expires_at: string;
}

/** What proves a session: SHA-256 of the secret. Replaced ones are kept, so that their use is noticed. */
export interface SessionSecretTable {
  hash: string;
  session_id: string;
  replaced_at: string | null;
}

export interface ApiKeyTable {
  id: string;
  account_id: string;
  name: string;
  /** JSON. */
  scopes: string;
  /** SHA-256 of the whole key. */
  hash: string;
  last4: string;
  created_at: string;
  last_used_at: string | null;
  expires_at: string | null;
}

/** An invite that nobody has used yet. */
export interface InviteTable {
  id: string;
  hash: string;
  role: string;
  note: string | null;
  /** Only this address may use it. */
  email: string | null;
  /** Username of the admin. */
  made_by: string;
  created_at: string;
  expires_at: string;
}

/** A link that sets a new password, once. */
export interface PasswordResetTable {
  hash: string;
  account_id: string;
  created_at: string;
  expires_at: string;
}

/** A ticket that opens one WebSocket. */
export interface TicketTable {
  hash: string;
  /** JSON. */
  grant: string;
  expires_at: string;
}

/** One row: what admins decided for all. */
export interface InstanceSettingsTable {
  id: string;
  /** JSON. */
  document: string;
}

/** What was done that matters for safety. Rows are added and, when they are old, removed; never changed. */
export interface AuditTable {
  /** Grows with time. */
  id: string;
  at: string;
  action: string;
  actor_id: string | null;
  actor_name: string;
  subject_kind: string | null;
  subject_id: string | null;
  subject_name: string | null;
  address: string | null;
  detail: string | null;
}
