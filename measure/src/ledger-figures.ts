import { extractedRecords } from '@chimera/server/engine/ledger-extract';
import { ledgerNote } from '@chimera/server/engine/ledger-note';
import { isPromise } from '@chimera/server/engine/ledger-promise';
import development from './__fixtures__/promises-development.json' with { type: 'json' };
import heldOut from './__fixtures__/promises-held-out.json' with { type: 'json' };
import writtenAfter from './__fixtures__/promises-written-after.json' with { type: 'json' };
import { plainTalk, strewnTalk } from './strewn-talk.ts';

const TALKS = 50;
/** Of 40 lines. */
const PROMISES_EACH = 3;
const MANY_PROMISES = 8;

export interface LedgerFigures {
  /** Wordings with which the rules were made. */
  readonly development: WordingFigures;
  /** Wordings that were written before the rules, by the same hand; none was tried until the rules were finished. */
  readonly heldOut: WordingFigures;
  /** Wordings that were written when the rules were finished: no rule can know them. */
  readonly writtenAfter: WordingFigures;
  /** What the note keeps of a talk in which every fifth line is a promise. */
  readonly crowded: { readonly promises: number; readonly questions: number };
  readonly questions: number;
  /** Records whose words their speaker did not say in that line. */
  readonly misattributed: number;
  readonly longestTokens: number;
}

export interface WordingFigures {
  /** The share of promises that are known for promises, each alone. */
  readonly known: number;
  /** The share of other lines that are taken for promises. */
  readonly mistaken: number;
  /** Of promises strewn into talks, the share that the note says, by whom, in words of theirs. */
  readonly kept: number;
}

/** What the records keep that are made without a model, as far as the note shows it. */
export function ledgerFigures(): LedgerFigures {
  const talks = Array.from({ length: TALKS }, (_, seed) => plainTalk(seed + 1));
  const runsWith = (wordings: readonly string[], promisesEach: number) =>
    talks.map((talk) => noteFigures(strewnTalk(talk, { wordings, promisesEach })));
  const developed = runsWith(development.promises, PROMISES_EACH);
  const fresh = runsWith(heldOut.promises, PROMISES_EACH);
  const after = runsWith(writtenAfter.promises, PROMISES_EACH);
  const crowded = runsWith(development.promises, MANY_PROMISES);
  const usual = [...developed, ...fresh, ...after];
  const all = [...usual, ...crowded];
  return {
    development: { ...wordingFigures(development), ...keptOf(developed) },
    heldOut: { ...wordingFigures(heldOut), ...keptOf(fresh) },
    writtenAfter: { ...wordingFigures(writtenAfter), ...keptOf(after) },
    crowded: {
      promises: mean(crowded.map(({ promises }) => promises)),
      questions: mean(crowded.map(({ questions }) => questions)),
    },
    questions: mean(usual.map(({ questions }) => questions)),
    misattributed: all.reduce((sum, run) => sum + run.misattributed, 0),
    longestTokens: Math.max(...all.map((run) => run.longestTokens)),
  };
}

function keptOf(runs: readonly { readonly promises: number }[]): Pick<WordingFigures, 'kept'> {
  return { kept: mean(runs.map(({ promises }) => promises)) };
}

function wordingFigures({
  promises,
  others,
}: {
  readonly promises: readonly string[];
  readonly others: readonly string[];
}): Omit<WordingFigures, 'kept'> {
  const share = (lines: readonly string[]) => lines.filter(isPromise).length / lines.length;
  return { known: share(promises), mistaken: share(others) };
}

function noteFigures({ script, promises, questions }: ReturnType<typeof strewnTalk>) {
  const { transcript } = script.stage;
  const records = extractedRecords(transcript);
  const note = ledgerNote(records, 'nobody') ?? '';
  const share = (kind: string, lines: readonly string[]) =>
    lines.filter((messageId) =>
      records.some(
        (record) =>
          record.messageId === messageId &&
          record.kind === kind &&
          note.includes(`${record.who}: “${record.quote}”`),
      ),
    ).length / lines.length;
  const misattributed = records.filter(({ messageId, seatId, quote }) => {
    const line = transcript.find((entry) => entry.messageId === messageId);
    return line?.seatId !== seatId || !line.text.replaceAll(/["“”\s]+/gu, ' ').includes(quote);
  }).length;
  return {
    promises: share('promise', promises),
    questions: share('question', questions),
    misattributed,
    longestTokens: Math.ceil(`[${note}]`.length / 4),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
