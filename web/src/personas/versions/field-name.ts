import type { PersonaWords } from '../../words/use-persona-words.ts';

/** What people call a field of a sheet; one that a newer server has is called as it is there. */
export function fieldName(field: string, names: PersonaWords['versions']['fields']): string {
  return Object.entries(names).find(([known]) => known === field)?.[1] ?? field;
}
