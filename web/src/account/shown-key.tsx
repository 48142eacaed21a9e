import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ShownOnce } from '../ui/shown-once.tsx';
import { useWords } from '../words/use-words.ts';

/** A new key, this once. Nothing closes it by accident. */
export function ShownKey({ secret, onClose }: { readonly secret: string; readonly onClose: () => void }) {
  const { account: words } = useWords();
  return (
    <Dialog
      title={words.keyMade}
      description={words.keyMadeHint}
      open
      onOpenChange={() => undefined}
      actions={<Button onClick={onClose}>{words.keyDone}</Button>}
    >
      <ShownOnce
        secret={secret}
        label={words.key}
        words={{ copy: words.keyCopy, copied: words.keyCopied, notCopied: words.keyCopyFailed }}
      />
    </Dialog>
  );
}
