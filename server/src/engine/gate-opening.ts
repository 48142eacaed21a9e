import { wordsOf } from '../providers/words.ts';
import type { GateAction } from './gate-action.ts';
import type { Borrowing } from './gate-borrowed.ts';
import { type GateHistory, triplesOf, withoutQuotes } from './gate-history.ts';
import { isForeign } from './gate-language.ts';
import { isThinkingAloud, REFUSAL_LENGTH, refusalIn } from './gate-refusal.ts';
import { wordsIn } from './word-count.ts';

/** What the beginning of an answer is judged by. */
export interface OpeningContext {
  readonly history: GateHistory;
  /** The language that is spoken here, BCP 47; null when nobody knows. */
  readonly language: string | null;
}

export type Opening =
  /** More words are needed to tell. */
  | { readonly kind: 'hold' }
  | { readonly kind: 'open' }
  | { readonly kind: 'refuse'; readonly action: GateAction };

/**
 * Whether an answer of which nobody saw a word yet may begin. As long as it may turn out to be a refusal,
 * somebody else's words or another language, it waits; once it has begun it is never taken back.
 */
export function openingOf(
  text: string,
  { history, language }: OpeningContext,
  { isEnd, borrowing }: { readonly isEnd: boolean; readonly borrowing: Borrowing },
): Opening {
  const plain = withoutQuotes(text, !isEnd);
  const words = wordsOf(plain);
  if (wordsIn(text) < LEAST_WORDS && !isEnd) return HOLD;
  for (const judge of JUDGES) {
    const verdict = judge({ text, plain, words, history, language, isEnd, borrowing });
    if (verdict === null || verdict === 'hold') {
      if (verdict === 'hold' && !isEnd && text.length < HOLD_LIMIT) return HOLD;
      continue;
    }
    return { kind: 'refuse', action: verdict };
  }
  return { kind: 'open' };
}

interface Beginning {
  readonly text: string;
  /** Without what is quoted in it. */
  readonly plain: string;
  readonly words: readonly string[];
  readonly history: GateHistory;
  readonly language: string | null;
  readonly isEnd: boolean;
  readonly borrowing: Borrowing;
}

type Judge = (beginning: Beginning) => GateAction | 'hold' | null;

const HOLD: Opening = { kind: 'hold' };
/** An answer that is cut off after fewer words is asked for again, so it must not have been shown. */
const LEAST_WORDS = 3;
/** From here on shares of words mean something. */
const JUDGED_WORDS = 12;
/** Longer than this no beginning waits, whatever it may become. */
const HOLD_LIMIT = 400;
const ECHO_SHARE = 0.3;
/** Likeness to one of its own newest lines, as runs of three words in both over runs in either. */
const REPEAT_LIKENESS = 0.25;
const THINKING_WORDS = 8;

const JUDGES: readonly Judge[] = [declines, thinksAloud, leaks, echoes, repeatsItself, speaksForeign];

function declines({ text, isEnd }: Beginning): GateAction | 'hold' | null {
  const refusal = refusalIn(text);
  if (refusal === 'decided') return { rule: 'refusal', action: 'reroute', text };
  return refusal === 'maybe' && text.length < REFUSAL_LENGTH && !isEnd ? 'hold' : null;
}

function thinksAloud({ text, words }: Beginning): GateAction | 'hold' | null {
  if (!isThinkingAloud(text)) return null;
  return words.length >= THINKING_WORDS ? { rule: 'reasoning', action: 'retry', text } : 'hold';
}

function leaks({ text, borrowing }: Beginning): GateAction | 'hold' | null {
  return borrowing === 'prompt-leak' ? { rule: 'prompt-leak', action: 'retry', text } : null;
}

function echoes({ text, words, history, borrowing }: Beginning): GateAction | 'hold' | null {
  const share = shareIn(words, history.othersTriples);
  const isEcho = words.length >= JUDGED_WORDS && share >= ECHO_SHARE;
  if (borrowing === 'echo' || isEcho) return { rule: 'echo', action: 'retry', text };
  const mayBecomeOne = words.length < JUDGED_WORDS && words.length >= 5 && share >= ECHO_SHARE;
  return borrowing === 'maybe' || mayBecomeOne ? 'hold' : null;
}

function repeatsItself({ text, words, history, isEnd }: Beginning): GateAction | 'hold' | null {
  const triples = new Set(triplesOf(words));
  const likeness = Math.max(0, ...history.own.map((own) => likenessOf(triples, own)));
  // As long as more comes, likeness is measured against so much of the earlier line.
  const isAlike = likeness >= (isEnd ? REPEAT_LIKENESS : REPEAT_LIKENESS * 1.2);
  if (words.length >= JUDGED_WORDS) return isAlike ? { rule: 'self-repeat', action: 'retry', text } : null;
  const share = Math.max(0, ...history.own.map((own) => shareIn(words, own)));
  return words.length >= 5 && share >= 0.4 ? 'hold' : null;
}

function speaksForeign({ text, plain, language }: Beginning): GateAction | 'hold' | null {
  if (language === null || !isForeign(plain, language)) return null;
  return { rule: 'language', action: 'retry', text };
}

function shareIn(words: readonly string[], known: ReadonlySet<string>): number {
  const triples = triplesOf(words);
  if (triples.length === 0 || known.size === 0) return 0;
  return triples.filter((triple) => known.has(triple)).length / triples.length;
}

function likenessOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0;
  let shared = 0;
  for (const triple of a) if (b.has(triple)) shared += 1;
  return shared / (a.size + b.size - shared);
}
