import process from 'node:process';
import { parseArgs } from 'node:util';
import { type Figures, figuresOf, type TalkLine } from '@chimera/server/providers/demo/figures';
import { type ReadyScene, readyScenes, rehearseScene } from '@chimera/server/providers/demo/ready-scenes';
import { guardCaseSchema, runGuard } from './guard-case.ts';
import { guestHeard } from './guest-heard.ts';
import { range, type Row, table } from './table.ts';

/**
 * Lets the improviser play the ready scenes by itself and prints how it did beside what it must:
 * node measure/src/demo.ts [--turns 100] [--runs 3] [--scene id] [--seed text] [--print]
 */
function main(): void {
  const { values } = parseArgs({
    options: {
      turns: { type: 'string', default: '100' },
      runs: { type: 'string', default: '3' },
      scene: { type: 'string' },
      seed: { type: 'string', default: 'talk' },
      print: { type: 'boolean', default: false },
    },
  });
  const scenes = readyScenes().filter(({ scene }) => !values.scene || scene.id === values.scene);
  const missed = scenes.filter((ready) => {
    const runs = Array.from({ length: Number(values.runs) }, (_, run) =>
      measure(ready, {
        turns: Number(values.turns),
        seed: `${values.seed} ${run + 1}`,
        run,
        isPrinted: values.print,
      }),
    );
    const { rows, isGood } = table(runs, ROWS);
    process.stdout.write(`${ready.scene.title}\n${rows}\n\n`);
    return !isGood;
  });
  const verdict =
    missed.length === 0
      ? 'Every scene is as good as it must be.'
      : `Below what it must be: ${missed.map(({ scene }) => scene.title).join(', ')}`;
  process.stdout.write(`${verdict}\n`);
  process.exitCode = missed.length === 0 ? 0 : 1;
}

/** What must hold in each scene, as the mean of its runs, and what would be good. */
const ROWS: readonly Row<keyof Measured>[] = [
  ['nearRepeats', 'near repeats', range(0, 0), ''],
  ['distinctPairs', 'different pairs of words', range(0.78, 1), 'good from .84'],
  ['bestOverlap', 'likeness to the likest line', range(0, 0.15), 'good to .09'],
  ['linked', 'linked to the last three lines', range(0.5, 1), 'good .60-.85'],
  ['guestHeard', "guest's word taken up", range(0.9, 1), 'good 1'],
  ['speakerGuess', 'speaker guessed', range(0.5, 1), 'good from .65'],
  ['moveEntropy', 'entropy of moves, bit', range(2.6, 8), 'good from 3.0'],
  ['greatestMoveShare', 'share of the commonest move', range(0, 0.25), 'good to .18'],
  ['disagreementShare', 'disagreement', range(0.15, 0.45), 'good .20-.35'],
  ['agreementRun', 'agreements in a row', range(0, 3), ''],
  ['questionShare', 'ends with a question', range(0, 0.25), ''],
  ['questionsToSeat', 'questions to a named seat', range(0.6, 1), 'good from .75'],
  ['questionsAnswered', 'of these answered within three', range(0.8, 1), 'good from .95'],
  ['guardHits', 'guard hits in 100 lines', range(0, 0), ''],
  ['msPerLine', 'ms a line', range(0, 10), 'good to 2'],
];

interface Measured extends Figures {
  readonly guestHeard: number;
  readonly guardHits: number;
  readonly msPerLine: number;
}

function measure(
  ready: ReadyScene,
  talk: { readonly turns: number; readonly seed: string; readonly run: number; readonly isPrinted: boolean },
): Measured {
  const { scene } = ready;
  const { turns, run } = talk;
  const { lines, ms } = rehearseScene(ready, { turns, seed: `${talk.seed} ${scene.id}` });
  if (talk.isPrinted) print(scene.title, lines);
  return {
    ...figuresOf(lines, scene.topic),
    guestHeard: guestHeard(ready, { turns, seed: run + 1 }),
    guardHits: (guardHits(lines) * 100) / lines.length,
    msPerLine: ms / turns,
  };
}

/** Lines that the gate looks back at, at most. */
const HISTORY = 40;

/** Lines of which the gate would change a word, or of which their seat or the talk would be told something. */
function guardHits(lines: readonly TalkLine[]): number {
  const names = [...new Set(lines.map(({ name }) => name))];
  return lines.filter(({ name, text }, at) => {
    const hist = lines.slice(Math.max(0, at - HISTORY), at).map((line) => [line.name, line.text]);
    const ctx = { self: name, others: names.filter((each) => each !== name), humans: [], absent: [] };
    const { actions, out } = runGuard(guardCaseSchema.parse({ n: at, in: text, hist, ctx }));
    return actions.length > 0 || out !== text;
  }).length;
}

function print(title: string, lines: readonly TalkLine[]): void {
  process.stdout.write(`\n${title}\n\n`);
  for (const { name, text, move } of lines) process.stdout.write(`${name} (${move}): ${text}\n`);
  process.stdout.write('\n');
}

main();
