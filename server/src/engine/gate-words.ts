/**
 * A piece as the gate reads it: white space and wide full stops one by one, for there words and sentences
 * end, and what is between them. So the gate never knows more than the words it has judged, whatever
 * pieces a vendor sends.
 */
export function partsOf(text: string): readonly string[] {
  return BREAK.test(text) ? (text.match(PARTS) ?? []) : [text];
}

/** Whether the second half of a character is missing. */
export function endsInHalf(text: string): boolean {
  const code = text.charCodeAt(text.length - 1);
  return code >= 0xd8_00 && code <= 0xdb_ff;
}

/** Whether a word is the last of its sentence. `isFirst`: nothing of the sentence stands before it. */
export function endsSentence(word: string, isFirst: boolean): boolean {
  return SENTENCE_END.test(word) && !ABBREVIATION.test(word) && !(isFirst && ITEM_NUMBER.test(word));
}

/** Whether a sentence ends with this character, with no space after it. */
export function isWideEnd(unit: string): boolean {
  return WIDE_END.has(unit);
}

/** Where the next white space or wide full stop stands. */
export function breakIn(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code <= 32 || code >= FIRST_UNCOMMON) {
      const unit = text.charAt(at);
      if (isSpace(unit) || isWideEnd(unit)) return at;
    }
  }
  return text.length;
}

/** Letters and digits, of a word that begins with them or goes on. */
export function isPlain(part: string, isFirst: boolean): boolean {
  return (isFirst ? PLAIN_WORD : PLAIN_REST).test(part);
}

/** Whether whole sentences are worth keeping without the unfinished one behind them. */
export function isEnoughWithout(whole: string, unfinished: string): boolean {
  const kept = whole.trim().length;
  const rest = unfinished.trim();
  if (rest === '' || endsSentence(rest, false)) return false;
  return kept > 0 && kept >= KEPT_SHARE * (kept + rest.length);
}

export function isSpace(unit: string): boolean {
  return unit === ' ' || unit === '\n' || SPACE.test(unit);
}

/** Less than this of a text that was cut short is not worth keeping whole sentences for. */
const KEPT_SHARE = 0.6;
const SENTENCE_END = /[.!?…。！？]["”’')\]*»_`]*$/u;
/** "I" stands for somebody, any other single letter for a name. */
const ABBREVIATION = /^["“(]*(?:mr|mrs|ms|dr|st|vs|prof|sr|jr|no|(?!i)\p{L})\.$/iu;
/** "1." before an item of a list. */
const ITEM_NUMBER = /^\d{1,2}\.$/u;
const PLAIN_WORD = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*$/u;
const PLAIN_REST = /^[\p{L}\p{M}\p{N}'’-]*$/u;
const SPACE = /\s/u;
const BREAK = /[\s。！？]/u;
/** Below it only the first 33 characters are white space. */
const FIRST_UNCOMMON = 0x7f;
const PARTS = /[\s。！？]|[^\s。！？]+/gu;
const WIDE_END = new Set(['。', '！', '？']);
