/** A persona that somebody made, as it is now. */
export interface PersonaTable {
  id: string;
  owner_id: string;
  slug: string;
  version: number;
  /** Its sheet without the lore, JSON. */
  document: string;
  /** JSON; null: it has none. */
  lore: string | null;
  /** The character card that it came from, JSON as it was. */
  card: string | null;
  /** SHA-256 of that card: the same one is not brought in twice. */
  card_hash: string | null;
  /** What a search looks through, in lower case. */
  search: string;
  /** In lower case, each between two line breaks. */
  tags: string;
  created_at: string;
  updated_at: string;
}

/** What a persona was in each of its versions, the newest one included. */
export interface PersonaVersionTable {
  persona_id: string;
  owner_id: string;
  version: number;
  document: string;
  lore: string | null;
  /** Fields that differ from the version before, JSON. */
  changed: string;
  saved_at: string;
}

export interface FavouriteTable {
  owner_id: string;
  /** Also of one that comes with Chimera. */
  persona_id: string;
}

/** A sheet that somebody is writing. */
export interface PersonaDraftTable {
  owner_id: string;
  /** Chosen by whoever writes. */
  id: string;
  /** Null: a new persona. */
  persona_id: string | null;
  /** The version that it was begun from; 0: none. */
  base: number;
  revision: number;
  /** JSON. */
  document: string;
  saved_at: string;
}

export interface AvatarTable {
  id: string;
  owner_id: string;
  /** WebP, Base64. */
  picture: string;
  created_at: string;
}

/** The sheet that seats of a conversation play by: it stays when the persona changes or goes. */
export interface SeatSheetTable {
  conversation_id: string;
  owner_id: string;
  persona_id: string;
  version: number;
  /** The persona, JSON. */
  document: string;
}

/** Personas who go together. */
export interface PersonaCastTable {
  id: string;
  owner_id: string;
  version: number;
  /** JSON. */
  document: string;
  created_at: string;
  updated_at: string;
}
