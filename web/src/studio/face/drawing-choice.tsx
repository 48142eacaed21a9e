import type { Avatar } from '@chimera/protocol/persona';
import { type AvatarShape, avatarShapes } from '@chimera/protocol/sheet-limits';
import { useId } from 'react';
import { Face } from '../../ui/face.tsx';
import { seatOfColour } from '../../ui/seat-of-colour.ts';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { useStudioWords } from '../../words/use-studio-words.ts';

/** Initials alone, or over a drawing that its name makes. */
export function DrawingChoice({
  name,
  avatar,
  personaKey,
  onChange,
}: {
  readonly name: string;
  readonly avatar: Avatar;
  readonly personaKey: string;
  readonly onChange: (avatar: Avatar) => void;
}) {
  const { versions } = usePersonaWords();
  const words = useStudioWords();
  const group = useId();
  const { shape: chosen, ...rest } = avatar;
  const option = (shape: AvatarShape | undefined) => (
    <label
      key={shape ?? ''}
      className="relative flex min-w-0 flex-col items-center gap-1 rounded-card border border-transparent px-1 py-2 text-note hover:bg-sunken has-checked:border-line-strong has-checked:bg-raised has-checked:font-medium has-focus-visible:outline-2 has-focus-visible:outline-focus"
    >
      <input
        type="radio"
        name={group}
        value={shape ?? ''}
        checked={chosen === shape}
        onChange={() => onChange(shape === undefined ? rest : { ...rest, shape })}
        className="absolute inset-0 size-full cursor-pointer opacity-0"
      />
      <Face
        name={name}
        seatNumber={seatOfColour(avatar.color, personaKey)}
        avatar={shape === undefined ? {} : { shape }}
      />
      {shape === undefined ? words.initials : versions.shapes[shape]}
    </label>
  );
  return (
    <fieldset className="min-w-0" aria-describedby={`${group}-hint`}>
      <legend className="mb-1 text-body font-medium">{words.drawing}</legend>
      <div className="grid grid-cols-4 gap-1 sm:grid-cols-7">{[undefined, ...avatarShapes].map(option)}</div>
      <p id={`${group}-hint`} className="mt-1 text-note text-muted">
        {words.shapeHint}
      </p>
    </fieldset>
  );
}
