import { builtInPersonas } from '@chimera/server/personas/catalog';
import { extractedRecords } from '@chimera/server/engine/ledger-extract';
import { ledgerNote } from '@chimera/server/engine/ledger-note';
import { aSeat, ScriptedStage, seededChance } from '@chimera/server/engine/scripted-stage';
import { play } from './play.ts';

/** Talks of the demo brain into which promises and questions are strewn that nobody answers. */
const TALKS = 50;
const LINES = 40;

/** With words by which a promise is known. */
const PROMISES = [
  'I will show you the ledger by Friday, all of it.',
  'You have my word that the lamp is lit at noon.',
  'Let me bring the long boat round tomorrow.',
  'I promise to mend the net before the storm comes.',
  'We’ll pay the carpenter his forty crowns, every one.',
  'I’ll write to the harbour master tonight.',
  'Count on me for the watch on Sunday.',
  'Fine, the barrel is yours when I am back from Lisbon.',
  'I swear the anchor stays where it is.',
  'By noon the quay is swept, and I sweep it.',
] as const;
/** Written after the words by which a promise is known were chosen, and never used to choose any. */
const OTHER_PROMISES = [
  'You will have your boat back before Sunday, mark it.',
  'Tell them I am paying for the bread this time.',
  'I’d stake my name on it: the gate opens at six.',
  'Next week I bring you the map, the good one.',
  'The debt is mine, and I settle it in March.',
  'I will not sell the mill to strangers.',
  'I’ll think about the roof and tell you on Monday.',
  'Consider the fence mended.',
  'We will all row out for him if he is late.',
  'Let me carry the news to the abbot myself.',
] as const;
const QUESTIONS = [
  'why did you sell the schooner?',
  'who paid for the new bell tower?',
  'where did the second anchor go?',
  'how many crowns does the pilot owe?',
  'what became of the lighthouse keeper’s dog?',
  'did anybody ever weigh that cargo?',
] as const;
const PROMISES_EACH = 3;
const QUESTIONS_EACH = 2;

export interface LedgerFigures {
  /** Of what was strewn in, the share that the note says, by whom, in words of theirs. */
  readonly promises: number;
  readonly otherPromises: number;
  readonly questions: number;
  /** Records whose words their speaker did not say in that line. */
  readonly misattributed: number;
  readonly longestTokens: number;
}

/** What the records keep that are made without a model, as far as the note shows it. */
export function ledgerFigures(): LedgerFigures {
  const runs = Array.from({ length: TALKS }, (_, seed) => figuresOf(talk(seed + 1, PROMISES)));
  const others = Array.from({ length: TALKS }, (_, seed) => figuresOf(talk(seed + 1, OTHER_PROMISES)));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / TALKS;
  return {
    promises: mean(runs.map((run) => run.promises)),
    otherPromises: mean(others.map((run) => run.promises)),
    questions: mean(runs.map((run) => run.questions)),
    misattributed: [...runs, ...others].reduce((sum, run) => sum + run.misattributed, 0),
    longestTokens: Math.max(...[...runs, ...others].map((run) => run.longestTokens)),
  };
}

function figuresOf({
  script,
  promises,
  questions,
}: ReturnType<typeof talk>): Omit<LedgerFigures, 'otherPromises'> {
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

function talk(seed: number, wordings: readonly string[]) {
  const cast = builtInPersonas().slice(seed % 4, (seed % 4) + 4);
  const played = play(cast, { topic: 'the harbour tax', turns: LINES, seed });
  const seats = cast.map(({ name }, at) => aSeat(`seat-${at}`, name));
  const script = new ScriptedStage(seats);
  const chance = seededChance(seed);
  const places = drawn(
    Array.from({ length: LINES - 5 }, (_, at) => at),
    PROMISES_EACH + QUESTIONS_EACH,
    chance,
  );
  const strewn = [
    ...drawn(wordings, PROMISES_EACH, chance).map((text) => ({ kind: 'promise', text })),
    ...drawn(QUESTIONS, QUESTIONS_EACH, chance).map((text) => ({ kind: 'question', text })),
  ];
  const kept = { promise: [] as string[], question: [] as string[] };
  for (const [at, { seatId, text }] of played.entries()) {
    if (text !== null) script.says(seatId, text);
    const line = strewn[places.indexOf(at)];
    if (!line) continue;
    const to = cast.find(({ name }) => name !== played[at]?.name)?.name ?? '';
    const messageId = script.says(seatId, line.kind === 'question' ? `${to}, ${line.text}` : line.text);
    kept[line.kind === 'question' ? 'question' : 'promise'].push(messageId);
  }
  return { script, promises: kept.promise, questions: kept.question };
}

function drawn<T>(from: readonly T[], count: number, chance: () => number): T[] {
  return from
    .map((value) => ({ value, place: chance() }))
    .toSorted((a, b) => a.place - b.place)
    .slice(0, count)
    .map(({ value }) => value);
}
