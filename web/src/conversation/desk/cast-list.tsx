import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useSelected } from '../../live/use-selected.ts';
import { Button } from '../../ui/button.tsx';
import { useWords } from '../../words/use-words.ts';
import { AddPersona } from '../cast/add-persona.tsx';
import { SeatFace } from '../cast/seat-face.tsx';
import { useStage } from '../stage.tsx';

/** The cast with names, states and menus: on a phone the one place where there is room for them. */
export function CastList() {
  const { store } = useStage();
  const { conversation: words } = useWords();
  const seats = useSelected(store.conversation, (conversation) => conversation?.seats) ?? [];
  const [adding, setAdding] = useState(false);
  return (
    <>
      <ul className="-mx-2 flex flex-col gap-1">
        {seats.map(({ id }) => (
          <SeatFace key={id} seatId={id} look="row" />
        ))}
      </ul>
      <Button
        className="mt-4"
        icon={<UserPlus size={16} strokeWidth={1.5} aria-hidden="true" />}
        onClick={() => setAdding(true)}
      >
        {words.addPersona}
      </Button>
      {adding && <AddPersona onClose={() => setAdding(false)} />}
    </>
  );
}
