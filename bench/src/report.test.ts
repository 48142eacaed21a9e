import { expect, test } from 'vitest';
import { holds, type Row, rowOf, tableOf } from './report.ts';

const row: Row = {
  name: 'start',
  unit: 'ms',
  chimera: 300,
  floor: 100,
  ratio: 3,
  target: { ratio: 2, value: 350 },
};

test('a row has the median of the ratios of neighbours, not the ratio of the medians', () => {
  const found = rowOf({ name: 'x', unit: 's', chimera: [2, 40, 9], floor: [1, 20, 3] }, null);
  expect(found).toEqual({ name: 'x', unit: 's', chimera: 9, floor: 3, ratio: 2, target: null });
});

test.each([
  [{ ratio: 3 }, true],
  [{ ratio: 2.9 }, false],
  [{ value: 300 }, true],
  [{ ratio: 2, value: 299 }, false],
  [{ ratio: 2, value: 300 }, true],
  [{ least: 300 }, true],
  [{ least: 300.1 }, false],
  [null, true],
])('the target %j holds: %s', (target, expected) => {
  expect(holds({ ...row, target })).toBe(expected);
});

test('the table aligns its columns and says what is over', () => {
  const table = tableOf([
    row,
    { ...row, name: 'a longer name', chimera: 12.34, ratio: 0.1234, target: { ratio: 0.1 } },
  ]);
  expect(table.split('\n').slice(1)).toEqual([
    'start           300 ms  100 ms   3.00  ≤ 2× or ≤ 350 ms    ok',
    'a longer name  12.3 ms  100 ms   0.12            ≤ 0.1×  over',
  ]);
});

test('what has no floor has no ratio, and may have a least', () => {
  const found = rowOf({ name: 'unchanged', unit: '%', chimera: [96.6], floor: [] }, { least: 95 });
  expect(tableOf([found]).split('\n')[1]).toBe('unchanged   96.6 %      –      –  ≥ 95 %  ok');
});
