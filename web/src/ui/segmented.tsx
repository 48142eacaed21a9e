import { useId } from 'react';

export interface SegmentedOption<T extends string> {
  readonly value: T;
  readonly label: string;
}

export interface SegmentedProps<T extends string> {
  readonly label: string;
  readonly options: readonly SegmentedOption<T>[];
  readonly value: T;
  /** True when the label is shown elsewhere and only read out here. */
  readonly labelHidden?: boolean;
  readonly onValueChange: (value: T) => void;
}

/** One of a few, all in view. Real radio buttons: arrows, forms and screen readers work by themselves. */
export function Segmented<T extends string>({
  label,
  options,
  value,
  labelHidden = false,
  onValueChange,
}: SegmentedProps<T>) {
  const name = useId();
  return (
    <fieldset className="min-w-0">
      <legend className={labelHidden ? 'sr-only' : 'mb-2 text-body font-medium'}>{label}</legend>
      <div className="inline-flex max-w-full flex-wrap gap-1 rounded-card border border-line-strong bg-sunken p-1">
        {options.map((option) => (
          <label
            key={option.value}
            className="relative flex min-h-[calc(var(--control)-10px)] items-center rounded-[7px] px-3 text-body text-muted hover:text-ink has-checked:bg-raised has-checked:font-medium has-checked:text-ink has-checked:shadow-[0_0_0_1px_var(--line-strong)] has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus touch:min-h-11 touch:min-w-11 touch:justify-center"
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onValueChange(option.value)}
              className="absolute inset-0 size-full cursor-pointer opacity-0"
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
