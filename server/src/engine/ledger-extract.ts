import { stemsOf } from '../providers/words.ts';
import type { LedgerRecord, RecordKind } from '../conversations/ledger-page.ts';
import { type Line, lineOf, type Quote } from './ledger-line.ts';
import { plainName } from './prompt-text.ts';
import type { Entry } from './stage.ts';
import { isSpoken } from './transcript.ts';

/**
 * The records of a stretch of talk, made without a model: each line is scored, and the best are taken as long
 * as they differ, some of everybody. Pure, so that the same talk gives the same bytes after a restart.
 */
export function extractedRecords(entries: readonly Entry[]): readonly LedgerRecord[] {
  const lines = entries.filter((entry) => isSpoken(entry) && entry.kind !== 'narrator').map(lineOf);
  const rarity = rarityIn(lines);
  const speakers = new Set(lines.map(({ name }) => name));
  const names = stemsOf([...speakers].join(' '));
  const scored = lines
    .map((entry, at) => ({
      ...scoreOf(entry, { later: lines.slice(at + 1, at + 1 + ANSWER_LINES), rarity, names }),
      entry,
      at,
      likeness: 0,
    }))
    .filter(({ score }) => score > 0);
  const stretches = Math.max(1, Math.ceil(lines.length / STRETCH_LINES));
  const taken: typeof scored = [];
  while (taken.length < RECORDS_LIMIT) {
    const silent = [...speakers].filter((name) => taken.every(({ entry }) => entry.name !== name));
    const open = scored.filter(
      (line) =>
        !taken.includes(line) &&
        taken.filter(({ entry }) => entry.name === line.entry.name).length <
          stretches * (isOwed(line) ? MOST_OWED_EACH : MOST_EACH) &&
        // The last places belong to those of whom nothing is kept yet.
        (taken.length + silent.length < RECORDS_LIMIT || silent.includes(line.entry.name)),
    );
    const best = bestOf(open);
    if (!best) break;
    taken.push(best);
    for (const line of scored) line.likeness = Math.max(line.likeness, overlap(line.stems, best.stems));
  }
  return taken
    .toSorted((a, b) => a.at - b.at)
    .map(({ entry, kind, quote }) => ({
      kind,
      messageId: entry.messageId,
      seatId: entry.seatId,
      who: plainName(entry.name),
      quote,
    }));
}

/** More would not fit a note. */
const RECORDS_LIMIT = 14;
const STRETCH_LINES = 40;
const MOST_EACH = 3;
/** Whoever promises much is held to all of it. */
const MOST_OWED_EACH = 6;
/** So many later lines may hold the answer to a question. */
const ANSWER_LINES = 4;
/** What is owed to somebody, a word kept or an answer, comes before what was only said. */
const OWED = 4;
/** A promise binds longer than a question stays of interest. */
const BINDING = 1;
/** How much likeness to what is taken already counts against a line. */
const DIVERSITY = 0.7;

interface Scored {
  readonly kind: RecordKind;
  readonly quote: string;
  readonly score: number;
  readonly stems: ReadonlySet<string>;
}

function isOwed({ kind }: Scored): boolean {
  return kind === 'promise' || kind === 'question';
}

interface Surroundings {
  readonly later: readonly Line[];
  readonly rarity: ReadonlyMap<string, number>;
  /** Stems of the names of those who speak: to name somebody is no answer. */
  readonly names: ReadonlySet<string>;
}

function scoreOf(line: Line, { later, rarity, names }: Surroundings): Scored {
  const { binds, disagrees, words } = line;
  const isOpen = isOpenQuestion(line, later, names);
  const kind = isOpen ? 'question' : binds ? 'promise' : disagrees ? 'disagreement' : 'remark';
  const { quote, stems } = bestClause(line, kind, rarity);
  const score =
    (binds ? OWED + BINDING : 0) +
    (isOpen ? OWED : 0) +
    (disagrees ? 1.5 : 0) +
    (line.hasNumber ? 1.5 : 0) +
    massOf(stems, rarity) / Math.sqrt(Math.max(1, words)) +
    (words >= 10 && words <= 30 ? 0.5 : 0) -
    (words <= 4 ? 2 : 0);
  return { kind, quote, score, stems };
}

/** A question about something that nobody took up in the next lines; “Really?” asks nothing that can stay open. */
function isOpenQuestion({ asked, name }: Line, later: readonly Line[], names: ReadonlySet<string>): boolean {
  if (asked === null) return false;
  const about = asked.difference(names);
  if (about.size === 0) return false;
  return !later.some(
    (line) => line.name !== name && line.kind !== 'pass' && !line.stems.isDisjointFrom(about),
  );
}

/** The clause that says most. */
function bestClause(line: Line, kind: RecordKind, rarity: ReadonlyMap<string, number>): Quote {
  const clauses = line.clauses(kind).map((clause) => ({ clause, mass: massOf(clause.stems, rarity) }));
  return clauses.reduce((a, b) => (b.mass > a.mass ? b : a)).clause.quote;
}

function massOf(stems: ReadonlySet<string>, rarity: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const stem of stems) sum += rarity.get(stem) ?? 0;
  return sum;
}

/** Maximal marginal relevance: good, and unlike what is there (Carbonell and Goldstein 1998). */
function bestOf<T extends Scored & Likeness>(open: readonly T[]): T | undefined {
  const value = ({ score, likeness }: T) => DIVERSITY * score - (1 - DIVERSITY) * LIKENESS_COST * likeness;
  return open.reduce<T | undefined>((a, b) => (a === undefined || value(b) > value(a) ? b : a), undefined);
}

interface Likeness {
  /** To the taken one that it is most like, from 0 to 1. */
  likeness: number;
}

/** What a line that is all in another is worth less, in points of score. */
const LIKENESS_COST = 6;

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0;
  let shared = 0;
  for (const stem of a) if (b.has(stem)) shared += 1;
  return shared / Math.min(a.size, b.size);
}

/** How rare each content word is in this stretch, from 0 (in every line) up. */
function rarityIn(lines: readonly Line[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { stems } of lines) {
    for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  }
  return new Map([...counts].map(([stem, count]) => [stem, Math.log(lines.length / count) / 3]));
}
