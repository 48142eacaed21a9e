import { unreachable } from '@chimera/protocol/unreachable';
import { folded } from './addressing.ts';
import { type Label, type Labels, matchLabel } from './gate-label.ts';
import type { GateAction } from './gate-action.ts';
import type { GateReasonCode } from './gate-reason.ts';
import { readsAsData } from './gate-reply.ts';
import { matchToken } from './gate-token.ts';

/** What the beginning of an answer turned out to be. */
export type Head =
  /** More text is needed to tell. */
  | { readonly kind: 'hold' }
  /** Something was taken off; `rest` is a head again. */
  | { readonly kind: 'rest'; readonly rest: string; readonly action: GateAction }
  | { readonly kind: 'reasoning'; readonly rest: string; readonly close: string }
  | { readonly kind: 'data' }
  | { readonly kind: 'pass' }
  | { readonly kind: 'refuse'; readonly code: GateReasonCode }
  /** From here on it is speech and may be shown. */
  | { readonly kind: 'speech' };

export interface HeadContext {
  readonly labels: Labels;
  readonly mayPass: boolean;
  /** True when no more text comes: whatever is undecided is speech. */
  readonly isEnd: boolean;
}

/**
 * Reads the beginning of an answer, without white space before it. The readers are asked in a fixed
 * order, and one that is not sure holds back those after it: so pieces of any size give the same head.
 */
export function readHead(text: string, context: HeadContext): Head {
  for (const read of READERS) {
    const head = read(text, context);
    if (head?.kind === 'hold' && context.isEnd) continue;
    if (head) return head;
  }
  return { kind: 'speech' };
}

const HOLD: Head = { kind: 'hold' };
const READERS = [readToken, readData, readLabel, readPass, readQuotes, readFlip];

function readToken(text: string): Head | null {
  if (!text.startsWith('<') && !text.startsWith('[')) return null;
  const match = matchToken(text, 0);
  switch (match.kind) {
    case 'reasoning':
      return { kind: 'reasoning', rest: text.slice(match.end), close: match.close };
    case 'reasoning-end':
      return { kind: 'rest', rest: text.slice(match.end), action: { rule: 'reasoning', action: 'strip' } };
    case 'template':
      return match.opens
        ? { kind: 'rest', rest: text.slice(match.end), action: TEMPLATE }
        : { kind: 'refuse', code: 'template-marks' };
    case 'tool':
      return { kind: 'refuse', code: 'not-speech' };
    case 'partial':
      return HOLD;
    case 'none':
      return null;
    default:
      return unreachable(match);
  }
}

function readData(text: string): Head | null {
  const reading = readsAsData(text);
  if (reading === 'none') return null;
  return reading === 'partial' ? HOLD : { kind: 'data' };
}

function readLabel(text: string, { labels, isEnd }: HeadContext): Head | null {
  if (!labels.starts.has(folded(text.charAt(0)))) return null;
  const match = matchLabel(text, 0, labels, isEnd);
  if (match.kind === 'none') return null;
  if (match.kind === 'partial') return HOLD;
  const rest = text.slice(match.end);
  const { owner, name } = match.label;
  switch (owner) {
    case 'self':
      return {
        kind: 'rest',
        rest: match.quote + rest.trimStart(),
        action: { rule: 'own-prefix', action: 'strip', text: text.slice(0, match.end) },
      };
    case 'house':
      return folded(name) === 'assistant'
        ? { kind: 'rest', rest, action: TEMPLATE }
        : { kind: 'refuse', code: 'template-marks' };
    case 'other':
    case 'human':
      return readCalledOut(match.label, rest.trimStart(), isEnd);
    default:
      return unreachable(owner);
  }
}

/** "Bo: you never paid" speaks to Bo; "Bo: I never paid" speaks as Bo. */
function readCalledOut({ owner, name }: Label, rest: string, isEnd: boolean): Head {
  const isWordDone = isEnd || /^\S*?[^\p{L}]/u.test(rest);
  if (!isWordDone) return HOLD;
  if (/^you(?:r|rs)?(?!\p{L})/iu.test(rest)) {
    const action = { rule: 'role-flip', action: 'rewrite', text: `${name}: you` } as const;
    return { kind: 'rest', rest: `${name}, ${rest}`, action };
  }
  return { kind: 'refuse', code: owner === 'human' ? 'spoke-for-human' : 'role-flip' };
}

/** `(silent)`, or a bare word for it where passing was offered. */
function readPass(text: string, { mayPass, isEnd }: HeadContext): Head | null {
  const words = text.replace(/^[^\p{L}\p{N}]+/u, '');
  if (words === '') {
    if (!isEnd) return text.length > LONGEST_NOISE ? EMPTY : HOLD;
    return mayPass ? { kind: 'pass' } : EMPTY;
  }
  const marks = text.slice(0, text.length - words.length);
  const plain = folded(words.slice(0, LONGEST_PASS));
  for (const phrase of PASSES) {
    if (phrase.startsWith(plain) && phrase !== plain && !isEnd) return HOLD;
    if (!plain.startsWith(phrase)) continue;
    const after = words.slice(phrase.length);
    if (/[([]/u.test(marks) && /^[.…!]?[)\]]/u.test(after)) return { kind: 'pass' };
    if (/[\p{L}\p{N}]/u.test(after)) continue;
    if (!isEnd) return HOLD;
    return mayPass || marks.trim() !== '' ? { kind: 'pass' } : null;
  }
  return null;
}

const EMPTY: Head = { kind: 'refuse', code: 'empty' };
const PASSES = ['silent', 'stays silent', 'remains silent', 'says nothing', 'passes', 'pass'];
const LONGEST_PASS = 20;
/** So many marks without a letter are no beginning of a line. */
const LONGEST_NOISE = 200;

/** A line that is one quotation as a whole: the marks are no part of speech. */
function readQuotes(text: string, { isEnd }: HeadContext): Head | null {
  const close = QUOTES.get(text.charAt(0));
  if (close === undefined) return null;
  const window = text.slice(1, 1 + QUOTE_LIMIT);
  const end = window.indexOf(close);
  if (end < 0) return window.includes('\n') || window.length >= QUOTE_LIMIT ? null : HOLD;
  const inside = window.slice(0, end);
  if (inside.includes('\n')) return null;
  const after = window.length > end + 1 || text.length > 1 + QUOTE_LIMIT ? text.slice(end + 2).trim() : '';
  if (after === '') return isEnd ? { kind: 'rest', rest: inside, action: QUOTATION } : HOLD;
  if (!after.startsWith('<')) return null;
  const mark = matchToken(after, 0);
  if (mark.kind === 'partial') return HOLD;
  return mark.kind === 'template' ? { kind: 'rest', rest: inside + after, action: QUOTATION } : null;
}

const TEMPLATE: GateAction = { rule: 'template', action: 'strip' };
const QUOTATION: GateAction = { rule: 'quotation', action: 'strip' };
const QUOTES = new Map([
  ['"', '"'],
  ['“', '”'],
  ['„', '“'],
  ['«', '»'],
  ['»', '«'],
]);
/** Longer quotations are shown as they come: the first word should not wait for the last. */
const QUOTE_LIMIT = 160;

/** "I'm Bo, and …" out of Ada's mouth. Names are taken as written, so that "I'm hopeful" is not Hope. */
function readFlip(text: string, { labels, isEnd }: HeadContext): Head | null {
  const plain = folded(text.slice(0, 12)).replace('’', "'");
  for (const start of FLIPS) {
    if (start.startsWith(plain) && plain.length < start.length) return HOLD;
    if (!plain.startsWith(start)) continue;
    const found = nameAt(text.slice(start.length), labels, isEnd);
    if (found === 'partial') return HOLD;
    if (found && found.owner !== 'self' && found.owner !== 'house') {
      return { kind: 'refuse', code: 'role-flip' };
    }
  }
  return null;
}

const FLIPS = ["i'm ", 'i am ', 'i, ', 'my name is '];

function nameAt(text: string, labels: Labels, isEnd: boolean): Label | 'partial' | null {
  for (const label of labels.names) {
    if (label.name.startsWith(text) && !isEnd) return 'partial';
    if (!text.startsWith(label.name)) continue;
    if (!/^[\p{L}\p{N}'’-]/u.test(text.slice(label.name.length))) return label;
  }
  return null;
}
