import type { ReactNode } from 'react';

/** Nothing here yet: what this place is for, and the first step. */
export function EmptyState({
  title,
  children,
  action,
}: {
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-start gap-2 py-8">
      <p className="font-serif text-head font-medium">{title}</p>
      {children !== undefined && <div className="max-w-prose text-body text-muted">{children}</div>}
      {action !== undefined && <div className="mt-2">{action}</div>}
    </div>
  );
}
