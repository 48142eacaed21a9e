import process from 'node:process';
import { z } from 'zod';
import { jsonLines } from './json-lines.ts';
import { nextSpeaker, rankedSpeakers } from '@chimera/server/engine/next-speaker';
import { aSeat, ScriptedStage, seededChance } from '@chimera/server/engine/scripted-stage';

/**
 * Who speaks next, by the engine's own rules, as JSON lines on standard input and output:
 * `{"op":"start","id","participants":[names]}` begins a talk and has no answer;
 * `{"op":"turn","speaker","text"}` is answered by `{"ranked":[names]}`, likeliest first;
 * `{"op":"simulate","participants","turns","seed"}` by `{"speakers":[names]}`, a free run without words.
 */
const lineSchema = z.discriminatedUnion('op', [
  z.object({ op: z.literal('start'), participants: z.array(z.string()).min(1) }),
  z.object({ op: z.literal('turn'), speaker: z.string(), text: z.string() }),
  z.object({
    op: z.literal('simulate'),
    participants: z.array(z.string()).min(2),
    turns: z.number().int().min(1).max(100_000),
    seed: z.number().int(),
  }),
]);

async function main(): Promise<void> {
  let talk = new ScriptedStage([]);
  for await (const given of jsonLines(lineSchema)) {
    if (given.op === 'start') talk = talkOf(given.participants);
    else if (given.op === 'turn') {
      talk.says(given.speaker, given.text);
      answer({ ranked: rankedSpeakers(talk.stage) });
    } else answer({ speakers: freeRun(given) });
  }
}

function talkOf(names: readonly string[]): ScriptedStage {
  return new ScriptedStage(
    names.map((name) => aSeat(name, name)),
    { linesKept: LINES_KEPT },
  );
}

/** The rules look no further back than this, so a long talk costs no more than a short one. */
const LINES_KEPT = 200;

function freeRun({ participants, turns, seed }: { participants: string[]; turns: number; seed: number }) {
  const run = talkOf(participants);
  const chance = seededChance(seed);
  return Array.from({ length: turns }, () => {
    const speaker = nextSpeaker(run.stage, chance)?.seatId ?? '';
    run.says(speaker, 'I see.');
    return speaker;
  });
}

function answer(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`next-speaker: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
