import { folded } from './addressing.ts';

/** Whose name stands before a colon. `house`: words of a chat template, such as `User:`. */
export type LabelOwner = 'self' | 'other' | 'human' | 'house';

export interface Label {
  readonly name: string;
  readonly owner: LabelOwner;
}

/** Names that can stand at the start of a line, longest first. */
export interface Labels {
  readonly names: readonly (Label & { readonly plain: string })[];
  /** Folded first letters and opening marks: nothing else can begin a label. */
  readonly starts: ReadonlySet<string>;
}

export type LabelMatch =
  | {
      readonly kind: 'label';
      readonly label: Label;
      readonly end: number;
      /** A quotation mark before the name that is still open after the colon: it belongs to the text. */
      readonly quote: string;
    }
  /** More text is needed to tell. */
  | { readonly kind: 'partial' }
  | { readonly kind: 'none' };

export function labelsOf(labels: readonly Label[]): Labels {
  const seen = new Set<string>();
  const names = labels
    .map(({ name, owner }) => ({ name: name.trim(), owner, plain: folded(name.trim()) }))
    .filter(({ plain }) => plain !== '' && !seen.has(plain) && seen.add(plain))
    .sort((a, b) => b.plain.length - a.plain.length);
  return { names, starts: new Set([...OPENING, ...names.map(({ plain }) => plain.charAt(0))]) };
}

/**
 * A name with a colon at `from`, dressed up or not: `Ada:`, `**Ada (grinning):**`, `[Ada]:`, `"Ada: …`.
 * What it says never changes when more text follows, unless it was `partial`.
 */
export function matchLabel(text: string, from: number, labels: Labels, isEnd: boolean): LabelMatch {
  let at = from;
  while (at - from < OPENING_LIMIT && OPENING.has(text.charAt(at))) at += 1;
  if (at >= text.length) return isEnd ? NONE : PARTIAL;
  const opened = text.slice(from, at);
  const rest = folded(text.slice(at, at + LONGEST_NAME));
  let isPartial = false;
  for (const label of labels.names) {
    if (!rest.startsWith(label.plain)) {
      isPartial ||= label.plain.startsWith(rest);
      continue;
    }
    const nameEnd = at + label.plain.length;
    const isOpen = !CLOSING.has(text.charAt(nameEnd));
    const end = colonAfter(text, nameEnd, isOpen ? opened : '', isEnd);
    if (typeof end === 'number') {
      return { kind: 'label', label, end, quote: isOpen ? (QUOTE.exec(opened)?.[0] ?? '') : '' };
    }
    isPartial ||= end === 'partial';
  }
  return isPartial && !isEnd ? PARTIAL : NONE;
}

const PARTIAL: LabelMatch = { kind: 'partial' };
const NONE: LabelMatch = { kind: 'none' };
const OPENING = new Set(['*', '_', '#', '>', '[', '<', '(', '"', '“', '„', '«', '`', ' ']);
const OPENING_LIMIT = 8;
const CLOSING = new Set(['*', '_', ']', '>', ')', '"', '”', '»', '`']);
const QUOTE = /["“„«]/u;
/** Which mark before the name a mark after the colon closes. */
const CLOSES = new Map([
  ['*', '*'],
  ['_', '_'],
  ['`', '`'],
  [']', '['],
  ['>', '<'],
  [')', '('],
]);
/** Names are at most 80 characters. */
const LONGEST_NAME = 80;
const ASIDES = new Map([
  ['(', ')'],
  ['[', ']'],
  ['*', '*'],
]);
/** "Ada (grinning):" — longer asides are speech. */
const ASIDE_LIMIT = 40;

/** Where the text goes on after the colon of a label whose name ends at `from`; null: no colon there. */
function colonAfter(text: string, from: number, opened: string, isEnd: boolean): number | 'partial' | null {
  let at = skipSpaces(text, skip(text, from, CLOSING));
  if (ASIDES.has(text.charAt(at))) {
    const aside = asideEnd(text, at);
    if (typeof aside !== 'number') return aside;
    at = skipSpaces(text, skip(text, aside, CLOSING));
  }
  if (at >= text.length) return 'partial';
  if (text.charAt(at) !== ':' && text.charAt(at) !== '：') return null;
  at += 1;
  // "**Ada:** text": what was opened before the name closes after the colon.
  const marks = new Set([...CLOSES].filter(([, opener]) => opened.includes(opener)).map(([close]) => close));
  if (marks.size === 0) return at;
  at = skip(text, at, marks);
  return at >= text.length && !isEnd ? 'partial' : at;
}

function asideEnd(text: string, from: number): number | 'partial' | null {
  const close = ASIDES.get(text.charAt(from)) ?? '';
  const inside = text.slice(from + 1, from + 1 + ASIDE_LIMIT);
  const end = inside.indexOf(close);
  if (inside.slice(0, end < 0 ? undefined : end).includes('\n')) return null;
  if (end >= 0) return from + 1 + end + 1;
  return inside.length < ASIDE_LIMIT ? 'partial' : null;
}

function skip(text: string, from: number, marks: ReadonlySet<string>): number {
  let at = from;
  while (at < text.length && marks.has(text.charAt(at))) at += 1;
  return at;
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (text.charAt(at) === ' ' || text.charAt(at) === '\u00a0') at += 1;
  return at;
}
