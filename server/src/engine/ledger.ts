import type { LedgerPage, LedgerRecord } from '../conversations/ledger-page.ts';
import { quotable } from './prompt-text.ts';
import { remembered } from './remembered.ts';

/** All pages of a talk. Prompts hold the lines after it, and before them a note made of its records. */
export interface Ledger {
  readonly untilSeq: number;
  readonly records: readonly LedgerRecord[];
}

/** The pages as one, as far as they follow each other; null when there is none. */
export function ledgerOf(pages: readonly LedgerPage[]): Ledger | null {
  let untilSeq = 0;
  const whole: LedgerPage[] = [];
  for (const page of pages.toSorted((a, b) => a.afterSeq - b.afterSeq)) {
    if (page.afterSeq !== untilSeq) break;
    whole.push(page);
    untilSeq = page.untilSeq;
  }
  if (whole.length === 0) return null;
  const answered = new Set(whole.flatMap((page) => page.answered));
  const records = whole
    .flatMap((page) => page.records)
    .filter(({ kind, messageId }) => kind !== 'question' || !answered.has(messageId));
  return { untilSeq, records: newestOfEachKind(records) };
}

/** More of a kind than any note has room for: what a turn costs must not grow with the talk. */
const KEPT_OF_KIND = 48;

function newestOfEachKind(records: readonly LedgerRecord[]): readonly LedgerRecord[] {
  const kinds = [...Map.groupBy(records, ({ kind }) => kind).values()];
  const kept = new Set(kinds.flatMap((ofKind) => ofKind.slice(-KEPT_OF_KIND)));
  return records.filter((record) => kept.has(record));
}

/** The records that rest on lines which are wanted, as they read now: an edit takes away what it no longer says. */
export function recordsOn<L extends Line>(
  records: readonly LedgerRecord[],
  lines: ReadonlyMap<string, L>,
  isWanted: (line: L) => boolean,
): LedgerRecord[] {
  return records.filter(({ messageId, quote }) => {
    const line = lines.get(messageId);
    return line !== undefined && isWanted(line) && plainText(line).includes(quote);
  });
}

interface Line {
  readonly text: string;
}

const plainText = remembered(({ text }: Line) => quotable(text));
