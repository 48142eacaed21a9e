import type { Persona } from '@chimera/protocol/persona';
import { Check } from 'lucide-react';
import { useState } from 'react';
import { reasonOf } from '../../queries/reason-of.ts';
import { useGallery } from '../../queries/use-gallery.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBlock } from '../../ui/error-block.tsx';
import { Face } from '../../ui/face.tsx';
import { isolate } from '../../ui/isolate.ts';
import { SearchField } from '../../ui/search-field.tsx';
import { seatOfColour } from '../../ui/seat-of-colour.ts';
import { Sheet } from '../../ui/sheet.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { useWords } from '../../words/use-words.ts';

export interface PersonaPickerProps {
  readonly takenIds: readonly string[];
  readonly isFull: boolean;
  readonly onPick: (persona: Persona) => void;
  readonly onClose: () => void;
}

const SEARCH_DELAY_MS = 250;

/** Everybody whom one may seat, to add one after the other. */
export function PersonaPicker({ takenIds, isFull, onPick, onClose }: PersonaPickerProps) {
  const { common, personas } = useWords();
  const { casts: words, gallery } = usePersonaWords();
  const [q, setQ] = useState('');
  const wanted = useSettled(q.trim(), SEARCH_DELAY_MS);
  const list = useGallery({ q: wanted, tag: null, part: 'all' });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Sheet
      title={words.addSeat}
      description={words.addHint}
      open
      onOpenChange={(open) => !open && onClose()}
      footer={
        <Button className="w-full" onClick={onClose}>
          {common.close}
        </Button>
      }
    >
      <SearchField
        label={personas.searchLabel}
        placeholder={personas.searchPlaceholder}
        value={q}
        onValueChange={setQ}
      />
      {list.isPending && <Skeleton className="mt-4 h-64 w-full" />}
      {list.isError && (
        <div className="mt-4">
          <ErrorBlock
            title={gallery.failed}
            actions={<Button onClick={() => void list.refetch()}>{common.retry}</Button>}
          >
            {reasonOf(list.error)}
          </ErrorBlock>
        </div>
      )}
      {list.isSuccess && items.length === 0 && (
        <p className="mt-4 text-body text-muted">{gallery.noMatchFor(isolate(wanted))}</p>
      )}
      <ul className="mt-4 grid grid-cols-[minmax(0,1fr)] gap-1">
        {items.map((persona) => (
          <li key={persona.id} className="flex min-h-14 items-center gap-3">
            <Face
              name={persona.name}
              seatNumber={seatOfColour(persona.avatar.color, persona.id)}
              avatar={persona.avatar}
            />
            <span className="min-w-0 flex-1">
              <bdi className="line-clamp-2 text-as-around text-body font-medium wrap-anywhere">
                {persona.name}
              </bdi>
              <span dir="auto" className="line-clamp-2 text-as-around text-note wrap-anywhere text-muted">
                {persona.tagline}
              </span>
            </span>
            <AddButton
              name={persona.name}
              isTaken={takenIds.includes(persona.id)}
              full={isFull ? words.seatsFull(takenIds.length) : undefined}
              onAdd={() => onPick(persona)}
            />
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <div className="mt-4">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {gallery.more}
          </Button>
        </div>
      )}
    </Sheet>
  );
}

/** Stays the same button once it was pressed, so that the focus stays too. */
function AddButton({
  name,
  isTaken,
  full,
  onAdd,
}: {
  readonly name: string;
  readonly isTaken: boolean;
  readonly full: string | undefined;
  readonly onAdd: () => void;
}) {
  const { casts: words } = usePersonaWords();
  return (
    <Button
      variant={isTaken ? 'quiet' : 'secondary'}
      aria-label={isTaken ? `${words.alreadyIn}: ${isolate(name)}` : words.addOne(isolate(name))}
      disabledReason={isTaken ? words.alreadyIn : full}
      icon={isTaken && <Check size={14} aria-hidden="true" />}
      onClick={onAdd}
    >
      {isTaken ? words.alreadyIn : words.add}
    </Button>
  );
}
