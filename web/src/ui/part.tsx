import type { ReactNode } from 'react';
import { useId } from 'react';

export interface PartProps {
  readonly title: string;
  readonly lead?: ReactNode;
  /** Controls beside the heading. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** One part of a screen, under a heading and a line. */
export function Part({ title, lead, aside, children }: PartProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="border-t border-line py-6">
      <div className="mb-4 flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <h2 id={id} className="font-serif text-head font-medium">
            {title}
          </h2>
          {lead !== undefined && <p className="max-w-prose text-body text-pretty text-muted">{lead}</p>}
        </div>
        {aside}
      </div>
      {children}
    </section>
  );
}
