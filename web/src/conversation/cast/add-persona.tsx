import { useState } from 'react';
import { usePersonas } from '../../queries/use-personas.ts';
import { reasonOf } from '../../queries/reason-of.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBlock } from '../../ui/error-block.tsx';
import { Face } from '../../ui/face.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { seatOfColour } from '../../ui/seat-of-colour.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useWords } from '../../words/use-words.ts';
import { useStage } from '../stage.tsx';

/** Brings somebody in. The field stands at the top, above the keyboard of a phone. */
export function AddPersona({ onClose }: { readonly onClose: () => void }) {
  const { direction, act } = useStage();
  const { conversation: words, common } = useWords();
  const { data, error, isPending, refetch } = usePersonas();
  const [query, setQuery] = useState('');
  const wanted = query.trim().toLocaleLowerCase();
  const found = (data ?? []).filter(({ name, tagline }) =>
    `${name} ${tagline}`.toLocaleLowerCase().includes(wanted),
  );
  const add = (personaId: string) => {
    onClose();
    void act(direction.addSeat({ personaId }));
  };
  return (
    <Sheet
      title={words.addPersona}
      description={words.addHint}
      open
      onOpenChange={(open) => !open && onClose()}
    >
      <SearchField label={words.findPersona} value={query} onValueChange={setQuery} />
      {isPending && <Skeleton className="mt-4 h-14" />}
      {error && (
        <div className="mt-4">
          <ErrorBlock
            title={reasonOf(error)}
            actions={<Button onClick={() => void refetch()}>{common.retry}</Button>}
          />
        </div>
      )}
      {data && found.length === 0 && <p className="mt-4 text-body text-muted">{words.noPersona(query)}</p>}
      <ul className="mt-4 grid gap-1">
        {found.map(({ id, name, tagline, avatar }) => (
          <li
            key={id}
            className="flex min-h-14 items-center gap-3 [contain-intrinsic-size:auto_56px] [content-visibility:auto]"
          >
            <Face name={name} seatNumber={seatOfColour(avatar.color, id)} avatar={avatar} />
            <span className="min-w-0 flex-1">
              <span className="block truncate text-body font-medium">
                <bdi>{name}</bdi>
              </span>
              <span className="line-clamp-2 text-note text-muted">{tagline}</span>
            </span>
            <Button aria-label={`${words.add} ${name}`} onClick={() => add(id)}>
              {words.add}
            </Button>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
