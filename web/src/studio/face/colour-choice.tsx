import { useId } from 'react';
import { seatOfColour } from '../../ui/seat-of-colour.ts';
import { useStudioWords } from '../../words/use-studio-words.ts';
import { seatWishes } from './colours.ts';

/** One of the twelve colours of seats, by name. */
export function ColourChoice({
  value,
  personaKey,
  onValueChange,
}: {
  readonly value: string;
  /** Decides what a wish without a hue looks like. */
  readonly personaKey: string;
  readonly onValueChange: (colour: string) => void;
}) {
  const words = useStudioWords();
  const group = useId();
  const worn = seatOfColour(value, personaKey) - 1;
  const isOther = !seatWishes.some((wish) => wish === value.toLowerCase());
  return (
    <fieldset className="min-w-0" aria-describedby={`${group}-hint`}>
      <legend className="mb-1 text-body font-medium">{words.colour}</legend>
      <div className="grid grid-cols-2 gap-1 sm:grid-cols-3">
        {seatWishes.map((wish, index) => (
          <label
            key={wish}
            data-seat={index + 1}
            className="relative flex min-h-[var(--control)] items-center gap-2 rounded-card border border-transparent px-2 text-body hover:bg-sunken has-checked:border-line-strong has-checked:bg-raised has-checked:font-medium has-focus-visible:outline-2 has-focus-visible:outline-focus"
          >
            <input
              type="radio"
              name={group}
              value={wish}
              checked={index === worn}
              // What is only nearest is not chosen yet: a press chooses it.
              onClick={() => isOther && index === worn && onValueChange(wish)}
              onChange={() => onValueChange(wish)}
              className="absolute inset-0 size-full cursor-pointer opacity-0"
            />
            <span aria-hidden="true" className="size-4 shrink-0 rounded-full bg-seat" />
            {words.colours[index]}
          </label>
        ))}
      </div>
      <p id={`${group}-hint`} className="mt-1 text-note text-muted">
        {isOther ? words.colourOther : words.colourHint}
      </p>
    </fieldset>
  );
}
