import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import type { SeatFacts } from '../../live/seat-state.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Menu, type MenuItem } from '../../ui/menu.tsx';
import { useWords } from '../../words/use-words.ts';
import { useStage } from '../stage.tsx';
import { useSeatPersona } from '../use-seat-persona.ts';
import { useSeatActions } from './use-seat-actions.ts';

/** A menu gives the focus back to its button when it closes: what takes it after that has to wait. */
const MENU_CLOSES_MS = 50;

/** Everything that one can do with a seat; opens at its button, by right click, long press or the menu key. */
export function SeatMenu({
  facts,
  open,
  onOpenChange,
  look,
}: {
  readonly facts: SeatFacts;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly look: 'row' | 'strip';
}) {
  const { conversation: words, common } = useWords();
  const { remove } = useSeatActions();
  const [removing, setRemoving] = useState(false);
  const items = useSeatItems(facts, () => setRemoving(true));
  const { name } = facts.seat;
  return (
    <>
      <Menu
        label={words.seatActions(name)}
        items={items}
        align="start"
        open={open}
        onOpenChange={onOpenChange}
        trigger={
          <button
            type="button"
            aria-label={words.seatActions(name)}
            className={classNames(
              'absolute grid size-8 place-items-center rounded-card text-muted opacity-0 hover:bg-surface hover:text-ink focus-visible:opacity-100 data-[state=open]:opacity-100',
              look === 'row'
                ? 'top-3 right-1 group-focus-within/seat:opacity-100 group-hover/seat:opacity-100 touch:top-1.5 touch:size-11 touch:opacity-100'
                : 'pointer-events-none right-0 bottom-0 focus-visible:pointer-events-auto focus-visible:bg-surface',
            )}
          >
            <Ellipsis size={20} strokeWidth={1.5} aria-hidden="true" />
          </button>
        }
      />
      <Dialog
        title={words.removeQuestion(name)}
        description={words.removeSafe}
        open={removing}
        onOpenChange={setRemoving}
        actions={
          <>
            <Button onClick={() => setRemoving(false)}>{common.keep}</Button>
            <Button
              variant="danger"
              onClick={() => {
                setRemoving(false);
                remove(facts.seat.id);
              }}
            >
              {words.remove}
            </Button>
          </>
        }
      />
    </>
  );
}

function useSeatItems({ seat, state, human }: SeatFacts, onRemove: () => void): readonly MenuItem[] {
  const { compose, rebraining } = useStage();
  const { conversation: words } = useWords();
  const actions = useSeatActions();
  const { id, presence } = seat;
  const persona = useSeatPersona(seat);
  const played = seat.personaVersion ?? 1;
  const newest = persona?.version ?? played;
  const item = (name: string, label: string, onSelect: () => void): MenuItem => ({
    id: name,
    label,
    onSelect,
  });
  return [
    state.kind === 'queued'
      ? item('take-back', words.takeBack, () => actions.takeBack(id))
      : item('next', words.speakNext, () => actions.next(id)),
    item('cut-in', words.cutIn, () => actions.cutIn(id)),
    item('whisper', words.whisperAction, () => {
      setTimeout(() => compose({ kind: 'whisper', seatId: id }), MENU_CLOSES_MS);
    }),
    {
      ...(human
        ? item('give-back', words.giveBack, () => actions.giveBack(id))
        : item('take', words.takeSeat, () => actions.take(id))),
      separated: true,
    },
    item('brain', words.changeBrain, () => rebraining.set(id)),
    ...(newest > played
      ? [
          {
            ...item('newest', words.takeNewestSheet, () => actions.takeNewestSheet(id, newest)),
            note: words.playsVersion(played, newest),
          },
        ]
      : []),
    ...(presence === 'stage' ? [] : [item('stage', words.toStage, () => actions.present(id, 'stage'))]),
    ...(presence === 'listening'
      ? []
      : [item('listening', words.toListening, () => actions.present(id, 'listening'))]),
    ...(presence === 'away' ? [] : [item('away', words.toAway, () => actions.present(id, 'away'))]),
    { ...item('remove', words.remove, onRemove), danger: true, separated: true },
  ];
}
