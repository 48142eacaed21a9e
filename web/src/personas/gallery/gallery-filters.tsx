import type { Persona } from '@chimera/protocol/persona';
import type { GalleryFilter, GalleryPart } from '../../queries/use-gallery.ts';
import { SearchField } from '../../ui/search-field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { useWords } from '../../words/use-words.ts';

const PARTS = ['all', 'mine', 'built-in', 'favourites'] as const satisfies readonly GalleryPart[];

export interface GalleryFiltersProps {
  readonly filter: GalleryFilter;
  /** Those whose tags can be chosen. */
  readonly personas: readonly Persona[];
  readonly onChange: (part: Partial<GalleryFilter>) => void;
}

/** Which personas are shown: by words, by where they come from, by a tag. */
export function GalleryFilters({ filter, personas, onChange }: GalleryFiltersProps) {
  const { personas: common, language } = useWords();
  const { gallery: words } = usePersonaWords();
  const { q, tag, part } = filter;
  const tags = tagsOf(personas, tag, language);
  return (
    <search className="mb-4 flex flex-wrap items-center gap-3">
      <div className="min-w-56 flex-1 basis-72 sm:max-w-96">
        <SearchField
          label={common.searchLabel}
          placeholder={common.searchPlaceholder}
          value={q}
          onValueChange={(value) => onChange({ q: value })}
        />
      </div>
      <Segmented
        label={words.part}
        labelHidden
        value={part}
        onValueChange={(value) => onChange({ part: value })}
        options={PARTS.map((value) => ({ value, label: words.parts[value] }))}
      />
      {tags.length > 0 && (
        <Select
          aria-label={words.tag}
          className="w-44"
          value={tag ?? ''}
          onValueChange={(value) => onChange({ tag: value === '' ? null : value })}
          options={[
            { value: '', label: words.anyTag },
            ...tags.map((each) => ({ value: each, label: each })),
          ]}
        />
      )}
    </search>
  );
}

/** Every tag once, by the alphabet; the chosen one is among them although nobody here may have it. */
function tagsOf(personas: readonly Persona[], chosen: string | null, language: string): readonly string[] {
  const tags = new Set([
    ...personas.flatMap((persona) => persona.tags),
    ...(chosen === null ? [] : [chosen]),
  ]);
  return [...tags].sort(new Intl.Collator(language, { sensitivity: 'base' }).compare);
}
