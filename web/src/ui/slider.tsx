import { useId } from 'react';

export interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  /** The value in words, such as "120 %": shown, and read out instead of the bare number. */
  readonly valueText: string;
  readonly hint?: string;
  readonly onValueChange: (value: number) => void;
}

export function Slider({ label, value, min, max, step = 1, valueText, hint, onValueChange }: SliderProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-baseline justify-between gap-4">
        <label htmlFor={id} className="text-body font-medium">
          {label}
        </label>
        <output htmlFor={id} className="text-body text-muted tabular-nums">
          {valueText}
        </output>
      </div>
      <input
        id={id}
        type="range"
        value={value}
        min={min}
        max={max}
        step={step}
        aria-valuetext={valueText}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onValueChange(event.target.valueAsNumber)}
        className="control-height w-full cursor-pointer accent-accent"
      />
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-note text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}
