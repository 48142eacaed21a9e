import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { reconnectDelayMs } from './reconnect-delay.ts';

test('the wait is between half a second and half a minute', () => {
  fc.assert(
    fc.property(
      fc.nat(60),
      fc.nat(5000),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (failures, viewers, at) => {
        const delay = reconnectDelayMs({ failures, viewers }, () => at);
        expect(delay).toBeGreaterThanOrEqual(500);
        expect(delay).toBeLessThanOrEqual(30_000);
      },
    ),
  );
});

test.each([
  [0, 1, 1_000],
  [1, 1, 2_000],
  [4, 1, 16_000],
  [5, 1, 30_000],
  [0, 200, 8_500],
  [0, 5_000, 30_000],
])('after %i failures with %i viewers the window ends at %i ms', (failures, viewers, end) => {
  expect(reconnectDelayMs({ failures, viewers }, () => 1)).toBe(end);
  expect(reconnectDelayMs({ failures, viewers }, () => 0)).toBe(500);
});

test('two hundred viewers who are cut off together come back at fewer than fifty a second', () => {
  const perSecond = new Map<number, number>();
  for (let viewer = 0; viewer < 200; viewer += 1) {
    // A fixed low-discrepancy sequence stands for two hundred browsers with chance of their own.
    const at = (viewer * 0.618_033_988_749_895) % 1;
    const second = Math.floor(reconnectDelayMs({ failures: 0, viewers: 200 }, () => at) / 1000);
    perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
  }
  expect(Math.max(...perSecond.values())).toBeLessThan(50);
});
