import type { Connection } from '@chimera/protocol/provider';
import { useState, type FormEvent } from 'react';
import { fieldErrorsOf } from '../queries/field-errors.ts';
import { useConnectionWork } from '../queries/use-connection-work.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { Field, fieldLook } from '../ui/field.tsx';
import { isolate } from '../ui/isolate.ts';
import { useWords } from '../words/use-words.ts';

const LABEL_LIMIT = 80;

export function RenameConnection({
  connection,
  onClose,
}: {
  readonly connection: Connection;
  readonly onClose: () => void;
}) {
  const { common, providers: words } = useWords();
  const work = useConnectionWork();
  const [label, setLabel] = useState(connection.label);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [whole, setWhole] = useState<string | null>(null);

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (label.trim() === '') {
      setError(words.nameMissing);
      return;
    }
    setBusy(true);
    try {
      await work.change(connection.id, { label: label.trim() });
      onClose();
    } catch (cause) {
      const errors = fieldErrorsOf(cause, ['label']);
      setError(errors.fields['label'] ?? null);
      setWhole(errors.whole);
      setBusy(false);
    }
  }

  return (
    <Dialog
      title={words.renameOf(isolate(connection.label))}
      open
      onOpenChange={(open) => !open && onClose()}
    >
      <form noValidate className="mt-4 grid gap-4" onSubmit={(event) => void save(event)}>
        {whole !== null && <ErrorBlock title={words.notSaved}>{whole}</ErrorBlock>}
        <Field label={words.labelField} error={error ?? undefined}>
          {(control) => (
            <input
              {...control}
              dir="auto"
              value={label}
              maxLength={LABEL_LIMIT}
              autoComplete="off"
              onChange={(event) => setLabel(event.target.value)}
              className={fieldLook}
            />
          )}
        </Field>
        <div className="mt-2 flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button type="submit" variant="primary" busy={busy}>
            {words.saveName}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
