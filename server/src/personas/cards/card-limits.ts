import { LORE_ENTRIES_LIMIT } from '@chimera/protocol/sheet-limits';

const MEGABYTE = 1024 * 1024;

/** What a card or a cast file may hold at most. Every way in goes by these. */
export const CARD_LIMITS = {
  fileBytes: 32 * MEGABYTE,
  jsonBytes: 8 * MEGABYTE,
  /** Lists and objects inside each other. */
  depth: 64,
  /** Values in a JSON document, small ones included. */
  values: 300_000,
  pngChunks: 20_000,
  zipEntries: 2000,
  unzippedBytes: 64 * MEGABYTE,
  /** How many times larger than zipped a file in a zip may be; small ones are not looked at. */
  zipRatio: 200,
  zipRatioFromBytes: MEGABYTE,
  pictureBytes: 16 * MEGABYTE,
  /** Characters of `mes_example`, of words that were written as one text, and of a name before it is put on one line. */
  exampleText: 400_000,
  wordsText: 100_000,
  nameText: 1000,
  loreEntries: LORE_ENTRIES_LIMIT,
  /** Words that call up an entry of the lore, and how long they may be. */
  loreKeys: 100,
  loreKey: 300,
  loreName: 300,
  loreOrder: 1_000_000,
  scanDepth: 1000,
  tokenBudget: 8000,
  /** Notes about one card; what is beyond is counted. */
  notes: 200,
  /** Characters of a path and of a message in a note or problem. */
  path: 200,
  message: 500,
} as const;
