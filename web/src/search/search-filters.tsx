import type { SearchFilter } from '../queries/use-search.ts';
import { Field, fieldLook } from '../ui/field.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { useSearchWords } from '../words/use-search-words.ts';

/** What is looked for: words, and who said them when. */
export function SearchFilters({
  filter,
  onChange,
}: {
  readonly filter: SearchFilter;
  readonly onChange: (filter: SearchFilter) => void;
}) {
  const words = useSearchWords();
  return (
    <search className="mb-6 grid grid-cols-2 items-end gap-3 sm:grid-cols-[minmax(0,1fr)_auto_auto]">
      <div className="col-span-full">
        <SearchField label={words.words} value={filter.q} onValueChange={(q) => onChange({ ...filter, q })} />
      </div>
      <div className="col-span-full sm:col-span-1">
        <Field label={words.speaker}>
          {(control) => (
            <input
              {...control}
              type="search"
              placeholder={words.anybody}
              dir="auto"
              autoComplete="off"
              maxLength={200}
              value={filter.speaker}
              onChange={(event) => onChange({ ...filter, speaker: event.target.value })}
              className={fieldLook}
            />
          )}
        </Field>
      </div>
      {(['from', 'to'] as const).map((end) => (
        <Field key={end} label={words[end]}>
          {(control) => (
            <input
              {...control}
              type="date"
              min="0001-01-01"
              max="9999-12-31"
              value={filter[end]}
              onChange={(event) => onChange({ ...filter, [end]: event.target.value })}
              className={fieldLook}
            />
          )}
        </Field>
      ))}
    </search>
  );
}
