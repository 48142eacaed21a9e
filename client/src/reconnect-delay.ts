const FLOOR_MS = 500;
const CEILING_MS = 30_000;
/** A room that lost its server at once comes back at about 25 viewers a second. */
const SPREAD_MS_PER_VIEWER = 40;

/**
 * How long to wait before connecting again: evenly spread over a window that doubles with every
 * failure and is wide enough for everybody who watches along and was cut off at the same moment.
 */
export function reconnectDelayMs(
  { failures, viewers }: { readonly failures: number; readonly viewers: number },
  chance: () => number,
): number {
  const window = Math.max(FLOOR_MS * 2 ** (failures + 1), FLOOR_MS + viewers * SPREAD_MS_PER_VIEWER);
  return FLOOR_MS + chance() * (Math.min(CEILING_MS, window) - FLOOR_MS);
}
