import type { OneTimeLink as Made } from '@chimera/protocol/admin';
import { useState } from 'react';
import { reasonOf } from '../queries/reason-of.ts';
import { useMakeResetLink } from '../queries/use-users.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { isolate } from '../ui/isolate.ts';
import { useAdminWords } from '../words/use-admin-words.ts';
import { useWords } from '../words/use-words.ts';
import { OneTimeLink } from './one-time-link.tsx';
import type { UserDialogProps } from './user-dialog-props.ts';

/** Makes a link that sets a new password. It is kept here only, and goes with the dialog. */
export function ResetLink({ user, onClose }: UserDialogProps) {
  const { common } = useWords();
  const { admin, users: words } = useAdminWords();
  const make = useMakeResetLink();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [link, setLink] = useState<Made | null>(null);
  const name = isolate(user.name);

  async function confirm(): Promise<void> {
    setBusy(true);
    setError(null);
    try {
      setLink(await make(user.id));
    } catch (cause) {
      setError(reasonOf(cause));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      title={link === null ? words.resetOf(name) : words.linkFor(name)}
      description={words.resetHint}
      open
      onOpenChange={(open) => !open && onClose()}
      actions={
        link === null ? (
          <>
            <Button onClick={onClose}>{common.cancel}</Button>
            <Button variant="primary" busy={busy} onClick={() => void confirm()}>
              {words.makeLink}
            </Button>
          </>
        ) : (
          <Button onClick={onClose}>{admin.doneWithIt}</Button>
        )
      }
    >
      {link !== null && <OneTimeLink link={link} />}
      {error !== null && (
        <div className="mt-4">
          <ErrorBlock title={admin.notDone}>{error}</ErrorBlock>
        </div>
      )}
    </Dialog>
  );
}
