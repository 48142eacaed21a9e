import type { ConnectionTest } from '@chimera/protocol/connection';
import type { Connection, Provider } from '@chimera/protocol/provider';
import { useState } from 'react';
import { reasonOf } from '../queries/reason-of.ts';
import { useConnectionWork } from '../queries/use-connection-work.ts';
import { useAnnouncer } from '../ui/announcer.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { useWords } from '../words/use-words.ts';
import { ChangeConnection } from './change-connection.tsx';
import { ConnectionFacts, sourceOf } from './connection-facts.tsx';
import { ConnectionModels } from './connection-models.tsx';
import { ConnectionState } from './connection-state.tsx';
import { RemoveConnection } from './remove-connection.tsx';
import { RenameConnection } from './rename-connection.tsx';
import { TestResult, testSentence } from './test-result.tsx';

export interface ConnectionRowProps {
  readonly provider: Provider;
  readonly connection: Connection;
  /** What tells it from all others, for whoever does not see its place. */
  readonly name: string;
}

/** One way to a provider: how it is, what it offers, and what one can do with it. */
export function ConnectionRow({ provider, connection, name }: ConnectionRowProps) {
  const { providers: words } = useWords();
  const { label, detail, status, kind } = connection;
  const [changes, setChanges] = useState(0);
  const test = useTest(connection, changes);
  // The vendor's name stands above it already.
  const isUnnamed = label === provider.name;
  return (
    <li className="grid gap-1 border-t border-line px-4 py-3 sm:px-5">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <div className="flex min-w-0 flex-1 basis-60 flex-wrap items-baseline gap-x-3">
          <h4 className="min-w-0 text-body font-medium wrap-anywhere">
            <bdi>{isUnnamed ? words[sourceOf(connection)] : label}</bdi>
          </h4>
          <ConnectionState connection={connection} />
        </div>
        <div className="-mx-2 flex flex-wrap gap-x-1">
          <Button
            variant="quiet"
            className="min-w-11 px-2!"
            aria-label={words.ofConnection(words.test, name)}
            busy={test.busy}
            onClick={test.run}
          >
            {words.test}
          </Button>
          {!connection.builtIn && (
            <OwnActions
              provider={provider}
              connection={connection}
              name={name}
              onChanged={() => setChanges((before) => before + 1)}
            />
          )}
        </div>
      </div>
      {/* A test that failed says the same below. */}
      {test.result?.ok !== false && (
        <p className="max-w-prose text-body text-muted wrap-anywhere">{detail}</p>
      )}
      <ConnectionFacts connection={connection} sourceSaid={isUnnamed} />
      {test.result && <TestResult test={test.result} name={label} />}
      {test.error !== null && <ErrorBlock title={words.testFailed}>{test.error}</ErrorBlock>}
      {status === 'ready' && kind !== 'demo' && (
        <ConnectionModels connection={connection} name={name} isLocal={provider.local} />
      )}
    </li>
  );
}

function OwnActions({
  provider,
  connection,
  name,
  onChanged,
}: ConnectionRowProps & { readonly onChanged: () => void }) {
  const { providers: words } = useWords();
  const [open, setOpen] = useState<'change' | 'rename' | 'remove' | null>(null);
  const close = () => setOpen(null);
  const action = (what: 'change' | 'rename' | 'remove', text: string) => (
    <Button
      variant={what === 'change' && connection.problem === 'key-refused' ? 'secondary' : 'quiet'}
      className="min-w-11 px-2!"
      aria-label={words.ofConnection(text, name)}
      onClick={() => setOpen(what)}
    >
      {text}
    </Button>
  );
  return (
    <>
      {action('change', provider.needsKey ? words.replaceKey : words.replaceAddress)}
      {action('rename', words.rename)}
      {action('remove', words.remove)}
      {open === 'change' && (
        <ChangeConnection provider={provider} connection={connection} onChanged={onChanged} onClose={close} />
      )}
      {open === 'rename' && <RenameConnection connection={connection} onClose={close} />}
      {open === 'remove' && <RemoveConnection connection={connection} onClose={close} />}
    </>
  );
}

/** What came of a test: an answer, or why none could be asked for. */
type Outcome = { readonly result: ConnectionTest } | { readonly error: string };

/** Asks for a real, short answer when told to, and says what came of it until the connection is changed. */
function useTest({ id, label, keyLast4, baseUrl }: Connection, changes: number) {
  const work = useConnectionWork();
  const announcer = useAnnouncer();
  const { providers: words } = useWords();
  const [told, setTold] = useState<{ readonly of: string; readonly outcome: Outcome } | null>(null);
  const [busy, setBusy] = useState(false);
  // An answer to another key or from another address says nothing of this one.
  const now = JSON.stringify([keyLast4, baseUrl, changes]);
  const outcome = told?.of === now ? told.outcome : null;

  async function run(): Promise<void> {
    setBusy(true);
    try {
      const result = await work.test(id);
      setTold({ of: now, outcome: { result } });
      announcer.status(testSentence(result, label, words));
    } catch (cause) {
      setTold({ of: now, outcome: { error: reasonOf(cause) } });
    } finally {
      setBusy(false);
    }
  }
  return {
    result: outcome !== null && 'result' in outcome ? outcome.result : null,
    error: outcome !== null && 'error' in outcome ? outcome.error : null,
    busy,
    run: () => void run(),
  };
}
