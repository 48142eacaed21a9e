import type { Sheet, SheetField } from '@chimera/protocol/persona';
import { editedFrom, type EditedSheet } from '../edited-sheet.ts';
import { isSameValue } from '../same-value.ts';

const blank = editedFrom({});

/** The fields that a model writes. */
const WRITTEN = [
  'name',
  'tagline',
  'description',
  'systemPrompt',
  'greeting',
  'exampleMessages',
  'traits',
  'tags',
  'style',
  'talkativeness',
] as const satisfies readonly SheetField[];

export interface Written {
  /** Fields in which nothing stood, filled in. */
  readonly filled: EditedSheet;
  readonly filledFields: readonly SheetField[];
  /** Everything as it was written. */
  readonly all: EditedSheet;
  /** Fields that it also wrote, and in which something else stands. */
  readonly otherFields: readonly SheetField[];
}

/** What a model wrote beside what stands there. Nothing of a person's own is lost unless they say so. */
export function writtenInto(sheet: EditedSheet, model: Sheet): Written {
  const written = editedFrom(model);
  const told = WRITTEN.filter((field) => !isSameValue(written[field], blank[field]));
  const empty = told.filter((field) => isSameValue(sheet[field], blank[field]));
  const other = told.filter((field) => !empty.includes(field) && !isSameValue(sheet[field], written[field]));
  return {
    filled: withFields(sheet, written, empty),
    filledFields: empty,
    all: withFields(sheet, written, told),
    otherFields: other,
  };
}

function withFields(sheet: EditedSheet, written: EditedSheet, fields: readonly SheetField[]): EditedSheet {
  const taken = new Set<string>(fields);
  return { ...sheet, ...Object.fromEntries(Object.entries(written).filter(([field]) => taken.has(field))) };
}
