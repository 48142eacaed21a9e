import { expect, test } from 'vitest';
import { sumOf, summaryLine, vitestFailures, vitestTally } from './tally.ts';

const file = (status: string, ...assertions: string[]) => ({
  name: 'some.test.ts',
  status,
  assertionResults: assertions.map((assertion, at) => ({ status: assertion, fullName: `test ${at + 1}` })),
});

test.each([
  ['all passed', [file('passed', 'passed', 'passed')], 0, '2 passed, 0 failed'],
  ['one failed', [file('failed', 'passed', 'failed'), file('passed', 'passed')], 1, '2 passed, 1 failed'],
  [
    'some skipped',
    [file('passed', 'passed', 'skipped', 'pending', 'todo')],
    0,
    '1 passed, 0 failed, 3 skipped',
  ],
  ['a file that did not load', [file('failed'), file('passed', 'passed')], 1, '1 passed, 1 failed'],
  ['an error outside of tests', [file('passed', 'passed')], 1, '1 passed, 1 failed'],
  ['no test at all', [], 0, '0 passed, 1 failed'],
])('%s', (_, testResults, exitCode, line) => {
  expect(summaryLine(vitestTally({ testResults }, exitCode))).toBe(line);
});

test('what failed has a name', () => {
  const testResults = [file('passed', 'passed'), file('failed', 'passed', 'failed'), file('failed')];
  expect(vitestFailures({ testResults })).toEqual(['some.test.ts: test 2', 'some.test.ts']);
});

test('tallies add up', () => {
  const tally = { passed: 1, failed: 2, skipped: 3 };
  expect(sumOf([tally, tally])).toEqual({ passed: 2, failed: 4, skipped: 6 });
});
