import { parseArgs } from 'node:util';
import { ChildServer } from './child-server.ts';
import type { Bench, Scale } from './measure.ts';
import { measures } from './measures.ts';
import { type Row, rowOf, tableOf } from './report.ts';
import { startChimera, startFloor } from './subject.ts';
import { targets } from './targets.ts';
import { Viewers } from './viewers-process.ts';

const full: Scale = { runs: 5, latencyRuns: 10, windowMs: 1_500, warmMs: 1_000, starts: 5 };
const quick: Scale = { runs: 2, latencyRuns: 3, windowMs: 800, warmMs: 400, starts: 2 };

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    /** The floor against itself: how much of a difference is noise on this machine now. */
    'floor-only': { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
  },
});

const { only } = options;
const isWanted = (name: string) =>
  only === undefined || only.some((wanted) => name === wanted || name.startsWith(`${wanted}-`));
const chosen = measures.filter(({ name }) => isWanted(name));
if (chosen.length === 0) {
  throw new Error(`--only takes one of: ${measures.map(({ name }) => name).join(', ')}`);
}

const bareReader = new URL('bare-reader.ts', import.meta.url);
const brainsReader = new URL('brains-reader.ts', import.meta.url);
const model = await ChildServer.start(new URL('model.ts', import.meta.url));
const viewers = new Viewers();
try {
  const rows = await rowsOf({
    modelUrl: model.url,
    viewers,
    scale: options.quick ? quick : full,
    startFloor,
    startChimera: options['floor-only'] ? startFloor : startChimera,
    readers: { floor: bareReader, chimera: options['floor-only'] ? bareReader : brainsReader },
  });
  console.log(options.json ? JSON.stringify(rows, null, 2) : tableOf(rows));
} finally {
  viewers.end();
  await model.end();
}

async function rowsOf(bench: Bench): Promise<Row[]> {
  const rows: Row[] = [];
  for (const measure of chosen) {
    // On standard error, so that the outcome can be piped.
    console.error(`${measure.name} …`);
    const findings = await measure.run(bench);
    rows.push(...findings.map((finding) => rowOf(finding, targets.get(finding.name) ?? null)));
  }
  return rows;
}
