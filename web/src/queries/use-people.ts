import type { Persona } from '@chimera/protocol/persona';
import { useQueries } from '@tanstack/react-query';
import { useRest } from './rest.tsx';
import { useBuiltInPersonas } from './use-built-in-personas.ts';
import { isMissing, personaQuery } from './use-persona.ts';

export interface People {
  /** By id, as far as they are known by now. */
  readonly known: ReadonlyMap<string, Persona>;
  /** Who was asked for and does not exist. */
  readonly missing: ReadonlySet<string>;
  readonly isPending: boolean;
}

/** The personas of these ids: those that come with Chimera at once, the others one by one. */
export function usePeople(ids: readonly string[]): People {
  const rest = useRest();
  const { data: builtIn, isPending } = useBuiltInPersonas();
  const ready = new Map((builtIn ?? []).map((persona) => [persona.id, persona]));
  const own = isPending ? [] : [...new Set(ids)].filter((id) => !ready.has(id));
  return useQueries({
    queries: own.map((id) => personaQuery(rest, id)),
    combine: (answers) => ({
      known: new Map<string, Persona>([
        ...ids.flatMap((id) => pairOf(ready.get(id))),
        ...answers.flatMap(({ data }) => pairOf(data)),
      ]),
      missing: new Set(own.filter((_, index) => isMissing(answers[index]?.error ?? null))),
      isPending: isPending || answers.some((answer) => answer.isPending),
    }),
  });
}

function pairOf(persona: Persona | undefined): readonly (readonly [string, Persona])[] {
  return persona === undefined ? [] : [[persona.id, persona]];
}
