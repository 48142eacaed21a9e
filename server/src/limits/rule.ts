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
  const left = roomOf(one) - roomOf(other);
  if (left !== 0) return left < 0 ? one : other;
  return one.resetMs >= other.resetMs ? one : other;
}

/** From 0 (this was the last time) to 1; less than that when it was one too many. */
function roomOf(standing: Standing): number {
  const { rule, used } = standing;
  return isOver(standing) ? -1 : (rule.points - used) / rule.points;
}
