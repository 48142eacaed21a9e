import { Navigate, Outlet, useLocation, useRouter } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { useInstance } from '../queries/use-instance.ts';
import { useProfile } from '../queries/use-profile.ts';
import { Button } from '../ui/button.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { useWords } from '../words/use-words.ts';
import { NotFound } from './not-found.tsx';
import { safeNext } from './safe-next.ts';
import { useOnePerson } from './use-one-person.ts';

/** For those who are not in yet. */
const doors = new Set(['/sign-in', '/register', '/forgot', '/join', '/setup', '/reset']);
/** Of the doors, those that are of no use to somebody who is in. */
const onlyOutside = new Set(['/sign-in', '/register', '/forgot']);

/**
 * Shows the screen, or leads to the door where there are accounts and nobody is signed in. Where there are none, nothing
 * waits: the screen stands before the server has said so.
 */
export function AccountGate() {
  const { pathname, searchStr, hash } = useLocation();
  const instance = useInstance();
  const profile = useProfile();
  useOnePerson(profile.data);
  const isOfAccounts = doors.has(pathname) || /^\/(?:account|admin)(?:\/|$)/.test(pathname);

  if (instance.data === undefined) {
    if (!isOfAccounts) return <Outlet />;
    return instance.isError ? <Unreachable onRetry={() => void instance.refetch()} /> : <Nothing />;
  }
  if (instance.data.auth === 'local') return isOfAccounts ? <NotFound /> : <Outlet />;
  if (profile.data === undefined) {
    if (profile.isError) return <Unreachable onRetry={() => void profile.refetch()} />;
    return isOfAccounts ? <Nothing /> : <Outlet />;
  }
  if (profile.data === null && !doors.has(pathname)) {
    const here = `${pathname}${searchStr}${hash === '' ? '' : `#${hash}`}`;
    return <Navigate to="/sign-in" search={here === '/' ? {} : { next: here }} replace />;
  }
  return profile.data !== null && onlyOutside.has(pathname) ? <Return /> : <Outlet />;
}

/** Goes back to where somebody was before they had to sign in. */
function Return() {
  const { history } = useRouter();
  const next = useLocation({ select: ({ search }) => safeNext('next' in search ? search.next : undefined) });
  useEffect(() => history.replace(next), [history, next]);
  return <Nothing />;
}

function Unreachable({ onRetry }: { readonly onRetry: () => void }) {
  const { account: words, common } = useWords();
  return (
    <Main>
      <ErrorBlock title={words.unreachable} actions={<Button onClick={onRetry}>{common.retry}</Button>}>
        {words.unreachableHint}
      </ErrorBlock>
    </Main>
  );
}

function Nothing() {
  const { common } = useWords();
  return (
    <Main>
      <output className="sr-only">{common.loading}</output>
    </Main>
  );
}

function Main({ children }: { readonly children: ReactNode }) {
  return (
    <main id="main" tabIndex={-1} className="mx-auto max-w-xl px-4 py-12 outline-none">
      {children}
    </main>
  );
}
