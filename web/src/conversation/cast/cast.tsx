import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useSelected } from '../../live/use-selected.ts';
import { Button } from '../../ui/button.tsx';
import { useWords } from '../../words/use-words.ts';
import { useStage } from '../stage.tsx';
import { useMedia, WIDE } from '../../ui/use-media.ts';
import { AddPersona } from './add-persona.tsx';
import { SeatFace } from './seat-face.tsx';

/** Seats from which on the list scrolls and puts the speaking and the next one first. */
const MANY_SEATS = 10;

/** The cast: a column beside the script where there is room, a strip of faces above it elsewhere. */
export function Cast() {
  const { conversation: words } = useWords();
  const seatIds = useSeatOrder();
  const [adding, setAdding] = useState(false);
  const isWide = useMedia(WIDE);
  return (
    <section
      aria-label={words.cast}
      id="cast"
      tabIndex={-1}
      className="flex min-w-0 shrink-0 flex-col region border-line max-lg:border-b lg:w-62 lg:border-r xl:w-76"
    >
      <h2 className="px-5 pt-4 pb-2 text-note font-medium text-muted max-lg:sr-only">{words.cast}</h2>
      {isWide ? (
        <ul className="flex min-h-0 flex-1 flex-col gap-1 overflow-y-auto px-3 pt-1">
          {seatIds.map((id) => (
            <SeatFace key={id} seatId={id} look="row" />
          ))}
          <li className="p-2">
            <Button
              variant="quiet"
              icon={<UserPlus size={16} strokeWidth={1.5} aria-hidden="true" />}
              onClick={() => setAdding(true)}
              className="-ml-2 text-muted!"
            >
              {words.addPersona}
            </Button>
          </li>
        </ul>
      ) : (
        <ul className="flex min-h-18 items-center gap-1 overflow-x-auto overscroll-x-contain px-2 py-2">
          {seatIds.map((id) => (
            <SeatFace key={id} seatId={id} look="strip" />
          ))}
        </ul>
      )}
      {adding && <AddPersona onClose={() => setAdding(false)} />}
    </section>
  );
}

/** Cast order; in a large cast the speaking and the next seat stand first, where they can be seen. */
function useSeatOrder(): readonly string[] {
  const { store } = useStage();
  const seats = useSelected(store.conversation, (conversation) => conversation?.seats);
  const turn = useSelected(store.conversation, (conversation) => conversation?.turn?.seatId);
  const next = useSelected(store.conversation, (conversation) => conversation?.queue[0]?.seatId);
  const ids = seats?.map(({ id }) => id) ?? [];
  if (ids.length < MANY_SEATS) return ids;
  const first = [turn, next].filter((id) => id !== undefined);
  return [...new Set([...first, ...ids])];
}
