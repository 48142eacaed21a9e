/** How long the parts of a sheet may be. Cards by other programs are long. Without schemas, for the web app. */
export const SHEET_LIMITS = {
  name: 80,
  tagline: 200,
  text: 40_000,
  greeting: 20_000,
  example: 8000,
  examples: 100,
  /** So many traits, tags or aliases, each so long. */
  words: 60,
  word: 80,
  emoji: 16,
  pauseMs: 60_000,
} as const;

export const LORE_ENTRIES_LIMIT = 1000;
export const LORE_CONTENT_LIMIT = 20_000;
/** Of one entry: so many keys, each so long. */
export const LORE_KEYS_LIMIT = 100;
export const LORE_KEY_LIMIT = 300;
export const LORE_NAME_LIMIT = 300;
/** How many of the last lines are looked through, at most. */
export const LORE_SCAN_LIMIT = 1000;
export const LORE_BUDGET_LIMIT = 8000;

/** Patterns that a face can be drawn with; which one exactly follows from the name. */
export const avatarShapes = ['rings', 'waves', 'petals', 'tiles', 'orbit', 'peaks'] as const;
export type AvatarShape = (typeof avatarShapes)[number];
