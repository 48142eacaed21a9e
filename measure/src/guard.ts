import process from 'node:process';
import { parseArgs } from 'node:util';
import { guardCaseSchema, runGuard } from './guard-case.ts';
import { jsonLines } from './json-lines.ts';

/**
 * Runs lines through the gate: node measure/src/guard.ts [--pieces 3] < cases.jsonl
 * In: `{n, in, hist?, ctx?}`, one case a line. Out: `{n, actions: ["rule/action", …], out?}`, one line each;
 * `out` is what would be shown, absent when nothing is. A line that is no case ends it with exit code 1.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { pieces: { type: 'string' } } });
  const size = values.pieces === undefined ? Number.POSITIVE_INFINITY : Number(values.pieces);
  if (!(size >= 1)) throw new Error('--pieces takes a number from 1.');
  for await (const given of jsonLines(guardCaseSchema)) {
    const { actions, out } = runGuard(given, size);
    process.stdout.write(`${JSON.stringify({ n: given.n, actions, ...(out !== null && { out }) })}\n`);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`guard: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
