import { wordsOf } from '../providers/demo/words.ts';
import type { GateAction, GuardRule } from './gate-action.ts';
import { type GateHistory, RunFollower, triplesOf, withoutQuotes } from './gate-history.ts';
import { isForeign } from './gate-language.ts';
import { isThinkingAloud, REFUSAL_LENGTH, refusalIn } from './gate-sentence.ts';
import { wordsIn } from './word-count.ts';

/** What the beginning of an answer is judged by. */
export interface OpeningContext {
  readonly history: GateHistory;
  /** The language that is spoken here, BCP 47; null when nobody knows. */
  readonly language: string | null;
  readonly isOff: (rule: GuardRule) => boolean;
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
export function openingOf(text: string, context: OpeningContext, isEnd: boolean): Opening {
  const { history, isOff } = context;
  const words = wordsOf(withoutQuotes(text));
  if (wordsIn(text) < LEAST_WORDS && !isEnd) return HOLD;
  for (const judge of JUDGES) {
    const verdict = judge({ text, words, history, language: context.language, isEnd });
    if (verdict === null || verdict === 'hold') {
      if (verdict === 'hold' && !isEnd) return HOLD;
      continue;
    }
    if (!isOff(verdict.rule)) return { kind: 'refuse', action: verdict };
  }
  return { kind: 'open' };
}

interface Beginning {
  readonly text: string;
  readonly words: readonly string[];
  readonly history: GateHistory;
  readonly language: string | null;
  readonly isEnd: boolean;
}

type Judge = (beginning: Beginning) => GateAction | 'hold' | null;

const HOLD: Opening = { kind: 'hold' };
/** An answer that is cut off after fewer words is asked for again, so it must not have been shown. */
const LEAST_WORDS = 3;
/** From here on shares of words mean something. */
const JUDGED_WORDS = 12;
const ECHO_SHARE = 0.3;
const ECHO_RUN = 9;
const LEAK_RUN = 8;
/** A run of so many words may become an echo or a leak: it waits while it goes on. */
const OPEN_RUN = 4;
/** Likeness to one of its own newest lines, as runs of three words in both over runs in either. */
const REPEAT_LIKENESS = 0.25;
const THINKING_WORDS = 8;
const LANGUAGE_WORDS = 6;

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

function leaks({ text, words, history }: Beginning): GateAction | 'hold' | null {
  const run = followed(words, history.told);
  if (run.longest >= LEAK_RUN) return { rule: 'prompt-leak', action: 'retry', text };
  return run.current >= OPEN_RUN ? 'hold' : null;
}

function echoes({ text, words, history }: Beginning): GateAction | 'hold' | null {
  const run = followed(words, history.others);
  const share = shareIn(words, history.othersTriples);
  const isEcho = words.length >= JUDGED_WORDS && share >= ECHO_SHARE;
  if (run.longest >= ECHO_RUN || isEcho) return { rule: 'echo', action: 'retry', text };
  const mayBecomeOne = words.length < JUDGED_WORDS && words.length >= 5 && share >= ECHO_SHARE;
  return run.current >= OPEN_RUN || mayBecomeOne ? 'hold' : null;
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

function speaksForeign({ text, words, language }: Beginning): GateAction | 'hold' | null {
  if (language === null || words.length < LANGUAGE_WORDS) return null;
  return isForeign(text, language) ? { rule: 'language', action: 'retry', text } : null;
}

function followed(words: readonly string[], runs: GateHistory['others']): RunFollower {
  const follower = new RunFollower(runs);
  for (const word of words) follower.add(word);
  return follower;
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
