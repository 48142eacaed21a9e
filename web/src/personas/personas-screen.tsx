import type { Persona } from '@chimera/protocol/persona';
import { useState } from 'react';
import { matchingPersonas } from '../queries/matching-personas.ts';
import { reasonOf } from '../queries/reason-of.ts';
import { usePersonas } from '../queries/use-personas.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { Field, fieldLook } from '../ui/field.tsx';
import { Page } from '../ui/page.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useWords } from '../words/use-words.ts';
import { PersonaCard } from './persona-card.tsx';
import { PersonaSheet } from './persona-sheet.tsx';
import { TagFilter } from './tag-filter.tsx';

const PLACEHOLDERS = 9;

/** Who there is: the characters to seat. */
export function PersonasScreen() {
  const { common, personas: words } = useWords();
  const personas = usePersonas();
  const [q, setQ] = useState('');
  const [tag, setTag] = useState<string | null>(null);
  const [open, setOpen] = useState<Persona | null>(null);
  const all = personas.data ?? [];
  const found = matchingPersonas(all, { q, tag });

  return (
    <Page
      title={common.personas}
      product={common.product}
      wide
      lead={personas.isSuccess ? words.lead(all.length) : common.loading}
    >
      <search className="mb-6 flex flex-col gap-3">
        <div className="max-w-md">
          <Field label={words.searchLabel} labelHidden>
            {(control) => (
              <input
                {...control}
                type="search"
                value={q}
                onChange={(event) => setQ(event.target.value)}
                placeholder={words.searchPlaceholder}
                className={fieldLook}
              />
            )}
          </Field>
        </div>
        <TagFilter personas={all} value={tag} onValueChange={setTag} />
      </search>
      {personas.isError && (
        <ErrorBlock
          title={words.failed}
          actions={<Button onClick={() => void personas.refetch()}>{common.retry}</Button>}
        >
          {reasonOf(personas.error)}
        </ErrorBlock>
      )}
      <output aria-live="polite" className="sr-only">
        {personas.isSuccess && (q !== '' || tag !== null) ? words.found(found.length) : ''}
      </output>
      {personas.isSuccess && found.length === 0 && (
        <EmptyState
          title={all.length === 0 ? words.none : words.noMatch}
          action={
            all.length > 0 && (
              <Button
                onClick={() => {
                  setQ('');
                  setTag(null);
                }}
              >
                {words.clear}
              </Button>
            )
          }
        />
      )}
      <ul className="grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-3" aria-busy={personas.isPending}>
        {personas.isPending &&
          Array.from({ length: PLACEHOLDERS }, (_, index) => (
            <li key={index}>
              <Skeleton className="h-28 w-full" />
            </li>
          ))}
        {found.map((persona) => (
          <li key={persona.id}>
            <PersonaCard
              persona={persona}
              seatNumber={all.indexOf(persona) + 1}
              onOpen={() => setOpen(persona)}
            />
          </li>
        ))}
      </ul>
      {open && (
        <PersonaSheet persona={open} seatNumber={all.indexOf(open) + 1} onClose={() => setOpen(null)} />
      )}
    </Page>
  );
}
