import { createContext, useContext } from 'react';
import type { EditedSheet } from './edited-sheet.ts';

export interface SheetAccess {
  readonly sheet: EditedSheet;
  readonly edit: (change: Partial<EditedSheet>) => void;
  /** What is wrong at a path, or at anything inside it: the first of it. */
  readonly errorAt: (path: string) => string | undefined;
  /** Something chosen only by half, which is in no draft; null: nothing. */
  readonly setUnfinished: (problem: string | null) => void;
  /** Said at the brain once somebody wanted to keep it so. */
  readonly unfinished: string | undefined;
}

const SheetContext = createContext<SheetAccess | null>(null);

export const SheetProvider = SheetContext.Provider;

/** The sheet on the table. */
export function useSheet(): SheetAccess {
  const access = useContext(SheetContext);
  if (access === null) throw new Error('SheetProvider is missing above this component.');
  return access;
}
