import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Page } from '../ui/page.tsx';
import { useAdminWords } from '../words/use-admin-words.ts';
import { useWords } from '../words/use-words.ts';

export interface AdminPageProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

const look =
  'control-height -mb-px inline-flex shrink-0 items-center border-b-2 border-transparent px-3 text-body font-medium text-muted -outline-offset-2 hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink';

/** One part of what admins do, with the way to the others. */
export function AdminPage({ title, lead, aside, children }: AdminPageProps) {
  const { common } = useWords();
  const { admin: words } = useAdminWords();
  return (
    <Page title={title} product={common.product} lead={lead} aside={aside}>
      <nav
        aria-label={words.parts}
        ref={showCurrent}
        className="relative mb-6 flex gap-1 overflow-x-auto overflow-y-hidden border-b border-line pb-px"
      >
        <Link to="/admin/users" className={look}>
          {words.users}
        </Link>
        <Link to="/admin/invites" className={look}>
          {words.invites}
        </Link>
        <Link to="/admin/limits" className={look}>
          {words.limits}
        </Link>
        <Link to="/admin/connections" className={look}>
          {words.connections}
        </Link>
        <Link to="/admin/audit" className={look}>
          {words.audit}
        </Link>
      </nav>
      {children}
    </Page>
  );
}

/** On a phone the parts scroll sideways; the present one is in view. */
function showCurrent(nav: HTMLElement | null): void {
  const current = nav?.querySelector<HTMLElement>('[aria-current=page]');
  if (!nav || !current) return;
  nav.scrollLeft = current.offsetLeft - (nav.clientWidth - current.offsetWidth) / 2;
}
