import type { Connection, Provider } from '@chimera/protocol/provider';
import { Dialog } from '../ui/dialog.tsx';
import { isolate } from '../ui/isolate.ts';
import { useWords } from '../words/use-words.ts';
import { connectableKindOf } from './connectable-kind.ts';
import { ConnectionTry } from './connection-try.tsx';

/** A new key for a connection, or a new address for one that needs no key; tested at once. */
export function ChangeConnection({
  provider,
  connection,
  onChanged,
  onClose,
}: {
  readonly provider: Provider;
  readonly connection: Connection;
  /** A change was saved, whether it answers or not. */
  readonly onChanged: () => void;
  readonly onClose: () => void;
}) {
  const { providers: words } = useWords();
  const kind = connectableKindOf(connection.kind);
  const label = isolate(connection.label);
  if (kind === null) return null;
  return (
    <Dialog
      title={provider.needsKey ? words.replaceOf(label) : words.readdressOf(label)}
      description={words.replaceHint}
      open
      wide
      onOpenChange={(open) => !open && onClose()}
    >
      <ConnectionTry
        provider={provider}
        kind={kind}
        existing={connection}
        onChanged={onChanged}
        onClose={onClose}
      />
    </Dialog>
  );
}
