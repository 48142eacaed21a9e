/** Which two versions stand beside each other; absent: the newest, and the one before. */
export interface CompareSearch {
  readonly left?: number;
  readonly right?: number;
}

/** Reads it from an address that anybody may have typed. */
export function compareSearchOf({ left, right }: Record<string, unknown>): CompareSearch {
  return { ...(isVersion(left) && { left }), ...(isVersion(right) && { right }) };
}

function isVersion(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0;
}
