import type { Persona } from '@chimera/protocol/persona';
import { Segmented } from '../ui/segmented.tsx';
import { useWords } from '../words/use-words.ts';

const SHOWN = 10;

export interface TagFilterProps {
  readonly personas: readonly Persona[];
  readonly value: string | null;
  readonly onValueChange: (tag: string | null) => void;
}

/** The commonest tags, one of them chosen at most. */
export function TagFilter({ personas, value, onValueChange }: TagFilterProps) {
  const { personas: words } = useWords();
  const tags = commonTags(personas);
  if (tags.length === 0) return null;
  return (
    <Segmented
      label={words.tags}
      labelHidden
      value={value ?? ''}
      onValueChange={(tag) => onValueChange(tag === '' ? null : tag)}
      options={[{ value: '', label: words.anyTag }, ...tags.map((tag) => ({ value: tag, label: tag }))]}
    />
  );
}

function commonTags(personas: readonly Persona[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const tag of personas.flatMap(({ tags }) => tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > 1)
    .sort(([a, countA], [b, countB]) => countB - countA || a.localeCompare(b))
    .slice(0, SHOWN)
    .map(([tag]) => tag);
}
