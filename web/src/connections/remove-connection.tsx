import type { Connection } from '@chimera/protocol/provider';
import { useConnectionScope } from '../queries/connection-scope.ts';
import { useAttempt } from '../queries/use-attempt.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { isolate } from '../ui/isolate.ts';
import { useWords } from '../words/use-words.ts';
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
  const attempt = useAttempt(remove, onRemoved);
  return (
    <ConfirmDialog
      title={words.removeOf(isolate(connection.label))}
      description={words.removeWarnings[scope]}
      keep={common.keep}
      verb={words.remove}
      notDone={words.notRemoved}
      attempt={attempt}
      onClose={onClose}
    >
      {isPreferred && <p className="mt-2 text-body text-muted">{words.removeWasUsed}</p>}
    </ConfirmDialog>
  );
}
