import { readyScenes, rehearseScene } from '@chimera/server/providers/demo/ready-scenes';
import { expect, test } from 'vitest';
import { guardCaseSchema, runGuard } from './guard-case.ts';

const TALKS = 200;
const TURNS = 15;
/** Lines that the gate looks back at, at most. */
const HISTORY = 40;

test('two hundred clean talks pass untouched', () => {
  const scenes = readyScenes();
  const touched = Array.from({ length: TALKS }, (_, talk) => talk).flatMap((talk) => {
    const ready = scenes[talk % scenes.length];
    return ready ? touchedIn(rehearseScene(ready, { turns: TURNS, seed: `clean ${talk}` }).lines) : [];
  });
  expect(touched).toEqual([]);
});

/** Lines of which a word was changed, or of which anything was told. */
function touchedIn(lines: readonly { name: string; text: string; human?: boolean }[]) {
  const names = [...new Set(lines.filter(({ human }) => !human).map(({ name }) => name))];
  return lines.flatMap(({ name, text, human }, at) => {
    if (human) return [];
    const before = lines.slice(Math.max(0, at - HISTORY), at);
    const { actions, out } = runGuard(
      guardCaseSchema.parse({
        n: at,
        in: text,
        hist: before.map((line) => [line.name, line.text]),
        ctx: { self: name, others: names.filter((each) => each !== name), humans: ['You'], absent: [] },
      }),
    );
    return actions.length > 0 || out !== text ? [{ name, text, actions, out }] : [];
  });
}
