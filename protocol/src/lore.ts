import { z } from 'zod';
import { plainText } from './plain-text.ts';
import {
  LORE_BUDGET_LIMIT,
  LORE_CONTENT_LIMIT,
  LORE_ENTRIES_LIMIT,
  LORE_KEY_LIMIT,
  LORE_KEYS_LIMIT,
  LORE_NAME_LIMIT,
  LORE_SCAN_LIMIT,
} from './sheet-limits.ts';

const key = plainText().max(LORE_KEY_LIMIT);

/** Something that is true in a persona's world, told to it when the talk comes to it. */
export const loreEntrySchema = z.strictObject({
  /** Words that call it up. */
  keys: z.array(key).max(LORE_KEYS_LIMIT),
  /** When there are some, one of these must be in the talk as well. */
  secondaryKeys: z.array(key).max(LORE_KEYS_LIMIT),
  content: plainText().max(LORE_CONTENT_LIMIT),
  name: plainText().max(LORE_NAME_LIMIT).optional(),
  enabled: z.boolean(),
  /** Told always, whatever is talked about. */
  constant: z.boolean(),
  caseSensitive: z.boolean(),
  /** Entries with a lower number are told first. */
  order: z.number().int().min(-1_000_000).max(1_000_000),
  /** When not all fit, those with a higher number stay. */
  priority: z.number().int().min(-1_000_000).max(1_000_000),
});
export type LoreEntry = z.infer<typeof loreEntrySchema>;

/** What a persona knows of its world. */
export const lorebookSchema = z.strictObject({
  name: plainText().max(LORE_NAME_LIMIT).optional(),
  description: plainText().max(LORE_CONTENT_LIMIT).optional(),
  /** How many of the last lines are looked through for keys. */
  scanDepth: z.number().int().min(0).max(LORE_SCAN_LIMIT),
  /** At most so many tokens are told at a time. */
  tokenBudget: z.number().int().min(0).max(LORE_BUDGET_LIMIT),
  entries: z.array(loreEntrySchema).max(LORE_ENTRIES_LIMIT),
});
export type Lorebook = z.infer<typeof lorebookSchema>;
