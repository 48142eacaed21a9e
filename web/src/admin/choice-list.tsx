import { useId } from 'react';

export interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly hint: string;
}

export interface ChoiceListProps<T extends string> {
  readonly label: string;
  readonly labelHidden?: boolean;
  readonly choices: readonly Choice<T>[];
  readonly value: T;
  /** Why it cannot be chosen here. */
  readonly fixed?: string | undefined;
  readonly onValueChange: (value: T) => void;
}

/** One of a few, each with what it means. Real radio buttons: arrows and screen readers work by themselves. */
export function ChoiceList<T extends string>({
  label,
  labelHidden = false,
  choices,
  value,
  fixed,
  onValueChange,
}: ChoiceListProps<T>) {
  const id = useId();
  return (
    <fieldset
      disabled={fixed !== undefined}
      className="min-w-0"
      {...(fixed !== undefined && { 'aria-describedby': `${id}-fixed` })}
    >
      <legend className={labelHidden ? 'sr-only' : 'mb-1 text-body font-medium'}>{label}</legend>
      <div className="grid max-w-prose gap-1 rounded-card border border-line-strong bg-surface p-1">
        {choices.map((choice) => (
          <label
            key={choice.value}
            className="flex min-h-14 items-start gap-3 rounded-[7px] px-3 py-2 not-has-disabled:hover:bg-sunken has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-focus"
          >
            <input
              type="radio"
              name={id}
              value={choice.value}
              checked={choice.value === value}
              aria-labelledby={`${id}-${choice.value}`}
              aria-describedby={`${id}-${choice.value}-hint`}
              onChange={() => onValueChange(choice.value)}
              className="mt-0.5 size-4 shrink-0 cursor-pointer accent-accent outline-none disabled:cursor-default"
            />
            <span className="min-w-0 flex-1">
              <span id={`${id}-${choice.value}`} className="block text-body font-medium">
                {choice.label}
              </span>
              <span id={`${id}-${choice.value}-hint`} className="block text-note text-pretty text-muted">
                {choice.hint}
              </span>
            </span>
          </label>
        ))}
      </div>
      {fixed !== undefined && (
        <p id={`${id}-fixed`} className="mt-2 max-w-prose text-body text-pretty text-muted">
          {fixed}
        </p>
      )}
    </fieldset>
  );
}
