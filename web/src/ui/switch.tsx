import { useId } from 'react';

export interface SwitchProps {
  readonly label: string;
  readonly hint?: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onCheckedChange: (checked: boolean) => void;
}

/** On or off, at once. The knob's place carries the state, not its colour alone. */
export function Switch({ label, hint, checked, disabled = false, onCheckedChange }: SwitchProps) {
  const id = useId();
  return (
    <div className="flex min-h-11 items-center justify-between gap-4">
      <div className="min-w-0">
        <label id={`${id}-label`} htmlFor={id} className="text-body font-medium">
          {label}
        </label>
        {hint !== undefined && (
          <p id={`${id}-hint`} className="text-note text-muted">
            {hint}
          </p>
        )}
      </div>
      <button
        id={id}
        type="button"
        role="switch"
        aria-checked={checked}
        disabled={disabled}
        aria-labelledby={`${id}-label`}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onClick={() => onCheckedChange(!checked)}
        className="group grid h-11 w-12 shrink-0 place-items-center rounded-card disabled:opacity-50"
      >
        <span className="flex h-6 w-11 items-center rounded-full border border-line-strong bg-sunken px-0.5 group-aria-checked:border-accent group-aria-checked:bg-accent">
          <span className="size-4.5 rounded-full bg-line-strong transition-transform duration-[var(--state)] group-aria-checked:translate-x-5 group-aria-checked:bg-accent-ink" />
        </span>
      </button>
    </div>
  );
}
