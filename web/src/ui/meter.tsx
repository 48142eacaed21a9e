import { useId } from 'react';

export interface MeterProps {
  readonly label: string;
  readonly value: number;
  readonly max: number;
  /** Such as "8 of 40". */
  readonly valueText: string;
  /** `limit` warns from 90 percent on; `plain` is a share without a judgement. */
  readonly tone?: 'limit' | 'plain';
}

/** A share of a whole, such as how much of a limit is used up. */
export function Meter({ label, value, max, valueText, tone = 'limit' }: MeterProps) {
  const id = useId();
  const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-baseline justify-between gap-4 text-body">
        <span id={id}>{label}</span>
        <span className="whitespace-nowrap text-muted tabular-nums">{valueText}</span>
      </div>
      <div
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- `meter` cannot be styled alike in all browsers
        role="meter"
        aria-labelledby={id}
        aria-valuenow={Math.min(value, max)}
        aria-valuemin={0}
        aria-valuemax={max}
        aria-valuetext={valueText}
        className="h-1.5 overflow-hidden rounded-full border border-line-strong bg-sunken"
      >
        <div
          className={`h-full origin-left ${fill(tone, share)}`}
          style={{ transform: `scaleX(${share})` }}
        />
      </div>
    </div>
  );
}

function fill(tone: NonNullable<MeterProps['tone']>, share: number): string {
  if (tone === 'plain') return 'bg-muted';
  return share >= 0.9 ? 'bg-warn' : 'bg-accent';
}
