import process from 'node:process';
import { parseArgs } from 'node:util';
import { figuresOf } from '@chimera/server/providers/demo/figures';
import { readyScenes, rehearseScene } from '@chimera/server/providers/demo/ready-scenes';

/**
 * Lets the improviser play the ready scenes by itself and prints how it did:
 * node measure/src/demo.ts [--turns 100] [--scene id] [--seed text] [--print]
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
  const scenes = readyScenes().filter(({ scene }) => !values.scene || scene.id === values.scene);
  const rows = scenes.map((ready) => {
    const { scene } = ready;
    const talk = rehearseScene(ready, { turns: Number(values.turns), seed: `${values.seed} ${scene.id}` });
    if (values.print) print(scene.title, talk.lines);
    const figures = figuresOf(talk.lines, scene.topic);
    return {
      id: scene.id,
      figures: { ...figures, passes: talk.passes, msPerLine: talk.ms / Number(values.turns) },
    };
  });
  for (const { id, figures } of rows) {
    process.stdout.write(`${id}\n`);
    for (const [name, value] of Object.entries(figures)) {
      process.stdout.write(`  ${name.padEnd(20)}${Math.round(value * 1000) / 1000}\n`);
    }
  }
}

function print(title: string, lines: readonly { name: string; text: string; move: string }[]): void {
  process.stdout.write(`\n${title}\n\n`);
  for (const { name, text, move } of lines) process.stdout.write(`${name} (${move}): ${text}\n`);
  process.stdout.write('\n');
}

main();
