import type { ReactNode } from 'react';

export interface FigureProps {
  readonly label: string;
  readonly value: string;
  /** What stands below it, line by line. */
  readonly children?: ReactNode;
}

/** A number that matters, with its name and what belongs to it. Stands in a `dl`. */
export function Figure({ label, value, children }: FigureProps) {
  return (
    <div className="min-w-0">
      <dt className="text-body text-muted">{label}</dt>
      <dd>
        <p className="font-serif text-title font-medium tabular-nums">{value}</p>
        {children !== undefined && <div className="text-body text-muted tabular-nums">{children}</div>}
      </dd>
    </div>
  );
}
