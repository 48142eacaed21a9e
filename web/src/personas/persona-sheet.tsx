import type { Persona } from '@chimera/protocol/persona';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Face } from '../ui/face.tsx';
import { Meter } from '../ui/meter.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { useWords } from '../words/use-words.ts';

const STYLES = ['creativity', 'verbosity', 'formality', 'humor', 'warmth'] as const;

export interface PersonaSheetProps {
  readonly persona: Persona;
  readonly seatNumber: number;
  readonly onClose: () => void;
}

/** The character sheet: who it is and how it sounds. */
export function PersonaSheet({ persona, seatNumber, onClose }: PersonaSheetProps) {
  const { personas: words } = useWords();
  return (
    <Sheet
      title={persona.name}
      description={persona.tagline}
      open
      onOpenChange={(open) => !open && onClose()}
      footer={
        <Link
          to="/"
          search={{ persona: persona.id }}
          className="control-height flex items-center justify-center rounded-card bg-accent px-4 font-medium text-accent-ink hover:bg-accent-hover"
        >
          {words.start}
        </Link>
      }
    >
      <div className="mb-4 flex justify-center py-2">
        <Face name={persona.name} seatNumber={seatNumber} size={96} imageUrl={persona.avatar.imageUrl} />
      </div>
      <p className="text-body">{persona.description}</p>
      {persona.exampleMessages.length > 0 && (
        <Part title={words.lines}>
          <ul className="flex flex-col gap-3" data-seat={((seatNumber - 1) % 12) + 1}>
            {persona.exampleMessages.map((line) => (
              <li key={line} className="border-l-2 border-seat pl-3 font-serif text-stage">
                {line}
              </li>
            ))}
          </ul>
        </Part>
      )}
      {persona.traits.length > 0 && (
        <Part title={words.traits}>
          <ul className="list-disc pl-5 text-body">
            {persona.traits.map((trait) => (
              <li key={trait}>{trait}</li>
            ))}
          </ul>
        </Part>
      )}
      <Part title={words.style}>
        <div className="flex flex-col gap-3">
          {STYLES.map((name) => (
            <Meter
              key={name}
              label={words.styles[name]}
              value={persona.style[name]}
              max={1}
              valueText={words.percent(persona.style[name])}
              tone="plain"
            />
          ))}
        </div>
      </Part>
    </Sheet>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="mt-6">
      <h3 className="mb-2 text-note font-medium text-muted">{title}</h3>
      {children}
    </section>
  );
}
