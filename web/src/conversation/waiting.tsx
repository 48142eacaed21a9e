import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { Status } from '../live/conversation-store.ts';
import { Button } from '../ui/button.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useWords } from '../words/use-words.ts';

/** What is quicker than this needs no sign of waiting. */
const PATIENCE_MS = 200;
const LINES = ['w-11/12', 'w-4/5', 'w-3/5', 'w-11/12', 'w-2/3', 'w-4/5'];

export function LoadingScreen() {
  const { conversation: words, common } = useWords();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="flex h-dvh flex-col" aria-busy="true">
      <header className="flex h-(--bar) items-center border-b border-line px-4 sm:px-6">
        <Link to="/" className="inline-flex min-h-11 items-center text-body font-semibold">
          {common.product}
        </Link>
      </header>
      <main tabIndex={-1} className="mx-auto w-full max-w-(--column) flex-1 px-4 pt-12 outline-none">
        <h1 className="sr-only">{words.loading}</h1>
        {late && (
          <div className="grid gap-4">
            {LINES.map((width, index) => (
              // Six lines without identity.
              // oxlint-disable-next-line react/no-array-index-key
              <Skeleton key={index} className={`h-5 ${width}`} />
            ))}
          </div>
        )}
      </main>
    </div>
  );
}

export function TroubleScreen({
  status,
}: {
  readonly status: Extract<Status, { kind: 'missing' | 'failed' }>;
}) {
  const { conversation: words } = useWords();
  const isMissing = status.kind === 'missing';
  return (
    <main className="mx-auto max-w-xl px-4 py-12">
      <h1 className="font-serif text-title font-medium">
        {isMissing ? words.missingTitle : words.failedTitle}
      </h1>
      <p className="mt-2 text-body text-muted">{isMissing ? words.missingText : status.detail}</p>
      <div className="mt-6 flex flex-wrap items-center gap-4">
        {!isMissing && (
          <Button variant="primary" onClick={() => location.reload()}>
            {words.tryAgain}
          </Button>
        )}
        <Link
          to="/"
          className="control-height inline-flex items-center text-accent underline underline-offset-4"
        >
          {words.toHome}
        </Link>
      </div>
    </main>
  );
}
