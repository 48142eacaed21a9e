import { useMemo } from 'react';
import { useComposedSheet } from '../../queries/use-composed-sheet.ts';
import { useSettled } from '../../ui/use-settled.ts';
import { useStudioWords } from '../../words/use-studio-words.ts';
import { type EditedSheet, newPersonaOf } from '../edited-sheet.ts';

const SETTLED_MS = 350;

/** What a model is told of the sheet, soon after somebody stopped typing. What is in no prompt is not asked about. */
export function useComposed(sheet: EditedSheet, isWhole: boolean) {
  const { nameless } = useStudioWords();
  const settled = useSettled(sheet, SETTLED_MS);
  const persona = useMemo(() => {
    const {
      avatar: _,
      pacing: __,
      brain: ___,
      fallbacks: ____,
      ...told
    } = newPersonaOf({
      ...settled,
      name: settled.name.trim() === '' ? nameless : settled.name,
      talkativeness: 0.5,
    });
    return told;
  }, [settled, nameless]);
  return useComposedSheet(isWhole ? persona : null);
}
