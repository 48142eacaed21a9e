import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Format, formatSchema } from '@chimera/protocol/format';
import { sceneSchema } from '@chimera/protocol/conversation';
import { type Persona, personaSchema } from '@chimera/protocol/persona';
import { z } from 'zod';
import { figuresOf } from './figures.ts';
import { rehearse } from './rehearse.ts';

/**
 * Lets the improviser play the ready scenes by itself and prints how it did:
 * node server/src/providers/demo/measure.ts [--turns 100] [--scene id] [--seed text] [--print]
 */
function main(): void {
  const { values } = parseArgs({
    options: {
      turns: { type: 'string', default: '100' },
      scene: { type: 'string' },
      seed: { type: 'string', default: 'one' },
      print: { type: 'boolean', default: false },
    },
  });
  const scenes = readData('scenes.json', z.array(sceneSchema)).filter(({ id }) => !values.scene || id === values.scene);
  const formats = readData('formats.json', z.array(formatSchema));
  const rows = scenes.map((scene) => {
    const cast = scene.personaIds.map(readPersona);
    const format = formats.find(({ id }) => id === scene.format);
    const talk = rehearse(scene.topic, cast, {
      turns: Number(values.turns),
      seed: `${values.seed} ${scene.id}`,
      tell: (turn) => (format && scene.format !== 'free-talk' ? tellAt(format, turn, cast.length) : null),
    });
    if (values.print) print(scene.title, talk.lines);
    const figures = figuresOf(talk.lines, scene.topic);
    return { scene: scene.id, ...rounded({ ...figures, passes: talk.passes, msPerLine: talk.ms / Number(values.turns) }) };
  });
  for (const { scene, ...figures } of rows) {
    process.stdout.write(`${scene}\n${Object.entries(figures).map(([name, value]) => `  ${name.padEnd(20)}${value}\n`).join('')}`);
  }
}

/** The phase that a turn falls into; after the last one the longest phase goes on. */
function tellAt(format: Format, turn: number, seats: number): { direction: string | null; words: number; speaker: number } {
  let rest = turn;
  const longest = format.phases.reduce((a, b) => ((b.turns ?? 0) > (a.turns ?? 0) ? b : a));
  const phase = format.phases.find(({ turns = Number.POSITIVE_INFINITY }) => (rest -= turns) < 0) ?? longest;
  const speakers = phase.speakers?.filter((place) => place < seats) ?? Array.from({ length: seats }, (_, place) => place);
  return { direction: phase.tell ?? null, words: phase.words?.[0] ?? 14, speaker: speakers[turn % speakers.length] ?? 0 };
}

function print(title: string, lines: readonly { name: string; text: string; move: string }[]): void {
  process.stdout.write(`\n${title}\n\n`);
  for (const { name, text, move } of lines) process.stdout.write(`${name} (${move}): ${text}\n`);
  process.stdout.write('\n');
}

function readPersona(id: string): Persona {
  const slug = id.replace(/^builtin-/, '');
  const sheet = z.record(z.string(), z.unknown()).parse(JSON.parse(readText(`built-in/${slug}.json`)));
  const at = '2026-01-01T00:00:00.000Z';
  return personaSchema.parse({ ...sheet, id, fallbacks: [], builtIn: true, version: 1, createdAt: at, updatedAt: at });
}

function readData<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> {
  return schema.parse(JSON.parse(readText(file)));
}

function readText(file: string): string {
  return readFileSync(new URL(`../../personas/${file}`, import.meta.url), 'utf8');
}

function rounded(figures: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Math.round(value * 1000) / 1000]));
}

main();
