/** What is kept of a line that prompts no longer hold: who said it, and in which words. */
export interface LedgerRecord {
  readonly kind: RecordKind;
  /** The line that it quotes: when that is edited or was not heard, the record does not count. */
  readonly messageId: string;
  readonly seatId: string | null;
  readonly who: string;
  /** The speaker's own words, one clause. A quotation cannot invent anything. */
  readonly quote: string;
}

/** `event` is told by the stage; all others quote somebody. */
export type RecordKind = (typeof RECORD_KINDS)[number];
export const RECORD_KINDS = [
  'question',
  'promise',
  'decision',
  'disagreement',
  'fact',
  'claim',
  'joke',
  'remark',
  'event',
] as const;

/** A stretch of talk that was folded into records, for all seats at once. */
export interface LedgerPage {
  /** After this position of the log, up to and with `untilSeq`. */
  readonly afterSeq: number;
  readonly untilSeq: number;
  readonly records: readonly LedgerRecord[];
  /** Questions, of this page or an earlier one, that were answered in this stretch, by message id. */
  readonly answered: readonly string[];
}
