import type { ConnectableKind, ConnectionTest } from '@chimera/protocol/connection';
import type { Connection, Provider } from '@chimera/protocol/provider';
import { unreachable } from '@chimera/protocol/unreachable';
import { useEffect, useState, type ReactNode } from 'react';
import { usePreferences } from '../preferences/use-preferences.tsx';
import { useConnectionScope } from '../queries/connection-scope.ts';
import { useAttempt } from '../queries/use-attempt.ts';
import { useAnnouncer } from '../ui/announcer.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { useWords, type Words } from '../words/use-words.ts';
import { ConnectionForm } from './connection-form.tsx';
import { RemoveConnection } from './remove-connection.tsx';
import { TestResult, testSentence } from './test-result.tsx';
import { useConnectionTry, type Try } from './use-connection-try.ts';
import { useRemoval } from './use-removal.ts';

/** A test was not made, for what may be spent is spent. */
const LIMIT_CODES: ReadonlySet<string> = new Set(['max-cost-day', 'max-cost-month', 'max-tokens-day']);

export interface ConnectionTryProps {
  readonly provider: Provider;
  readonly kind: ConnectableKind;
  /** The one that is changed; null: a new one. */
  readonly existing: Connection | null;
  /** Something was saved. */
  readonly onChanged?: (() => void) | undefined;
  readonly onClose: () => void;
  /** Leads to another vendor. */
  readonly onBack?: (() => void) | undefined;
}

/** From one field to an answer: saves, tests, names who answered, or says what to do. */
export function ConnectionTry({ provider, kind, existing, onChanged, onClose, onBack }: ConnectionTryProps) {
  const { common, providers: words } = useWords();
  const { now, save, test } = useConnectionTry(kind, existing, onChanged);
  useAnnounced(now);
  const form = (connection: Connection | null, busy: boolean, actions: ReactNode) => (
    <ConnectionForm
      provider={provider}
      existing={connection}
      busy={busy}
      errors={now.name === 'asking' || now.name === 'refused' ? now.errors : null}
      onSave={(fields) => void save(fields)}
      actions={actions}
    />
  );
  switch (now.name) {
    case 'asking':
    case 'saving':
      return (
        <div className="mt-4">
          {form(
            existing,
            now.name === 'saving',
            <>
              {onBack && (
                <Button variant="quiet" className="mr-auto -ml-4" onClick={onBack}>
                  {words.back}
                </Button>
              )}
              <Button onClick={onClose}>{common.cancel}</Button>
            </>,
          )}
        </div>
      );
    case 'testing':
      return (
        <>
          <p className="mt-4 flex min-h-24 items-center gap-3 text-body text-muted">
            <Spinner />
            {words.testing(provider.name)}
          </p>
          <Foot>
            <Button onClick={onClose}>{common.close}</Button>
          </Foot>
        </>
      );
    case 'answered':
      return <Answered now={now} onClose={onClose} />;
    case 'refused':
      return (
        <Refused
          now={now}
          provider={provider}
          isNew={existing === null}
          onClose={onClose}
          onTest={() => void test(now.connection)}
          form={(busy, actions) => form(now.connection, busy, actions)}
        />
      );
    default:
      return unreachable(now);
  }
}

function Answered({
  now,
  onClose,
}: {
  readonly now: Extract<Try, { name: 'answered' }>;
  readonly onClose: () => void;
}) {
  const { providers: words } = useWords();
  const isOwn = useConnectionScope() === 'own';
  const { preferences, change } = usePreferences();
  const announcer = useAnnouncer();
  const { connection, test } = now;
  const model = test.model;
  const isUsed = preferences.brain?.connectionId === connection.id;

  function use(id: string): void {
    const label = `${connection.label} · ${id}`;
    change({ brain: { connectionId: connection.id, model: id, label } });
    announcer.status(words.using(label));
    onClose();
  }

  return (
    <>
      <div className="mt-4 grid gap-2">
        <p className="text-body text-muted">{words.itWorks}</p>
        <TestResult test={test} name={connection.label} />
      </div>
      <Foot>
        <Button ref={focusOnce} onClick={onClose}>
          {words.done}
        </Button>
        {isOwn && model !== undefined && !isUsed && (
          <Button variant="primary" onClick={() => use(model)}>
            {words.useForNew}
          </Button>
        )}
      </Foot>
    </>
  );
}

function Refused({
  now,
  provider,
  isNew,
  onClose,
  onTest,
  form,
}: {
  readonly now: Extract<Try, { name: 'refused' }>;
  readonly provider: Provider;
  /** It was made a moment ago: nobody uses it, and removing it needs no question. */
  readonly isNew: boolean;
  readonly onClose: () => void;
  readonly onTest: () => void;
  readonly form: (busy: boolean, actions: ReactNode) => ReactNode;
}) {
  const { providers: words } = useWords();
  const { connection, test } = now;
  const { remove } = useRemoval(connection);
  const { busy: removing, error, run: removeNow } = useAttempt(remove, onClose);
  const [asking, setAsking] = useState(false);
  const isBusy = now.saving || removing;
  return (
    <div className="mt-4 grid gap-4">
      <TestResult test={test} name={connection.label} />
      <p className="text-body text-muted">{keptWord(test, provider, words)}</p>
      {error !== null && <ErrorBlock title={words.notRemoved}>{error}</ErrorBlock>}
      {form(
        isBusy,
        <>
          <Button
            variant="quiet"
            className="mr-auto -ml-4"
            disabled={isBusy}
            onClick={() => (isNew ? removeNow() : setAsking(true))}
          >
            {words.remove}
          </Button>
          <Button disabled={isBusy} onClick={onTest}>
            {words.testAgain}
          </Button>
          <Button onClick={onClose}>{words.keepIt}</Button>
        </>,
      )}
      {asking && (
        <RemoveConnection connection={connection} onRemoved={onClose} onClose={() => setAsking(false)} />
      )}
    </div>
  );
}

/** That it is kept, and what to mend; a limit that is reached says nothing about the key. */
function keptWord({ problem }: ConnectionTest, { needsKey }: Provider, words: Words['providers']): string {
  if (problem !== undefined && LIMIT_CODES.has(problem.code)) return words.keptAnyway;
  return needsKey ? words.kept : words.keptAddress;
}

function Foot({ children }: { readonly children: ReactNode }) {
  return <div className="mt-6 flex flex-wrap items-center justify-end gap-2">{children}</div>;
}

/** What was in its place had the focus and is gone. */
function focusOnce(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
}

/** Each step is read out. */
function useAnnounced(now: Try): void {
  const { providers: words } = useWords();
  const { status } = useAnnouncer();
  useEffect(() => {
    if (now.name === 'saving') status(words.saving);
    if (now.name === 'testing') status(words.testing(now.connection.label));
    if (now.name === 'answered' || (now.name === 'refused' && !now.saving))
      status(testSentence(now.test, now.connection.label, words));
  }, [now, status, words]);
}
