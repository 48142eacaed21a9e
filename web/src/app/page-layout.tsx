import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { Coins, MessagesSquare, Plug, Settings, Users } from 'lucide-react';
import { lazy, Suspense, type ReactNode } from 'react';
import { useProfile } from '../queries/use-profile.ts';
import { SkipLinks } from '../ui/skip-links.tsx';
import { useWords } from '../words/use-words.ts';

/** The frame of all screens but the conversation: a bar above, and under the thumb on a phone. */
export function PageLayout() {
  const { common } = useWords();
  return (
    <div className="flex min-h-dvh flex-col pb-[calc(64px+env(safe-area-inset-bottom))] sm:pb-0">
      <SkipLinks label={common.skipLinks} links={[{ target: 'main', label: common.skipToMain }]} />
      <header className="sticky top-0 layer-bar flex h-[var(--bar)] items-center gap-6 border-b border-line bg-surface px-4 sm:px-6 lg:px-10">
        <Link to="/" className="inline-flex min-h-11 items-center gap-2 font-semibold text-ink">
          <Mark />
          {common.product}
        </Link>
        <Navigation />
        <AccountEntry />
      </header>
      <Outlet />
    </div>
  );
}

// Where there are no accounts it is never loaded.
const AccountMenu = lazy(async () => ({
  default: (await import('../account/account-menu.tsx')).AccountMenu,
}));

function AccountEntry() {
  const { data: profile } = useProfile();
  if (!profile) return null;
  return (
    <Suspense>
      <AccountMenu profile={profile} />
    </Suspense>
  );
}

function Navigation() {
  const { common } = useWords();
  return (
    <nav
      aria-label={common.mainNavigation}
      data-foot
      className="fixed inset-x-0 bottom-0 layer-bar flex justify-around border-line bg-raised pb-[env(safe-area-inset-bottom)] max-sm:border-t sm:static sm:justify-start sm:gap-1 sm:bg-transparent sm:pb-0"
    >
      <Place
        to="/conversations"
        also="/search"
        icon={<MessagesSquare size={20} strokeWidth={1.5} aria-hidden="true" />}
      >
        {common.conversations}
      </Place>
      <Place to="/personas" also="/casts" icon={<Users size={20} strokeWidth={1.5} aria-hidden="true" />}>
        {common.personas}
      </Place>
      <Place to="/providers" icon={<Plug size={20} strokeWidth={1.5} aria-hidden="true" />}>
        {common.providers}
      </Place>
      <Place to="/costs" also="/cache" icon={<Coins size={20} strokeWidth={1.5} aria-hidden="true" />}>
        {common.costs}
      </Place>
      <Place to="/settings" icon={<Settings size={20} strokeWidth={1.5} aria-hidden="true" />}>
        {common.settings}
      </Place>
    </nav>
  );
}

interface PlaceProps {
  readonly to: '/conversations' | '/personas' | '/providers' | '/costs' | '/settings';
  /** Another screen that belongs to this place. */
  readonly also?: string;
  readonly icon: ReactNode;
  readonly children: string;
}

function Place({ to, also, icon, children }: PlaceProps) {
  const isBeside = useLocation({
    select: ({ pathname }) => also !== undefined && `${pathname}/`.startsWith(`${also}/`),
  });
  return (
    <Link
      to={to}
      {...(isBeside && { 'aria-current': true })}
      className="flex min-h-16 min-w-12 flex-auto flex-col items-center justify-center gap-1 text-note text-muted hover:text-ink aria-[current]:font-medium aria-[current]:text-ink sm:min-h-11 sm:flex-none sm:rounded-card sm:px-3 sm:text-body sm:aria-[current]:underline sm:aria-[current]:decoration-accent sm:aria-[current]:decoration-2 sm:aria-[current]:underline-offset-8"
    >
      <span className="sm:hidden">{icon}</span>
      {children}
    </Link>
  );
}

/** Three voices, one sign. */
function Mark() {
  return (
    <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
      <circle cx="12" cy="12" r="9" className="fill-(--accent)" fillOpacity="0.9" />
      <circle cx="21" cy="15" r="8" className="fill-(--seat-2)" fillOpacity="0.75" />
      <circle cx="14" cy="22" r="7" className="fill-(--seat-3)" fillOpacity="0.75" />
    </svg>
  );
}
