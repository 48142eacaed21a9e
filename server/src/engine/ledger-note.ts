import { stemsOf } from '../providers/words.ts';
import { type LedgerRecord, RECORD_KINDS, type RecordKind } from '../conversations/ledger-page.ts';
import { type Ledger, recordsOn } from './ledger.ts';
import { extractedRecords } from './ledger-extract.ts';
import { indexAfter, lineById, stageLinesIn, whispersIn } from './heard.ts';
import { plainName, quotable } from './prompt-text.ts';
import { remembered } from './remembered.ts';
import type { Entry } from './stage.ts';

interface NoteWanted {
  /** Who is called "you" in it. */
  readonly seatId: string;
  readonly untilSeq: number;
  readonly form?: NoteForm;
}

export interface NoteForm {
  readonly opening: string;
  /** How long it may be, with the brackets around it. */
  readonly characters: number;
}

/** A note of 250 tokens, at four characters each. */
const WHOLE_NOTE: NoteForm = { opening: 'Earlier, in short.', characters: 1000 };
/** What a seat knows beyond a note that several seats read. */
export const PRIVATE_NOTE: NoteForm = { opening: 'Not everybody here heard this.', characters: 500 };

/** What a seat heard of the talk up to a position, in short; null when nothing is left out. Never an instruction. */
export function earlierNote(
  { transcript, ledger }: { readonly transcript: readonly Entry[]; readonly ledger: Ledger | null },
  heard: (entry: Entry) => boolean,
  { seatId, untilSeq, form = WHOLE_NOTE }: NoteWanted,
): string | null {
  if (untilSeq === 0) return null;
  const isIn = (entry: Entry) => entry.seq <= untilSeq && heard(entry);
  const records = [
    ...(ledger === null ? [] : recordsOn(ledger.records, lineById(transcript), isIn)),
    ...recordsOf(unreadLines(transcript, ledger?.untilSeq ?? 0, { isIn, untilSeq })),
    ...comingsAndGoings(stageLinesIn(transcript).lines.filter(isIn)),
  ];
  return ledgerNote(records, seatId, form);
}

/** Records are extracted from so many entries at most, and looked for among so many: a turn should cost the same at any length. */
const RECORDED_ENTRIES = 600;
const LOOK_BACK = 2000;

/** The newest lines of which no model made records; none that made any was shown a whisper. */
function unreadLines(
  transcript: readonly Entry[],
  foldedSeq: number,
  { isIn, untilSeq }: { readonly isIn: (entry: Entry) => boolean; readonly untilSeq: number },
): readonly Entry[] {
  const whispers = whispersIn(transcript);
  const folded = whispers.slice(0, indexAfter(whispers, foldedSeq)).slice(-LOOK_BACK);
  const from = indexAfter(transcript, foldedSeq);
  const until = Math.max(from, indexAfter(transcript, untilSeq));
  const raw = transcript.slice(Math.max(from, until - LOOK_BACK), until);
  return [...folded.filter(isIn), ...raw.filter(isIn)].slice(-RECORDED_ENTRIES);
}

/** What is left out stays the same for many turns, and for all seats that heard it. */
function recordsOf(entries: readonly Entry[]): readonly LedgerRecord[] {
  const last = entries.at(-1);
  if (last === undefined) return [];
  const extract = extractOf(last);
  if (!isSame(extract.entries, entries)) {
    extract.entries = entries;
    extract.records = extractedRecords(entries);
  }
  return extract.records;
}

interface Extract {
  entries: readonly Entry[];
  records: readonly LedgerRecord[];
}

const extractOf = remembered((_: Entry): Extract => ({ entries: [], records: [] }));

function isSame(some: readonly Entry[], others: readonly Entry[]): boolean {
  return some.length === others.length && some.every((entry, at) => entry === others[at]);
}

/** The records as a note to one seat, in a fixed order; null when there are none. */
export function ledgerNote(
  records: readonly LedgerRecord[],
  seatId: string,
  form: NoteForm = WHOLE_NOTE,
): string | null {
  const kept = keptRecords(records, seatId, form);
  if (kept.size === 0) return null;
  const parts = RECORD_KINDS.flatMap((kind) => {
    const own = records.filter((record) => record.kind === kind && kept.has(record));
    if (own.length === 0) return [];
    return [`${TITLES[kind]} – ${own.map((record) => said(record, seatId)).join('; ')}.`];
  });
  return `${form.opening} ${parts.join(' ')}`;
}

const TITLES: Readonly<Record<RecordKind, string>> = {
  question: 'Still open',
  promise: 'Promised',
  decision: 'Settled',
  disagreement: 'Disagreed',
  fact: 'Told as true',
  claim: 'Held',
  joke: 'Joked',
  remark: 'Also said',
  event: 'Came and went',
};
/** So many of a kind come before any more of another kind do. */
const FIRST_OF_KIND = 4;
/** What somebody is owed comes first for longer. */
const FIRST_OWED = 8;
/** Of two records of one kind in which the same person says so much the same, the newer holds. */
const SAME_SUBJECT = 0.6;

/** What fits: who is there, then open questions and promises, then the rest, the newest of each kind first. */
function keptRecords(
  records: readonly LedgerRecord[],
  seatId: string,
  { opening, characters }: NoteForm,
): ReadonlySet<LedgerRecord> {
  const kept = new Set<LedgerRecord>();
  const kinds: readonly RecordKind[] = ['event', ...RECORD_KINDS.filter((kind) => kind !== 'event')];
  const ofKind = kinds.map((kind) => withoutOlder(records.filter((record) => record.kind === kind)));
  const queue = [
    ...ofKind.flatMap((newest, at) => newest.slice(0, firstOf(kinds[at]))),
    ...ofKind.flatMap((newest, at) => newest.slice(firstOf(kinds[at]))),
  ];
  let left = characters - opening.length - BRACKETS;
  for (const record of queue) {
    const isFirst = [...kept].every(({ kind }) => kind !== record.kind);
    const cost =
      said(record, seatId).length + (isFirst ? TITLES[record.kind].length + TITLE_MARKS : JOINT_LENGTH);
    if (cost > left) continue;
    left -= cost;
    kept.add(record);
  }
  return kept;
}

function firstOf(kind: RecordKind | undefined): number {
  return kind === 'promise' || kind === 'question' ? FIRST_OWED : FIRST_OF_KIND;
}

/** "[" and "]" around the note. */
const BRACKETS = 2;
/** " " and " – " and "." around a title. */
const TITLE_MARKS = 5;
/** "; " */
const JOINT_LENGTH = 2;

/** Newest first. */
function withoutOlder(records: readonly LedgerRecord[]): LedgerRecord[] {
  const newest: LedgerRecord[] = [];
  for (const record of records.toReversed()) {
    if (!newest.some((later) => later.who === record.who && isSameSubject(later, record)))
      newest.push(record);
  }
  return newest;
}

function isSameSubject(a: LedgerRecord, b: LedgerRecord): boolean {
  const [first, second] = [stemsIn(a), stemsIn(b)];
  const least = Math.min(first.size, second.size);
  if (least === 0) return a.quote === b.quote;
  return [...first].filter((stem) => second.has(stem)).length / least >= SAME_SUBJECT;
}

const stemsIn = remembered(({ quote }: LedgerRecord) => stemsOf(quote));

function said({ kind, seatId: by, who, quote }: LedgerRecord, seatId: string): string {
  if (kind === 'event') return quote;
  return `${by !== null && by === seatId ? 'you' : who}: “${quote}”`;
}

/** Of each seat the last that was seen of it: the lines that said so are gone, and the system text names the first cast. */
function comingsAndGoings(lines: readonly Entry[]): LedgerRecord[] {
  const last = new Map<string | null, Entry>();
  for (const line of lines) {
    last.delete(line.seatId);
    last.set(line.seatId, line);
  }
  return [...last.values()].map(({ seatId, messageId, name, text }) => ({
    kind: 'event',
    messageId,
    seatId,
    who: plainName(name),
    quote: quotable(text).replace(/[.;]+$/u, ''),
  }));
}
