import { isCueBeginning } from './gate-sentence.ts';

/** Whether a word is the last of its sentence. */
export function endsSentence(word: string): boolean {
  return SENTENCE_END.test(word) && !ABBREVIATION.test(word);
}

/** Whether a sentence ends with this character, with no space after it. */
export function isWideEnd(unit: string): boolean {
  return WIDE_END.has(unit);
}

/** Part of a word may be shown when the rest of it can change nothing. */
export function mayFlow(word: string): boolean {
  return PLAIN_WORD.test(word) && !isCueBeginning(word);
}

/** Whether whole sentences are worth keeping without the unfinished one behind them. */
export function isEnoughWithout(whole: string, unfinished: string): boolean {
  const kept = whole.trim().length;
  const rest = unfinished.trim();
  if (rest === '' || endsSentence(rest)) return false;
  return kept > 0 && kept >= KEPT_SHARE * (kept + rest.length);
}

export function isSpace(unit: string): boolean {
  return /\s/u.test(unit);
}

/** Less than this of a text that was cut short is not worth keeping whole sentences for. */
const KEPT_SHARE = 0.6;
const SENTENCE_END = /[.!?…。！？]["”’')\]*»_`]*$/u;
const ABBREVIATION = /^["“(]*(?:mr|mrs|ms|dr|st|vs|prof|sr|jr|no|\p{L})\.$/iu;
const PLAIN_WORD = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*$/u;
const WIDE_END = new Set(['。', '！', '？']);
