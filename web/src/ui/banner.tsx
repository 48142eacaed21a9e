import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

export interface BannerProps {
  readonly tone?: 'note' | 'warning' | 'danger';
  readonly children: ReactNode;
  readonly actions?: ReactNode;
}

const icons = {
  note: <Info size={20} strokeWidth={1.5} aria-hidden="true" className="shrink-0 text-muted" />,
  warning: <TriangleAlert size={20} strokeWidth={1.5} aria-hidden="true" className="shrink-0 text-warn" />,
  danger: <CircleAlert size={20} strokeWidth={1.5} aria-hidden="true" className="shrink-0 text-danger" />,
};

/** A calm strip over a part of the page: what is so, and what one may do about it. */
export function Banner({ tone = 'note', children, actions }: BannerProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-card border border-line bg-raised px-4 py-2 text-body">
      <div className="flex min-w-0 flex-1 basis-64 items-center gap-3 py-1">
        {icons[tone]}
        <div className="min-w-0">{children}</div>
      </div>
      {actions !== undefined && <div className="flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}
