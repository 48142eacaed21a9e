import { tallyBy } from './growing-list.ts';
import { plainName } from './prompt-text.ts';
import type { Entry, Stage } from './stage.ts';
import { isHeardBy, isSpoken } from './transcript.ts';

/** The longest answer that makes sense, in tokens, without what a model needs to think. */
export function maxTokens(capWords: number, language: string | undefined): number {
  return Math.ceil(tokensPerWord(language) * capWords) + 40;
}

/** Texts at which a vendor can stop a model that goes on with somebody else's line. Never a bare name. */
export function stopTexts(
  { transcript, conversation }: Pick<Stage, 'transcript' | 'conversation'>,
  seatId: string,
): string[] {
  const spoke = [...othersHeardBy(transcript, seatId)].toReversed().map(plainName);
  // In a talk that has just begun a model goes on with those who have not spoken yet.
  const waiting = conversation.seats
    .filter(({ id, presence }) => id !== seatId && presence === 'stage')
    .map(({ name }) => plainName(name));
  return [...[...new Set([...spoke, ...waiting])].slice(0, LABELS_LIMIT).map((name) => `\n${name}:`), '\n['];
}

/** Names of others who spoke, whoever spoke last at the end. */
const othersHeardBy = tallyBy(
  (seatId: string) => seatId,
  () => new Set<string>(),
  (names, entry: Entry, _, seatId) => {
    const isOther = isSpoken(entry) && entry.kind !== 'narrator' && entry.seatId !== seatId;
    if (!isOther || !isHeardBy(entry, seatId)) return;
    names.delete(entry.name);
    names.add(entry.name);
  },
);

/** With the bracket four texts: the most that several vendors take. */
const LABELS_LIMIT = 3;

function tokensPerWord(language: string | undefined): number {
  const tag = language?.toLowerCase().split('-')[0];
  if (tag === 'en') return 1.6;
  return tag !== undefined && UNSPACED.has(tag) ? 3 : 2.2;
}

/** Languages written without spaces. */
const UNSPACED = new Set(['zh', 'ja', 'ko', 'th', 'lo', 'km', 'my', 'yue']);
