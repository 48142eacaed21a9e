import { writeFileSync } from 'node:fs';
import process from 'node:process';
import type { Format, Phase } from '@chimera/protocol/format';
import { builtInFormats } from '@chimera/server/personas/formats';
import { personaById } from '@chimera/server/personas/catalog';
import { play } from './play.ts';

/** A conversation that is kept as an example. */
export interface Example {
  readonly file: string;
  readonly title: string;
  readonly topic: string;
  readonly format: string;
  readonly personaIds: readonly string[];
  readonly seed: number;
  /** What is longer than in the format as it comes, so that an example has its sixty turns. */
  readonly longer?: Readonly<Record<string, Pick<Phase, 'turnsEach' | 'maxTurns'>>>;
}

export const EXAMPLES: readonly Example[] = [
  {
    file: 'a-joke-as-knowledge.md',
    title: 'Is a joke a kind of knowledge?',
    topic: 'Is a joke a kind of knowledge?',
    format: 'free-talk',
    personaIds: ['builtin-socrates', 'builtin-dorothy', 'builtin-ines-vale', 'builtin-pym'],
    seed: 4,
  },
  {
    file: 'should-the-bell-go-home.md',
    title: 'Should the museum give the island its bell back?',
    topic: 'Should the museum give the island its bell back?',
    format: 'panel',
    personaIds: ['builtin-roz-carrick', 'builtin-neria-sol', 'builtin-ottilie-march', 'builtin-judge-pell'],
    seed: 2,
    longer: { talk: { maxTurns: 52 } },
  },
  {
    file: 'the-last-lighthouse.md',
    title: 'The night the last lighthouse went dark',
    topic: 'The night the last lighthouse went dark',
    format: 'story',
    personaIds: [
      'builtin-maren-tolk',
      'builtin-neria-sol',
      'builtin-brother-anselm',
      'builtin-viktor-brandt',
    ],
    seed: 3,
    longer: { rising: { turnsEach: 7, maxTurns: 28 }, turn: { turnsEach: 6, maxTurns: 24 } },
  },
];

const TURNS = 60;

/** The example as a page; the same every time. */
export function pageOf({ title, topic, format: id, personaIds, seed, longer = {} }: Example): string {
  const cast = personaIds.flatMap((personaId) => personaById(personaId) ?? []);
  const format = builtInFormats().find((each) => each.id === id);
  const lines: string[] = [];
  let phase: string | null = null;
  for (const turn of play(cast, { topic, turns: TURNS, seed, format: format && stretched(format, longer) })) {
    if (format && format.phases.length > 1 && turn.phase !== phase) lines.push(`## ${turn.phase}`);
    ({ phase } = turn);
    lines.push(turn.text === null ? `*${turn.name} says nothing.*` : `**${turn.name}:** ${turn.text}`);
  }
  const about = `*${format?.name ?? id}, ${TURNS} turns. Improvised by rules, not an AI: the demo brain plays everybody.*`;
  return `# ${title}\n\n${about}\n\n${lines.join('\n\n')}\n`;
}

function stretched(format: Format, longer: NonNullable<Example['longer']>): Format {
  return { ...format, phases: format.phases.map((phase) => ({ ...phase, ...longer[phase.id] })) };
}

if (process.argv[1] === import.meta.filename) {
  for (const example of EXAMPLES) {
    writeFileSync(new URL(`../../docs/examples/${example.file}`, import.meta.url), pageOf(example));
  }
}
