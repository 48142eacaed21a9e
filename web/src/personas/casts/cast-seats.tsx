import type { Cast } from '@chimera/protocol/cast';
import type { Format } from '@chimera/protocol/format';
import { Link } from '@tanstack/react-router';
import type { People } from '../../queries/use-people.ts';
import { Face } from '../../ui/face.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { roleNames } from './cast-format.ts';

export interface CastSeatsProps {
  readonly cast: Cast;
  readonly people: People;
  readonly format: Format | undefined;
}

/** Who plays, in the order of the seats, with the role that each gets. */
export function CastSeats({ cast: { seats }, people, format }: CastSeatsProps) {
  const roles = roleNames(format, seats);
  return (
    <ol className="border-t border-line">
      {seats.map(({ personaId }, place) => (
        // oxlint-disable-next-line react/no-array-index-key -- one persona may have two seats
        <li key={`${place}-${personaId}`} className="border-b border-line last:border-b-0">
          <SeatRow personaId={personaId} people={people} place={place} role={roles[place]} />
        </li>
      ))}
    </ol>
  );
}

interface SeatRowProps {
  readonly personaId: string;
  readonly people: People;
  readonly place: number;
  readonly role: string | undefined;
}

function SeatRow({ personaId, people, place, role }: SeatRowProps) {
  const { casts: words } = usePersonaWords();
  const persona = people.known.get(personaId);
  if (persona === undefined) {
    if (people.isPending) return <Skeleton className="my-2 h-12 w-full" />;
    return (
      <p className="flex min-h-14 items-center gap-3 text-body text-muted">
        <Face name="?" seatNumber={place + 1} state="away" />
        {words.personaGone}
      </p>
    );
  }
  const { name, tagline, avatar } = persona;
  return (
    <Link
      to="/personas/$personaId"
      params={{ personaId }}
      className="flex min-h-14 items-center gap-3 rounded-card py-2 hover:bg-sunken focus-visible:-outline-offset-2"
    >
      <Face name={name} seatNumber={place + 1} avatar={avatar} />
      <span className="min-w-0 flex-1">
        <span className="block text-body font-medium wrap-anywhere">
          <bdi>{name}</bdi>
        </span>
        <span dir="auto" className="block text-as-around text-note wrap-anywhere text-muted">
          {tagline}
        </span>
      </span>
      {role !== undefined && <span className="text-note text-muted">{words.role(role)}</span>}
    </Link>
  );
}
