import type { LedgerPage, LedgerRecord } from '../conversations/ledger-page.ts';
import { quotable } from './prompt-text.ts';

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
  return { untilSeq, records };
}

/** The records that rest on these lines as they read now: an edit takes away what it no longer says. */
export function recordsOn(
  records: readonly LedgerRecord[],
  lines: readonly { readonly messageId: string; readonly text: string }[],
): LedgerRecord[] {
  const wanted = new Set(records.map(({ messageId }) => messageId));
  const found = wanted.size === 0 ? [] : lines.filter(({ messageId }) => wanted.has(messageId));
  const texts = new Map(found.map(({ messageId, text }) => [messageId, text]));
  return records.filter(({ messageId, quote }) => quotable(texts.get(messageId) ?? '').includes(quote));
}
