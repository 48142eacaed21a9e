import { isCueBeginning } from './gate-sentence.ts';

/**
 * A piece as the gate reads it: white space and wide full stops one by one, for there words and sentences
 * end, and what is between them. So the gate never knows more than the words it has judged, whatever
 * pieces a vendor sends.
 */
export function partsOf(text: string): readonly string[] {
  return text.match(PARTS) ?? [];
}

/** Whether a word is the last of its sentence. `isFirst`: nothing of the sentence stands before it. */
export function endsSentence(word: string, isFirst: boolean): boolean {
  return SENTENCE_END.test(word) && !ABBREVIATION.test(word) && !(isFirst && ITEM_NUMBER.test(word));
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
  if (rest === '' || endsSentence(rest, false)) return false;
  return kept > 0 && kept >= KEPT_SHARE * (kept + rest.length);
}

export function isSpace(unit: string): boolean {
  return unit === ' ' || unit === '\n' || (!PLAIN_UNIT.test(unit) && SPACE.test(unit));
}

/** Less than this of a text that was cut short is not worth keeping whole sentences for. */
const KEPT_SHARE = 0.6;
const SENTENCE_END = /[.!?…。！？]["”’')\]*»_`]*$/u;
/** "I" stands for somebody, any other single letter for a name. */
const ABBREVIATION = /^["“(]*(?:mr|mrs|ms|dr|st|vs|prof|sr|jr|no|(?!i)\p{L})\.$/iu;
/** "1." before an item of a list. */
const ITEM_NUMBER = /^\d{1,2}\.$/u;
const PLAIN_WORD = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*$/u;
const PLAIN_UNIT = /[!-~]/u;
const SPACE = /\s/u;
const PARTS = /[\s。！？]|[^\s。！？]+/gu;
const WIDE_END = new Set(['。', '！', '？']);
