import type { SheetField } from '@chimera/protocol/persona';
import { differingFields, type EditedSheet } from './edited-sheet.ts';

export type Side = 'mine' | 'theirs';

/** A field that somebody else changed while it was being edited here. */
export interface Meanwhile {
  readonly field: SheetField;
  /** It was changed here as well, and otherwise: nobody can decide but the person. */
  readonly isBoth: boolean;
}

export interface Versions {
  /** What both began from; null when that version is gone: then every difference has to be looked at. */
  readonly base: EditedSheet | null;
  readonly mine: EditedSheet;
  readonly theirs: EditedSheet;
}

/** Fields in which a newer version differs from what is edited here, and not only by what was edited here. */
export function changedMeanwhile({ base, mine, theirs }: Versions): readonly Meanwhile[] {
  const different = differingFields(mine, theirs);
  if (base === null) return different.map((field) => ({ field, isBoth: true }));
  const byThem = new Set<SheetField>(differingFields(base, theirs));
  const byMe = new Set<SheetField>(differingFields(base, mine));
  return different.filter((field) => byThem.has(field)).map((field) => ({ field, isBoth: byMe.has(field) }));
}

/** What is edited here, with the fields of which the other side was chosen. */
export function merged(
  { mine, theirs }: Pick<Versions, 'mine' | 'theirs'>,
  sides: ReadonlyMap<SheetField, Side>,
): EditedSheet {
  const taken = Object.entries(theirs).filter(([field]) => isTheirs(field, sides));
  return { ...mine, ...Object.fromEntries(taken) };
}

function isTheirs(field: string, sides: ReadonlyMap<string, Side>): boolean {
  return sides.get(field) === 'theirs';
}
