import { useState, type ReactNode } from 'react';
import { reasonOf } from '../queries/reason-of.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { useWords } from '../words/use-words.ts';

/** Asks before something is done that cannot be undone. */
export function Confirm({
  title,
  description,
  verb,
  work,
  onClose,
}: {
  readonly title: string;
  readonly description: ReactNode;
  readonly verb: string;
  readonly work: () => Promise<void>;
  readonly onClose: () => void;
}) {
  const { account: words, common } = useWords();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  async function confirm(): Promise<void> {
    setBusy(true);
    setError(null);
    try {
      await work();
      onClose();
    } catch (cause) {
      setError(reasonOf(cause));
      setBusy(false);
    }
  }

  return (
    <Dialog
      title={title}
      description={description}
      open
      onOpenChange={(open) => !open && onClose()}
      actions={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button variant="danger" busy={busy} onClick={() => void confirm()}>
            {verb}
          </Button>
        </>
      }
    >
      {error !== null && (
        <div className="mt-4">
          <ErrorBlock title={words.notDone}>{error}</ErrorBlock>
        </div>
      )}
    </Dialog>
  );
}
