import { useRef, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, fieldLook } from '../ui/field.tsx';
import { useWords } from '../words/use-words.ts';

/** A new key, this once. Nothing closes it by accident. */
export function ShownKey({ secret, onClose }: { readonly secret: string; readonly onClose: () => void }) {
  const { account: words } = useWords();
  const field = useRef<HTMLInputElement>(null);
  const [told, setTold] = useState('');

  async function copy(): Promise<void> {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(secret);
      setTold(words.keyCopied);
    } catch {
      // Not allowed, or no encrypted transport: the key is selected.
      setTold(words.keyCopyFailed);
    }
  }

  return (
    <Dialog
      title={words.keyMade}
      description={words.keyMadeHint}
      open
      onOpenChange={() => undefined}
      actions={<Button onClick={onClose}>{words.keyDone}</Button>}
    >
      <div className="mt-4 grid gap-2">
        <Field label={words.key}>
          {(control) => (
            <input
              {...control}
              ref={field}
              readOnly
              value={secret}
              spellCheck={false}
              autoComplete="off"
              onFocus={({ target }) => target.select()}
              className={`${fieldLook} font-code`}
            />
          )}
        </Field>
        <Button variant="primary" onClick={() => void copy()}>
          {words.keyCopy}
        </Button>
        <output className="min-h-5 text-note text-muted">{told}</output>
      </div>
    </Dialog>
  );
}
