import { expect, test } from 'vitest';
import { line } from './__fixtures__/sample-log.ts';
import { pagedLog } from './event-log.ts';

test('while a long log is read from a database that answers at once, others have their turn', async () => {
  let turns = 0;
  const others = setInterval(() => (turns += 1), 0);
  const log = pagedLog(
    async (after, limit) =>
      Array.from({ length: limit }, (_, index) => {
        // What it takes to read an event, made visible.
        const until = performance.now() + 0.02;
        while (performance.now() < until);
        return { seq: after + index + 1, event: line(`m${after + index}`, 'A line.') };
      }),
    4000,
  );
  let read = 0;
  for await (const { seq } of log) read = seq;
  clearInterval(others);
  expect(read).toBe(4000);
  expect(turns).toBeGreaterThan(5);
});
