import type { Connection } from '@chimera/protocol/provider';
import { useState } from 'react';
import { useConnectionScope } from '../queries/connection-scope.ts';
import { reasonOf } from '../queries/reason-of.ts';
import { useWords } from '../words/use-words.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { isolate } from '../ui/isolate.ts';
import { useRemoval } from './use-removal.ts';

/** Asks before a connection goes with its key, and says what that means for seats. */
export function RemoveConnection({
  connection,
  onClose,
  onRemoved = onClose,
}: {
  readonly connection: Connection;
  readonly onClose: () => void;
  /** Absent: it closes. */
  readonly onRemoved?: () => void;
}) {
  const { common, providers: words } = useWords();
  const scope = useConnectionScope();
  const { remove, isPreferred } = useRemoval(connection);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  async function confirm(): Promise<void> {
    setBusy(true);
    setError(null);
    try {
      await remove();
      onRemoved();
    } catch (cause) {
      setError(reasonOf(cause));
      setBusy(false);
    }
  }

  return (
    <Dialog
      title={words.removeOf(isolate(connection.label))}
      description={words.removeWarnings[scope]}
      open
      onOpenChange={(open) => !open && onClose()}
      actions={
        <>
          <Button onClick={onClose}>{common.keep}</Button>
          <Button variant="danger" busy={busy} onClick={() => void confirm()}>
            {words.remove}
          </Button>
        </>
      }
    >
      {isPreferred && <p className="mt-2 text-body text-muted">{words.removeWasUsed}</p>}
      {error !== null && (
        <div className="mt-4">
          <ErrorBlock title={words.notRemoved}>{error}</ErrorBlock>
        </div>
      )}
    </Dialog>
  );
}
