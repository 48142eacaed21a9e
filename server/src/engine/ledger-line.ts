import { sentencesOf, stemsOf, wordsOf } from '../providers/words.ts';
import type { RecordKind } from '../conversations/ledger-page.ts';
import { isPromise } from './ledger-promise.ts';
import { quotable } from './prompt-text.ts';
import { remembered } from './remembered.ts';
import type { Entry } from './stage.ts';

/** A line as records are made of it, with all that does not depend on others. */
export interface Line extends Entry {
  readonly words: number;
  readonly stems: ReadonlySet<string>;
  readonly binds: boolean;
  readonly disagrees: boolean;
  readonly hasNumber: boolean;
  /** Stems of the question in it; null: it asks nothing. */
  readonly asked: ReadonlySet<string> | null;
  /** At least one: those that could stand for it in a record of this kind. */
  clauses(kind: RecordKind): readonly Clause[];
}

interface Clause {
  readonly stems: ReadonlySet<string>;
  readonly quote: Quote;
}

export interface Quote {
  readonly quote: string;
  readonly stems: ReadonlySet<string>;
}

export const lineOf = remembered((entry: Entry): Line => {
  const text = entry.text.slice(0, READ_CHARACTERS);
  const question = sentencesOf(text).find((sentence) => /[?？]["”’)]*$/u.test(sentence));
  const known = new Map<RecordKind, readonly Clause[]>();
  return {
    ...entry,
    text,
    words: wordsOf(text).length,
    stems: stemsOf(text),
    binds: isPromise(text),
    disagrees: CONTRAST.test(text),
    hasNumber: NUMBER.test(text),
    asked: question === undefined ? null : stemsOf(question),
    clauses(kind) {
      const clauses = known.get(kind) ?? clausesOf(text, kind);
      known.set(kind, clauses);
      return clauses;
    },
  };
});

/** Of each line; the gate lets nobody say much more in one. */
const READ_CHARACTERS = 600;
const QUOTE_WORDS = 18;
/** For languages that are written without spaces. */
const QUOTE_CHARACTERS = 160;
const CONTRAST =
  /\b(?:but|however|not so|disagree|doubt|wrong|never|no,|rather|nonsense|on the contrary|that fails|i object)\b/iu;
const NUMBER =
  /\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundred|thousand|half)\b/iu;

/** By what a clause is known to be the one for the sake of which a line is kept. */
const CUES: Partial<Record<RecordKind, (clause: string) => boolean>> = {
  question: (clause) => /[?？]/u.test(clause),
  promise: isPromise,
  disagreement: (clause) => CONTRAST.test(clause),
};

/** Clauses of at most so many words; of a question the question itself, of a promise what is promised. */
function clausesOf(text: string, kind: RecordKind): readonly Clause[] {
  const plain = quotable(text);
  const isCued = CUES[kind] ?? (() => true);
  const sentences = sentencesOf(plain);
  const cued = sentences.filter(isCued);
  const clauses = (cued.length > 0 ? cued : sentences).flatMap((sentence) =>
    wordsOf(sentence).length <= QUOTE_WORDS ? [sentence] : sentence.split(/(?<=[,;:–—])\s+/u),
  );
  const fit = clauses.filter(isCued);
  const best = fit.length > 0 ? fit : clauses;
  return (best.length > 0 ? best : [plain]).map((clause) => ({
    stems: stemsOf(clause),
    quote: quoteOf(clause),
  }));
}

function quoteOf(clause: string): Quote {
  const quote = clause
    .trim()
    .split(' ')
    .slice(0, QUOTE_WORDS)
    .join(' ')
    .slice(0, QUOTE_CHARACTERS)
    .replace(/[.,;:]+$|[\ud800-\udbff]$/, '');
  return { quote, stems: stemsOf(quote) };
}
