/** How often something may happen: `points` times in a window of `seconds` that begins with the first time. */
export interface Rule {
  readonly name: string;
  readonly points: number;
  readonly seconds: number;
}

/** Where somebody stands with a rule, once this time is counted. */
export interface Standing {
  readonly rule: Rule;
  readonly used: number;
  /** Until the window ends and all points are back. */
  readonly resetMs: number;
}

export function isOver({ rule, used }: Standing): boolean {
  return used > rule.points;
}

/** The one that leaves less room; of two that leave none, the one that lasts longer. */
export function stricter(one: Standing, other: Standing): Standing {
  // The last time that is let in leaves no room either, and is not over.
  if (isOver(one) !== isOver(other)) return isOver(one) ? one : other;
  const left = roomOf(one) - roomOf(other);
  if (left !== 0) return left < 0 ? one : other;
  return one.resetMs >= other.resetMs ? one : other;
}

/** From 0 (nothing left) to 1. */
function roomOf({ rule, used }: Standing): number {
  return Math.max(0, rule.points - used) / rule.points;
}
