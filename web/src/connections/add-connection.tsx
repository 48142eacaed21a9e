import type { Provider } from '@chimera/protocol/provider';
import { connectableKindOf } from './connectable-kind.ts';
import { useState } from 'react';
import { useConnectionScope } from '../queries/connection-scope.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Button } from '../ui/button.tsx';
import { useWords } from '../words/use-words.ts';
import { ConnectionTry } from './connection-try.tsx';

export interface AddConnectionProps {
  readonly providers: readonly Provider[];
  /** Chosen already; null: it is asked for. */
  readonly provider: Provider | null;
  readonly onClose: () => void;
}

/** Adds a connection in two presses and a paste: which vendor, then its key. */
export function AddConnection({ providers, provider, onClose }: AddConnectionProps) {
  const { common, providers: words } = useWords();
  const forEverybody = useConnectionScope() === 'everybody';
  const [picked, setPicked] = useState(provider);
  const kind = picked === null ? null : connectableKindOf(picked.kind);
  return (
    <Dialog
      title={picked === null ? words.add : words.addOf(picked.name)}
      description={picked === null ? words.addWhich : forEverybody ? words.forEverybody : undefined}
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      {...(picked === null && { actions: <Button onClick={onClose}>{common.cancel}</Button> })}
    >
      {picked === null || kind === null ? (
        <VendorPick providers={providers} onPick={setPicked} />
      ) : (
        <ConnectionTry
          provider={picked}
          kind={kind}
          existing={null}
          onClose={onClose}
          onBack={provider === null ? () => setPicked(null) : undefined}
        />
      )}
    </Dialog>
  );
}

function VendorPick({
  providers,
  onPick,
}: {
  readonly providers: readonly Provider[];
  readonly onPick: (provider: Provider) => void;
}) {
  const { providers: words } = useWords();
  const offered = providers.filter(({ kind }) => connectableKindOf(kind) !== null);
  return (
    <ul className="mt-4 grid gap-2 sm:grid-cols-2">
      {offered.map((provider) => (
        <li key={provider.kind} className="grid">
          <button
            type="button"
            onClick={() => onPick(provider)}
            className="flex min-h-14 flex-col items-start justify-center rounded-card border border-line-strong px-4 py-2 text-left hover:bg-sunken"
          >
            <span className="text-body font-medium">{provider.name}</span>{' '}
            <span className="text-note text-muted">
              {provider.needsKey ? words.needsKey : provider.local ? words.needsNothing : words.needsAddress}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
