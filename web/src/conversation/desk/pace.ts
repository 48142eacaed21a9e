import type { Pace } from '@chimera/protocol/conversation';

/** From slow to at once; to wait for the person is no speed and stands apart. */
export const paces: readonly Pace[] = ['slow', 'natural', 'quick', 'instant', 'wait'];

/** The next pace up or down, or the same at either end. */
export function fasterBy(pace: Pace, steps: number): Pace {
  const speeds: readonly Pace[] = ['wait', 'slow', 'natural', 'quick', 'instant'];
  const place = Math.min(Math.max(speeds.indexOf(pace) + steps, 0), speeds.length - 1);
  return speeds[place] ?? pace;
}
