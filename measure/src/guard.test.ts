import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { guardCaseSchema, runGuard } from './guard-case.ts';

const expectedSchema = guardCaseSchema.extend({ want: z.array(z.string()), out: z.string().optional() });

function casesOf(file: string) {
  const text = readFileSync(new URL(`./__fixtures__/${file}`, import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => expectedSchema.parse(JSON.parse(line)));
}

const cases = [...casesOf('guard-cases.jsonl'), ...casesOf('more-guard-cases.jsonl')];

test.each(cases)('case $n: $in', ({ want, out, ...given }) => {
  const untouched = want.length === 0 ? given.in : undefined;
  const shown = out ?? untouched;
  for (const size of [Number.POSITIVE_INFINITY, 1, 3, 7]) {
    const result = runGuard(given, size);
    expect({ size, ...result, out: shown === undefined ? undefined : result.out }).toEqual({
      size,
      actions: want.toSorted(),
      out: shown,
    });
  }
});
