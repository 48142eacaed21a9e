import type { FormatDocument } from './format.ts';

/** For whom something is that is for everybody, in place of a role. */
export const ALL = 'all';
/** What follows the last phase, in place of a phase. */
export const END = 'end';

/** Where a phase leads: the place of the next one, or null when the format is over after it. */
export function phaseAfter({ phases }: Pick<FormatDocument, 'phases'>, index: number): number | null {
  const next = phases[index]?.next;
  if (next === END) return null;
  if (next === undefined) return index + 1 < phases.length ? index + 1 : null;
  const found = phases.findIndex(({ id }) => id === next);
  return found < 0 ? null : found;
}
