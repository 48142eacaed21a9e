import { readFileSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { guardCaseSchema, runGuard } from './guard-case.ts';

/**
 * Runs the gate over conversations of people, as if each line were a model's, and counts what it touches:
 * node measure/src/guard-rates.ts talks.json [--show 20]. The file holds `[{id, participants, turns: [{speaker, text}]}]`.
 */
function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { show: { type: 'string', default: '0' } },
  });
  const [file] = positionals;
  if (file === undefined)
    throw new Error('Name the file with the conversations: make measure-guard FILE=talks.json');
  const talks = talksSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const counts = new Map<string, number>();
  let turns = 0;
  let touched = 0;
  let retried = 0;
  let left = Number(values.show);
  for (const { participants, turns: said } of talks) {
    for (const [at, { speaker, text }] of said.entries()) {
      const { actions } = runGuard(
        guardCaseSchema.parse({
          n: at,
          in: text,
          hist: said.slice(Math.max(0, at - HISTORY), at).map((line) => [line.speaker, line.text]),
          ctx: {
            self: speaker,
            others: participants.filter((name) => name !== speaker),
            humans: [],
            absent: [],
          },
        }),
      );
      turns += 1;
      if (actions.length > 0) touched += 1;
      if (actions.some((action) => /\/(?:retry|reroute)$/.test(action))) retried += 1;
      for (const action of actions) counts.set(action, (counts.get(action) ?? 0) + 1);
      if (left > 0 && actions.some((action) => action !== 'empty/retry')) {
        left -= 1;
        process.stdout.write(`  ${actions.join(' ')}  ${speaker}: ${text.slice(0, 160)}\n`);
      }
    }
  }
  process.stdout.write(
    `${turns} turns, touched ${percent(touched, turns)}, asked for again ${percent(retried, turns)}\n`,
  );
  for (const [action, count] of [...counts].toSorted(([, a], [, b]) => b - a)) {
    process.stdout.write(`  ${action.padEnd(26)}${String(count).padStart(6)}  ${percent(count, turns)}\n`);
  }
}

const talksSchema = z.array(
  z.object({
    participants: z.array(z.string()),
    turns: z.array(z.object({ speaker: z.string(), text: z.string() })),
  }),
);

/** Lines before each that the gate looks at. */
const HISTORY = 40;

function percent(part: number, whole: number): string {
  return `${((100 * part) / Math.max(1, whole)).toFixed(2)} %`;
}

main();
