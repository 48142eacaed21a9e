/** Words on their way to the page: what has come, and how much of it is shown. */
export interface Reveal {
  readonly text: string;
  /** UTF-16 units that are shown: up to the end of a word, or all. */
  readonly shown: number;
  /** As `shown`, but also inside a word. */
  readonly place: number;
  readonly paintedAtMs: number;
  readonly arrivedAtMs: number;
  /** Time between two arrivals, as it was lately; 0 before it can be known. */
  readonly gapMs: number;
  /** Since when something that has come is not shown; null: all is. */
  readonly behindSinceMs: number | null;
}

/** Nothing that has come waits longer than this, not even half a word. */
export const BEHIND_MS = 250;

/** A text that is shown as it is. */
export function shownWhole(text: string, nowMs: number): Reveal {
  const length = wholeCharacters(text);
  return {
    text,
    shown: length,
    place: length,
    paintedAtMs: nowMs,
    arrivedAtMs: nowMs,
    gapMs: 0,
    behindSinceMs: null,
  };
}

/**
 * The next picture of a text that grows in lumps: what has come is spread over the time until more will probably
 * come, by whole words. The first words, and a text that changed otherwise than by growing, are shown at once.
 */
export function reveal(
  before: Reveal,
  { text, ended }: { text: string; ended: boolean },
  nowMs: number,
): Reveal {
  if (before.text === '' || !text.startsWith(before.text)) return shownWhole(text, nowMs);
  const arrived = text.length > before.text.length ? withArrival(before, text, nowMs) : before;
  if (arrived.shown === text.length) return { ...arrived, paintedAtMs: nowMs };
  const behindSinceMs = arrived.behindSinceMs ?? nowMs;
  const lateAtMs = behindSinceMs + BEHIND_MS;
  if (nowMs >= lateAtMs) return { ...arrived, ...caughtUp(text), paintedAtMs: nowMs };
  const dueAtMs = ended ? lateAtMs : Math.min(arrived.arrivedAtMs + arrived.gapMs, lateAtMs);
  const place = arrived.place + (text.length - arrived.place) * shareOf(arrived.paintedAtMs, nowMs, dueAtMs);
  const shown = lastWordEnd(text, { from: arrived.shown, to: Math.floor(place), ended });
  return {
    ...arrived,
    place,
    shown,
    paintedAtMs: nowMs,
    behindSinceMs: shown === text.length ? null : behindSinceMs,
  };
}

/** True while something that has come is not shown. */
export function isBehind({ behindSinceMs }: Reveal): boolean {
  return behindSinceMs !== null;
}

function withArrival(before: Reveal, text: string, nowMs: number): Reveal {
  const intervalMs = Math.min(nowMs - before.arrivedAtMs, BEHIND_MS);
  const gapMs = before.gapMs === 0 ? intervalMs : (before.gapMs + intervalMs) / 2;
  // While all was shown no picture was needed: what comes now begins to be due now.
  const begin = before.behindSinceMs === null ? { paintedAtMs: nowMs, behindSinceMs: nowMs } : {};
  return { ...before, ...begin, text, gapMs, arrivedAtMs: nowMs };
}

function caughtUp(text: string): Pick<Reveal, 'shown' | 'place' | 'behindSinceMs'> {
  const length = wholeCharacters(text);
  return { shown: length, place: length, behindSinceMs: null };
}

/** Which part of what waits is due with this picture, when it should all be there at a time. */
function shareOf(paintedAtMs: number, nowMs: number, dueAtMs: number): number {
  return dueAtMs <= nowMs ? 1 : Math.max(0, nowMs - paintedAtMs) / (dueAtMs - paintedAtMs);
}

/** Where the last whole word ends that begins after `from` and ends before `to`. */
function lastWordEnd(
  text: string,
  { from, to, ended }: { from: number; to: number; ended: boolean },
): number {
  for (let end = Math.min(to, text.length); end > from; end -= 1) {
    if (end === text.length ? ended || endsWord(text) : isWordEnd(text, end)) return end;
  }
  return from;
}

/** Scripts that put no space between words: each character is one. */
const UNSPACED = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}`;
const ENDS_WORD = new RegExp(String.raw`[\s${UNSPACED}]$`, 'u');
const BEGINS_WORD = new RegExp(`^[\\s${UNSPACED}]`, 'u');
/** What belongs to the character before it: accents, parts of an emoji. */
const CONTINUES = /^(?:\p{M}|\p{Emoji_Modifier}|\u200d|\ufe0f)/u;

function endsWord(text: string): boolean {
  return ENDS_WORD.test(text.slice(-2)) && text.length === wholeCharacters(text);
}

function isWordEnd(text: string, end: number): boolean {
  const before = text.slice(Math.max(0, end - 2), end);
  const after = text.slice(end, end + 2);
  if (isHighSurrogate(before) || CONTINUES.test(after) || before.endsWith('\u200d')) return false;
  return ENDS_WORD.test(before) || BEGINS_WORD.test(after);
}

/** Half a surrogate pair at the end is not shown. */
function wholeCharacters(text: string): number {
  return isHighSurrogate(text) ? text.length - 1 : text.length;
}

function isHighSurrogate(text: string): boolean {
  return /[\ud800-\udbff]$/.test(text);
}
