import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { ErrorBlock } from './error-block.tsx';

export interface ConfirmDialogProps {
  readonly title: string;
  readonly description: ReactNode;
  /** The word that leaves everything as it is. */
  readonly keep: string;
  /** The word that does it. */
  readonly verb: string;
  readonly variant?: 'danger' | 'primary';
  /** What stands above the reason when it failed. */
  readonly notDone: string;
  /** What is asked about, under way or failed. */
  readonly attempt: { readonly busy: boolean; readonly error: string | null; readonly run: () => void };
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

/** Asks before something is done. A refusal stays in view. */
export function ConfirmDialog({
  title,
  description,
  keep,
  verb,
  variant = 'danger',
  notDone,
  attempt: { busy, error, run },
  onClose,
  children,
}: ConfirmDialogProps) {
  return (
    <Dialog
      title={title}
      description={description}
      open
      onOpenChange={(open) => !open && onClose()}
      actions={
        <>
          <Button onClick={onClose}>{keep}</Button>
          <Button variant={variant} busy={busy} onClick={run}>
            {verb}
          </Button>
        </>
      }
    >
      {children}
      {error !== null && (
        <div className="mt-4">
          <ErrorBlock title={notDone}>{error}</ErrorBlock>
        </div>
      )}
    </Dialog>
  );
}
