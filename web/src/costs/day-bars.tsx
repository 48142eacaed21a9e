import { useWords } from '../words/use-words.ts';
import { useNumbers } from '../words/use-numbers.ts';
import { roundTop, type DayMeasure, type DaySpent } from './last-days.ts';
import { useDays } from './use-days.ts';

export interface DayBarsProps {
  /** The gist, for whoever does not see it. */
  readonly label: string;
  readonly days: readonly DaySpent[];
  readonly amountOf: (day: DaySpent) => number;
  readonly measure: DayMeasure;
  readonly onPoint: (day: DaySpent | null) => void;
}

const WEEK = 7;

/** A bar for each day, between a line at a round number and the ground. */
export function DayBars({ label, days, amountOf, measure, onPoint }: DayBarsProps) {
  const { language, costs: words } = useWords();
  const numbers = useNumbers();
  const written = useDays();
  const top = roundTop(Math.max(...days.map(amountOf)));
  const compact = new Intl.NumberFormat(language, { notation: 'compact' });
  const show = measure === 'cost' ? numbers.money : (value: number) => compact.format(value);
  // Weeks count back from today, whose bar always has a name.
  const isNamed = (index: number) => (days.length - 1 - index) % WEEK === 0;
  return (
    <div
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- drawn with boxes, so that it takes the theme
      role="img"
      aria-label={label}
      className="text-note text-muted tabular-nums"
    >
      <div
        className="relative h-44 pt-4"
        onPointerLeave={(event) => event.pointerType === 'mouse' && onPoint(null)}
      >
        {[1, 0.5].map((share) => (
          <div
            key={share}
            className="absolute inset-x-0 border-t border-line"
            style={{ bottom: `${share * 90}%` }}
          >
            <span className="absolute -top-4.5 left-0">{show(top * share)}</span>
          </div>
        ))}
        <div className="relative flex h-full items-end border-b border-line-strong pl-12">
          {days.map((day) => (
            <div
              key={day.day}
              className="group flex h-full flex-1 items-end px-px sm:px-0.5"
              onPointerEnter={() => onPoint(day)}
            >
              {amountOf(day) > 0 && (
                <div
                  className="min-h-0.5 w-full rounded-t-[3px] border border-b-0 border-accent bg-accent group-hover:border-accent-hover group-hover:bg-accent-hover"
                  style={{ height: `${(amountOf(day) / top) * 98}%` }}
                />
              )}
            </div>
          ))}
        </div>
      </div>
      <div className="flex pt-1 pl-12">
        {days.map((day, index) => (
          <div key={day.day} className="relative h-4 flex-1">
            {isNamed(index) && (
              <span
                className={
                  index === days.length - 1
                    ? 'absolute right-0 whitespace-nowrap'
                    : 'absolute left-1/2 -translate-x-1/2 whitespace-nowrap'
                }
              >
                {index === days.length - 1 ? words.today : written.short(day.day)}
              </span>
            )}
          </div>
        ))}
      </div>
    </div>
  );
}
