import type { Persona } from '@chimera/protocol/persona';
import { Face } from '../ui/face.tsx';

export interface PersonaCardProps {
  readonly persona: Persona;
  readonly seatNumber: number;
  readonly onOpen: () => void;
}

/** A persona in the gallery; all of it opens the sheet. */
export function PersonaCard({ persona, seatNumber, onOpen }: PersonaCardProps) {
  return (
    <article className="relative flex h-full gap-4 rounded-card border border-line bg-raised p-4 transition-colors duration-[var(--state)] hover:border-line-strong">
      <Face name={persona.name} seatNumber={seatNumber} imageUrl={persona.avatar.imageUrl} />
      <div className="min-w-0 flex-1">
        <h2 className="font-serif text-head font-medium">
          <button
            type="button"
            onClick={onOpen}
            className="text-left outline-none after:absolute after:inset-0 after:rounded-card focus-visible:after:outline-2 focus-visible:after:outline-offset-2 focus-visible:after:outline-focus"
          >
            {persona.name}
          </button>
        </h2>
        <p className="text-body">{persona.tagline}</p>
        <p className="mt-2 text-note text-muted">{persona.tags.slice(0, 4).join(' · ')}</p>
      </div>
    </article>
  );
}
