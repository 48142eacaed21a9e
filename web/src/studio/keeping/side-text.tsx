import type { SheetField } from '@chimera/protocol/persona';
import { useBrainLabel } from '../../brains/use-connections.ts';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { useStudioWords } from '../../words/use-studio-words.ts';
import type { EditedSheet } from '../edited-sheet.ts';
import { fieldText } from './field-text.ts';

/** More than this would bury the choice. */
const SHOWN = 600;

/** What one side says in a field. */
export function SideText({ sheet, field }: { readonly sheet: EditedSheet; readonly field: SheetField }) {
  const studio = useStudioWords();
  const personas = usePersonaWords();
  const brainOf = useBrainLabel();
  const text = fieldText(sheet, field, { studio, personas, brainOf });
  if (text.trim() === '') return <span className="text-muted italic">{studio.nothing}</span>;
  const more = text.length - SHOWN;
  return (
    <span dir="auto" className="block font-serif wrap-anywhere whitespace-pre-wrap">
      {more > 0 ? text.slice(0, SHOWN).toWellFormed() : text}
      {more > 0 && <span className="block text-note text-muted">{studio.moreCharacters(more)}</span>}
    </span>
  );
}
