import { ApiError } from '@chimera/client/api-error';
import { useCallback, useMemo, useState } from 'react';
import { usePersonaWords } from '../words/use-persona-words.ts';
import { useStudioWords } from '../words/use-studio-words.ts';
import type { DraftState } from './draft-state.ts';
import { sheetFields } from './edited-sheet.ts';
import { firstAt, problemText } from './problem-text.ts';
import type { SheetAccess } from './sheet-context.tsx';
import { fieldOf, type ServerErrors, type Studio } from './use-studio.ts';

const NONE: ServerErrors = new Map();

/** Everything that is wrong with the sheet, by where it is: as one types, when it is to be kept, and by the server. */
export function useErrors(studio: Studio, state: DraftState) {
  const words = useStudioWords();
  const { versions } = usePersonaWords();
  const { sheet, problems, errors, edit } = studio;
  const [unfinished, setUnfinished] = useState<string | null>(null);
  /** How often somebody wanted to keep it and could not. */
  const [refusals, setRefusals] = useState(0);
  const isNameless = sheet.name.trim() === '';
  const wasTried = refusals > 0;

  const texts = useMemo(() => {
    const all = new Map([
      ...refusedErrors(state),
      ...errors,
      ...[...problems].map(([path, problem]) => [path, problemText(problem, words)] as const),
      ...(wasTried && isNameless ? [['name', words.nameMissing] as const] : []),
    ]);
    return all.size === 0 ? NONE : all;
  }, [state, errors, problems, words, wasTried, isNameless]);
  const errorAt = useCallback((path: string) => firstAt(path, texts), [texts]);

  const access = useMemo<SheetAccess>(
    () => ({
      sheet,
      edit,
      errorAt,
      setUnfinished,
      unfinished: wasTried && unfinished !== null ? unfinished : undefined,
    }),
    [sheet, edit, errorAt, unfinished, wasTried],
  );

  /** The first field that keeps it from being kept; null: none does. */
  function refuse(): string | null {
    const wrong = new Set([...problems.keys()].map(fieldOf));
    if (isNameless) wrong.add('name');
    if (unfinished !== null) wrong.add('brain');
    const first = sheetFields.find((field) => wrong.has(field)) ?? null;
    if (first !== null) setRefusals(refusals + 1);
    return first;
  }

  const byServer = [...errors].filter(([path]) => isField(fieldOf(path)));
  return {
    access,
    refuse,
    /** What the server said, field by field; null when it said nothing of any. */
    list:
      byServer.length === 0
        ? null
        : byServer
            .map(([path, error]) => words.errorIn(nameOf(fieldOf(path), versions.fields), error))
            .join(' '),
  };
}

/** A draft that the server did not take says where, inside its sheet. */
function refusedErrors(state: DraftState): readonly (readonly [string, string])[] {
  if (state.name !== 'refused' || !(state.cause instanceof ApiError)) return [];
  return (state.cause.problem.errors ?? []).map(({ path, message }) => [
    path.replace(/^sheet\./, ''),
    message,
  ]);
}

function isField(name: string): boolean {
  return sheetFields.some((field) => field === name);
}

function nameOf(field: string, names: Readonly<Record<string, string>>): string {
  return names[field] ?? field;
}
