import { writeFileSync } from 'node:fs';
import process from 'node:process';
import type { Format, Phase } from '@chimera/protocol/format';
import { readyScenes } from '@chimera/server/providers/demo/ready-scenes';
import { play } from './play.ts';

/** A conversation that is kept as an example: a ready scene, played longer than on the first screen. */
export interface Example {
  readonly file: string;
  readonly sceneId: string;
  readonly seed: number;
  /** What is longer than in the format as it comes, so that an example has its sixty turns. */
  readonly longer?: Readonly<Record<string, Pick<Phase, 'turnsEach' | 'maxTurns'>>>;
}

export const EXAMPLES: readonly Example[] = [
  { file: 'what-the-chisel-left.md', sceneId: 'names-off-the-wall', seed: 1 },
  {
    file: 'a-chair-for-company.md',
    sceneId: 'chair-for-company',
    seed: 1,
    longer: { talk: { maxTurns: 51 } },
  },
  {
    file: 'returned-before-it-was-lent.md',
    sceneId: 'returned-before-lent',
    seed: 1,
    longer: { rising: { turnsEach: 7, maxTurns: 28 }, turn: { turnsEach: 6, maxTurns: 24 } },
  },
];

const TURNS = 60;

/** The example as a page; the same every time. */
export function pageOf({ sceneId, seed, longer = {} }: Example): string {
  const ready = readyScenes().find(({ scene }) => scene.id === sceneId);
  if (!ready) throw new Error(`There is no scene ${sceneId}.`);
  const { scene, cast, format } = ready;
  const lines: string[] = [];
  let phase: string | null = null;
  const played = play(cast, {
    topic: scene.topic,
    premise: scene.premise,
    turns: TURNS,
    seed,
    format: format && stretched(format, longer),
  });
  for (const turn of played) {
    if (format && format.phases.length > 1 && turn.phase !== phase) lines.push(`## ${turn.phase}`);
    ({ phase } = turn);
    lines.push(turn.text === null ? `*${turn.name} says nothing.*` : `**${turn.name}:** ${turn.text}`);
  }
  const about = `*${format?.name ?? scene.format}, ${played.length} turns. Improvised by rules, not an AI: the demo brain plays everybody.*`;
  return `# ${scene.title}\n\n${about}\n\n${scene.premise} *${scene.topic}*\n\n${lines.join('\n\n')}\n`;
}

function stretched(format: Format, longer: NonNullable<Example['longer']>): Format {
  return { ...format, phases: format.phases.map((phase) => ({ ...phase, ...longer[phase.id] })) };
}

if (process.argv[1] === import.meta.filename) {
  for (const example of EXAMPLES) {
    writeFileSync(new URL(`../../docs/examples/${example.file}`, import.meta.url), pageOf(example));
  }
}
