import type { ReactNode } from 'react';
import { useAttempt } from '../queries/use-attempt.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { useWords } from '../words/use-words.ts';

/** Asks before something is done that cannot be undone. */
export function Confirm({
  work,
  onClose,
  ...asked
}: {
  readonly title: string;
  readonly description: ReactNode;
  readonly verb: string;
  readonly work: () => Promise<void>;
  readonly onClose: () => void;
}) {
  const { account: words, common } = useWords();
  const attempt = useAttempt(work, onClose);
  return (
    <ConfirmDialog
      {...asked}
      keep={common.cancel}
      notDone={words.notDone}
      attempt={attempt}
      onClose={onClose}
    />
  );
}
