import type { Message } from '@chimera/protocol/message';
import { defaultSettings } from '@chimera/protocol/conversation';
import { conversationOf } from '@chimera/protocol/reduce-conversation';
import type { StoredTalk } from './search-corpus-store.ts';

const syllables = [
  'ba',
  'ce',
  'di',
  'fo',
  'gu',
  'ha',
  'je',
  'ki',
  'lo',
  'mu',
  'na',
  'pe',
  'ri',
  'so',
  'tu',
  'va',
  'we',
  'yi',
  'zo',
  'qu',
];

export const OWNER = 'owner-of-most';
export const SMALL_OWNER = 'owner-of-few';
const LINES_IN_TALK = 100;
const VOCABULARY = 30_000;
const START_MS = Date.parse('2024-01-01T00:00:00.000Z');
export const SPAN_MS = 2 * 365 * 86_400_000;
export const speakers = Array.from(
  { length: 40 },
  (_, index) => `${wordAt(index + 200)} ${wordAt(index + 900)}`,
);

/** The same talks in every run: words fall off as in a language, the hundredth is said a hundredth as often. */
export function* talksOf(count: number): Generator<StoredTalk> {
  const chance = chanceFrom(7);
  const talks = Math.ceil(count / LINES_IN_TALK);
  for (let talk = 0; talk < talks; talk += 1) {
    const begins = START_MS + (talk / talks) * SPAN_MS;
    const messages = Array.from({ length: LINES_IN_TALK }, (_, index) =>
      messageOf({
        id: `m${talk}-${index}`,
        seq: index + 2,
        ms: begins + index * 20_000,
        chance,
        part: talk / talks,
      }),
    );
    const id = `talk-${talk}`;
    const created = {
      type: 'conversation-created' as const,
      at: new Date(begins).toISOString(),
      title: id,
      topic: id,
      format: 'free-talk',
      settings: defaultSettings,
      seats: [],
    };
    const document = JSON.stringify({ ...conversationOf(id, 'gen', created), head: LINES_IN_TALK + 1 });
    // Every hundredth is somebody else's.
    yield { id, ownerId: talk % 100 === 50 ? SMALL_OWNER : OWNER, document, messages };
  }
}

function messageOf({
  id,
  seq,
  ms,
  chance,
  part,
}: {
  id: string;
  seq: number;
  ms: number;
  chance: () => number;
  part: number;
}): Message {
  const length = 10 + Math.floor(chance() * 60);
  const words = Array.from({ length }, () => wordAt(rankFor(chance())));
  // A word of the old days alone, in half of their lines.
  if (part < 0.3 && chance() < 0.5) words.push('yesteryear');
  const speaker = Math.floor(chance() ** 2 * speakers.length);
  return {
    id,
    seq,
    author: {
      kind: 'seat',
      seatId: `seat-${speaker}`,
      personaId: `p-${speaker}`,
      name: speakers[speaker] ?? '',
    },
    text: `${words.join(' ')}.`,
    status: 'complete',
    createdAt: new Date(ms).toISOString(),
  };
}

/** Zipf's law: the place of a word, by how far a number from 0 to 1 lies in the sum of all. */
function rankFor(share: number): number {
  return Math.min(VOCABULARY - 1, Math.floor(VOCABULARY ** share) - 1);
}

/** The word of a rank: the more seldom the longer. */
export function wordAt(rank: number): string {
  let rest = rank + 20;
  let word = '';
  while (rest > 0) {
    word += syllables[rest % syllables.length] ?? '';
    rest = Math.floor(rest / syllables.length);
  }
  return word;
}

function chanceFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}
