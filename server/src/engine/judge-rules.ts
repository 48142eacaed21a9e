import type { Criterion } from '@chimera/protocol/format';
import { unreachable } from '@chimera/protocol/unreachable';
import { sentencesOf, stemsOf, wordsOf } from '../providers/words.ts';

/** One side of a debate: what it said, and to what. */
export interface Side {
  readonly seatId: string;
  readonly name: string;
  /** Each of its lines, with the line of another side that it follows; empty: none. */
  readonly lines: readonly { readonly text: string; readonly before: string }[];
  /** What the other sides said. */
  readonly heard: readonly string[];
}

/** Points of one side by one criterion, counted from the lines: a share of what the criterion gives, in halves. */
export function countedPoints(side: Side, { count, points }: Criterion): number {
  return inHalves(points * shareOf(side, count));
}

/** Finer points than halves say more than a judge knows. */
export function inHalves(value: number): number {
  return Math.round(2 * value) / 2;
}

function shareOf(side: Side, count: Criterion['count']): number {
  switch (count) {
    case 'substance':
      return substance(side);
    case 'engagement':
      return engagement(side);
    case 'answers':
      return answers(side);
    case 'brevity':
      return brevity(side);
    default:
      return unreachable(count);
  }
}

/** Words of its own for each hundred words: who says the same again, or what the other said, has fewer. */
function substance({ lines, heard }: Side): number {
  const words = lines.flatMap(({ text }) => wordsOf(text)).length;
  const others = new Set(heard.flatMap((text) => [...stemsOf(text)]));
  const own = new Set(lines.flatMap(({ text }) => [...stemsOf(text)]).filter((stem) => !others.has(stem)));
  return words === 0 ? 0 : Math.min(1, own.size / words / RICH_SHARE);
}

/** Lines that take up what was said just before: at least one of its words. */
function engagement({ lines }: Side): number {
  const replies = lines.filter(({ before }) => before !== '');
  return shareWhere(replies, ({ text, before }) => sharedStems(text, before) >= 1);
}

/** Questions that it met with a statement about the same thing; who was asked nothing loses nothing. */
function answers({ lines }: Side): number {
  const asked = lines.filter(({ before }) => questionIn(before) !== null);
  if (asked.length === 0) return 1;
  return shareWhere(asked, ({ text, before }) => {
    const first = sentencesOf(text)[0] ?? '';
    return !first.trimEnd().endsWith('?') && sharedStems(text, questionIn(before) ?? '') >= 1;
  });
}

/** Length earns nothing: who needs more words for a line than the others gets less. */
function brevity({ lines, heard }: Side): number {
  const own = meanWords(lines.map(({ text }) => text));
  return own === 0 || heard.length === 0 ? 0 : Math.min(1, meanWords(heard) / own);
}

function meanWords(texts: readonly string[]): number {
  return texts.length === 0 ? 0 : texts.flatMap(wordsOf).length / texts.length;
}

/** People who talk well come to about so many new words of their own for each word. */
const RICH_SHARE = 0.35;

function questionIn(text: string): string | null {
  return sentencesOf(text).find((sentence) => sentence.trimEnd().endsWith('?')) ?? null;
}

function sharedStems(a: string, b: string): number {
  const others = stemsOf(b);
  return [...stemsOf(a)].filter((stem) => others.has(stem)).length;
}

function shareWhere<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.length === 0 ? 0 : items.filter(holds).length / items.length;
}
