import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

export interface ErrorBlockProps {
  /** What happened. */
  readonly title: string;
  /** What is safe and what to do. */
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** Takes the place of a part that could not be shown. Read out when it appears. */
export function ErrorBlock({ title, children, actions }: ErrorBlockProps) {
  return (
    <div role="alert" className="flex gap-3 rounded-card border border-danger bg-raised p-4 text-body">
      <CircleAlert size={20} strokeWidth={1.5} aria-hidden="true" className="shrink-0 text-danger" />
      <div className="flex min-w-0 flex-col gap-1">
        <p className="font-medium">{title}</p>
        {children !== undefined && <div className="text-muted">{children}</div>}
        {actions !== undefined && <div className="mt-2 flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  );
}
