import { useState } from 'react';
import { Field, fieldLook } from '../../ui/field.tsx';
import { typedWhole } from '../../ui/typed-number.ts';
import { useStudioWords } from '../../words/use-studio-words.ts';

const MOST = 1_000_000;

/** A whole number. What is none stays in the field, with its error, and changes nothing. */
export function NumberField({
  label,
  hint,
  value,
  onValueChange,
}: {
  readonly label: string;
  readonly hint: string;
  readonly value: number;
  readonly onValueChange: (value: number) => void;
}) {
  const words = useStudioWords();
  const [text, setText] = useState(() => String(value));
  const isWrong = numberIn(text) === null;
  return (
    <Field label={label} hint={hint} error={isWrong ? words.entryNumberWrong : undefined}>
      {(control) => (
        <input
          {...control}
          inputMode="numeric"
          autoComplete="off"
          value={text}
          onChange={({ target }) => {
            setText(target.value);
            const typed = numberIn(target.value);
            if (typed !== null) onValueChange(typed);
          }}
          className={`${fieldLook} max-w-40`}
        />
      )}
    </Field>
  );
}

/** Nothing is 0. */
function numberIn(text: string): number | null {
  const value = typedWhole(text) ?? 0;
  return Number.isInteger(value) && Math.abs(value) <= MOST ? value : null;
}
