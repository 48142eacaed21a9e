import process from 'node:process';
import { parseArgs } from 'node:util';
import { builtInPersonas } from '@chimera/server/personas/catalog';
import { wordsIn } from '@chimera/server/engine/word-count';
import { play, type PlayedTurn } from './play.ts';
import { range, type Row, table } from './table.ts';

/**
 * Lets five seats talk freely and prints how much like people they do: who speaks, how long, how much they ask.
 * node measure/src/free-run.ts [--turns 300] [--seats 5] [--runs 5]. Personas keep their own words, but are
 * given neutral style and talkativeness, so that it is the rules that are measured.
 */
function main(): void {
  const { values } = parseArgs({
    options: {
      turns: { type: 'string', default: '300' },
      seats: { type: 'string', default: '5' },
      runs: { type: 'string', default: '5' },
    },
  });
  const runs = Array.from({ length: Number(values.runs) }, (_, run) => {
    const personas = builtInPersonas().slice(run, run + Number(values.seats));
    const neutral = personas.map((persona) => ({ ...persona, style: NEUTRAL, talkativeness: 0.5 }));
    const topic = TOPICS[run % TOPICS.length] ?? '';
    return play(neutral, { topic, turns: Number(values.turns), seed: run + 1 });
  });
  const { rows, isGood } = table(runs.map(figuresOf), ROWS);
  process.stdout.write(`${values.runs} runs of ${values.turns} turns, ${values.seats} seats\n${rows}\n`);
  process.exitCode = isGood ? 0 : 1;
}

const NEUTRAL = { creativity: 0.5, verbosity: 0.5, formality: 0.5, humor: 0.5, warmth: 0.5 };
const TOPICS = [
  'Is a joke a kind of knowledge?',
  'Should a village keep its old clock?',
  'What is owed to a stranger?',
  'How does one know that bread is done?',
  'Would you rather be forgotten or misquoted?',
];

/** What must hold, and what people do where that is known. */
const ROWS: readonly Row<keyof Figures>[] = [
  ['aba', 'the one before speaks again', range(0.4, 0.65), 'people .49-.61'],
  ['entropy', 'evenness of the shares', range(0.86, 1), 'people .86-.97'],
  ['silence', 'longest silence, turns', range(0, 40), ''],
  ['repeats', 'twice in a row', range(0, 0), ''],
  ['targetMedian', 'words asked for, median', range(10, 16), ''],
  ['target90', 'words asked for, p90', range(30, 50), ''],
  ['targetShort', 'four words or fewer asked for', range(0.12, 0.3), 'people .20-.50'],
  ['targetVariation', 'variation of length', range(0.7, 2), ''],
  ['saidMedian', 'words said, median', range(7, 16), 'people 4-10'],
  ['said90', 'words said, p90', range(20, 50), 'people 21-31'],
  ['saidShort', 'four words or fewer said', range(0.12, 0.35), 'people .20-.50'],
  ['questions', 'ends with a question', range(0.08, 0.25), 'people .08-.20'],
  ['polite', 'thanks, praise, goodbye', range(0, 0.04), 'people .01-.04, models .28'],
  ['passes', 'passes', range(0, 0.1), ''],
  ['decisionMs', 'ms to decide who speaks', range(0, 2), ''],
];

type Figures = ReturnType<typeof figuresOf>;

function figuresOf(turns: readonly PlayedTurn[]) {
  const speakers = turns.map(({ seatId }) => seatId);
  const asked = turns.map(({ direction }) => direction.targetWords);
  const lines = turns.filter(({ text }) => text !== null).map(({ text }) => text ?? '');
  const said = lines.map(wordsIn);
  return {
    aba: shareOf(speakers, (id, at) => at > 1 && speakers[at - 2] === id),
    entropy: evenness(speakers),
    silence: longestSilence(speakers),
    repeats: speakers.filter((id, at) => speakers[at - 1] === id).length,
    targetMedian: quantile(asked, 0.5),
    target90: quantile(asked, 0.9),
    targetShort: shareOf(asked, (words) => words <= 4),
    targetVariation: variation(asked),
    saidMedian: quantile(said, 0.5),
    said90: quantile(said, 0.9),
    saidShort: shareOf(said, (words) => words <= 4),
    questions: shareOf(lines, (text) => /\?["”’]?$/u.test(text)),
    polite: shareOf(lines, (text) => POLITE.test(text)),
    passes: shareOf(turns, ({ text }) => text === null),
    decisionMs: turns.reduce((sum, { decisionMs }) => sum + decisionMs, 0) / turns.length,
  };
}

const POLITE =
  /\b(?:thank(?:s| you)|grateful|appreciate|well said|beautifully put|great point|goodbye|farewell|take care|see you)\b/iu;

function shareOf<T>(items: readonly T[], holds: (item: T, at: number) => boolean): number {
  return items.filter(holds).length / Math.max(1, items.length);
}

/** Entropy of the shares of the floor, from 0 (one speaks) to 1 (all alike). */
function evenness(speakers: readonly string[]): number {
  const counts = [...Map.groupBy(speakers, (id) => id).values()].map(({ length }) => length);
  if (counts.length < 2) return 0;
  const shares = counts.map((count) => count / speakers.length);
  return -shares.reduce((sum, share) => sum + share * Math.log(share), 0) / Math.log(counts.length);
}

function longestSilence(speakers: readonly string[]): number {
  return Math.max(
    ...[...new Set(speakers)].map((id) => {
      let quiet = 0;
      return Math.max(...speakers.map((other) => (quiet = other === id ? 0 : quiet + 1)));
    }),
  );
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** Standard deviation over the mean. */
function variation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return Math.sqrt(variance) / mean;
}

main();
