import type { Persona } from '@chimera/protocol/persona';
import { useState } from 'react';
import { Face } from '../ui/face.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { useWords } from '../words/use-words.ts';
import { matchingPersonas } from '../queries/matching-personas.ts';

/** The server's limit, said again here: its schema would bring a validation library into the first load. */
export const CAST_LIMIT = 24;

export interface CastPickerProps {
  readonly personas: readonly Persona[];
  readonly chosenIds: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
}

/** All personas as a list to tick; the chosen ones carry the colour of the seat they will get. */
export function CastPicker({ personas, chosenIds, onChange }: CastPickerProps) {
  const { personas: words, home } = useWords();
  const [q, setQ] = useState('');
  const found = matchingPersonas(personas, { q, tag: null });

  function toggle(id: string): void {
    const rest = chosenIds.filter((chosen) => chosen !== id);
    onChange(rest.length < chosenIds.length ? rest : [...chosenIds, id]);
  }

  return (
    <div className="flex flex-col gap-3">
      <SearchField
        label={words.searchLabel}
        placeholder={words.searchPlaceholder}
        value={q}
        onValueChange={setQ}
      />
      {found.length === 0 && <p className="text-body text-muted">{words.noMatch}</p>}
      <fieldset className="min-w-0">
        <legend className="sr-only">{home.cast}</legend>
        {found.map((persona) => {
          const place = chosenIds.indexOf(persona.id);
          return (
            <label
              key={persona.id}
              className="flex min-h-14 items-center gap-3 rounded-card px-2 py-2 [contain-intrinsic-size:auto_56px] [content-visibility:auto] hover:bg-sunken has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-focus"
            >
              <input
                type="checkbox"
                checked={place >= 0}
                disabled={place < 0 && chosenIds.length >= CAST_LIMIT}
                onChange={() => toggle(persona.id)}
                className="size-5 shrink-0 accent-accent outline-none"
              />
              <Face
                name={persona.name}
                seatNumber={place < 0 ? 1 : place + 1}
                state={place < 0 ? 'away' : 'listening'}
                avatar={persona.avatar}
              />
              <span className="min-w-0 wrap-anywhere">
                <bdi className="block text-body font-medium">{persona.name}</bdi>
                <span className="block text-note text-muted">{persona.tagline}</span>
              </span>
            </label>
          );
        })}
      </fieldset>
    </div>
  );
}
