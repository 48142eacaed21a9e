import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

test.each([
  [undefined, null],
  ['', null],
  ['1', 1],
  ['90', 90],
  ['36500', 36_500],
])('CHIMERA_RECORDS_DAYS=%s keeps records for %s days', (given, days) => {
  expect(readConfig({ CHIMERA_RECORDS_DAYS: given }).recordsDays).toBe(days);
});

test.each(['0', '-3', '1.5', '36501', '30d', 'never', 'Infinity', 'NaN'])(
  'CHIMERA_RECORDS_DAYS=%s stops the start and says what is wanted',
  (given) => {
    expect(() => readConfig({ CHIMERA_RECORDS_DAYS: given })).toThrow(
      /^CHIMERA_RECORDS_DAYS: Give a whole number of days from 1 to 36500, or leave it out: then records stay\.$/,
    );
  },
);
