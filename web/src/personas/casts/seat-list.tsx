import type { Format } from '@chimera/protocol/format';
import { ArrowDown, ArrowUp, CircleAlert, UserPlus, X } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { usePeople } from '../../queries/use-people.ts';
import { useAnnouncer } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { Face } from '../../ui/face.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { isolate } from '../../ui/isolate.ts';
import { Select } from '../../ui/select.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { type DraftSeat, movedSeat } from './cast-draft.ts';
import { PersonaPicker } from './persona-picker.tsx';

/** The server's limit, said again here: its schema would bring a validation library into the browser. */
export const CAST_LIMIT = 24;

export interface SeatListProps {
  readonly seats: readonly DraftSeat[];
  readonly format: Format | undefined;
  readonly problem: string | undefined;
  readonly onChange: (seats: readonly DraftSeat[]) => void;
}

/** Who is in the cast, in order: to add, to move, to give a role, to send away. */
export function SeatList({ seats, format, problem, onChange }: SeatListProps) {
  const { casts: words } = usePersonaWords();
  const { status } = useAnnouncer();
  const id = useId();
  const added = useRef(0);
  const addButton = useRef<HTMLButtonElement>(null);
  const [picking, setPicking] = useState(false);
  const people = usePeople(seats.map(({ personaId }) => personaId));
  const nameOf = ({ personaId }: DraftSeat) => isolate(people.known.get(personaId)?.name ?? '…');

  function move(seat: DraftSeat, by: -1 | 1): void {
    const moved = movedSeat(seats, seat.key, by);
    onChange(moved);
    status(words.movedTo(nameOf(seat), moved.indexOf(seat) + 1));
  }
  function remove(seat: DraftSeat): void {
    onChange(seats.filter((other) => other !== seat));
    status(words.removed(nameOf(seat)));
    addButton.current?.focus();
  }
  const roles = format?.roles ?? [];
  return (
    <fieldset className="min-w-0" {...(problem !== undefined && { 'aria-describedby': `${id}-problem` })}>
      <legend className="mb-1 text-body font-medium">{words.seatsLabel}</legend>
      {seats.length > 0 && (
        <ol className="mb-3 border-t border-line">
          {seats.map((seat, place) => (
            <li
              key={seat.key}
              className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line py-2"
            >
              <Face
                name={people.known.get(seat.personaId)?.name ?? ''}
                seatNumber={place + 1}
                avatar={people.known.get(seat.personaId)?.avatar}
              />
              <span className="min-w-0 flex-1 basis-32 text-body font-medium wrap-anywhere">
                {people.missing.has(seat.personaId) ? (
                  <span className="text-danger">{words.personaGone}</span>
                ) : (
                  <bdi>{people.known.get(seat.personaId)?.name}</bdi>
                )}
              </span>
              {roles.length > 0 && (
                <Select
                  aria-label={words.roleOf(nameOf(seat))}
                  className="w-44"
                  value={seat.role ?? ''}
                  onValueChange={(role) =>
                    onChange(seats.map((other) => (other === seat ? withRole(seat, role) : other)))
                  }
                  options={[
                    { value: '', label: words.roleByPlace },
                    ...roles.map((role) => ({ value: role.id, label: role.name })),
                  ]}
                />
              )}
              <span className="flex">
                <IconButton
                  label={words.earlier(nameOf(seat))}
                  aria-disabled={place === 0 || undefined}
                  onClick={() => move(seat, -1)}
                  icon={<ArrowUp size={18} strokeWidth={1.5} aria-hidden="true" />}
                  className="aria-disabled:opacity-50"
                />
                <IconButton
                  label={words.later(nameOf(seat))}
                  aria-disabled={place === seats.length - 1 || undefined}
                  onClick={() => move(seat, 1)}
                  icon={<ArrowDown size={18} strokeWidth={1.5} aria-hidden="true" />}
                  className="aria-disabled:opacity-50"
                />
                <IconButton
                  label={words.removeSeat(nameOf(seat))}
                  onClick={() => remove(seat)}
                  icon={<X size={18} strokeWidth={1.5} aria-hidden="true" />}
                />
              </span>
            </li>
          ))}
        </ol>
      )}
      <Button
        ref={addButton}
        aria-invalid={problem !== undefined || undefined}
        aria-describedby={problem === undefined ? undefined : `${id}-problem`}
        disabledReason={seats.length >= CAST_LIMIT ? words.seatsFull(CAST_LIMIT) : undefined}
        icon={<UserPlus size={18} strokeWidth={1.5} aria-hidden="true" />}
        onClick={() => setPicking(true)}
      >
        {words.addSeat}
      </Button>
      {problem !== undefined && (
        <p id={`${id}-problem`} className="mt-1 flex items-center gap-1 text-note text-danger">
          <CircleAlert size={14} aria-hidden="true" />
          {problem}
        </p>
      )}
      {picking && (
        <PersonaPicker
          takenIds={seats.map(({ personaId }) => personaId)}
          isFull={seats.length >= CAST_LIMIT}
          onPick={({ id: personaId, name }) => {
            added.current += 1;
            onChange([...seats, { personaId, key: `added-${added.current}` }]);
            status(words.added(isolate(name)));
          }}
          onClose={() => setPicking(false)}
        />
      )}
    </fieldset>
  );
}

function withRole({ role: _, ...seat }: DraftSeat, role: string): DraftSeat {
  return role === '' ? seat : { ...seat, role };
}
