import { useState, type FormEvent } from 'react';
import { reasonOf } from '../queries/reason-of.ts';
import { useCreateCast } from '../queries/use-casts.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { Field, fieldLook } from '../ui/field.tsx';
import { isolate } from '../ui/isolate.ts';
import { useToast } from '../ui/toast.tsx';
import { usePersonaWords } from '../words/use-persona-words.ts';
import { useWords } from '../words/use-words.ts';

const NAME_LIMIT = 80;

/** Keeps those who were chosen as a cast, under a name. */
export function KeepCast({
  personaIds,
  onClose,
}: {
  readonly personaIds: readonly string[];
  readonly onClose: () => void;
}) {
  const { common } = useWords();
  const { casts: words } = usePersonaWords();
  const toast = useToast();
  const create = useCreateCast();
  const [name, setName] = useState('');
  const [isMissing, setIsMissing] = useState(false);

  function keep(event: FormEvent): void {
    event.preventDefault();
    if (create.isPending) return;
    setIsMissing(name.trim() === '');
    if (name.trim() === '') return;
    create.mutate(
      { name: name.trim(), seats: personaIds.map((personaId) => ({ personaId })) },
      {
        onSuccess: (cast) => {
          toast.show({ text: words.kept(isolate(cast.name)) });
          onClose();
        },
      },
    );
  }

  return (
    <Dialog
      title={words.keepAs}
      description={words.keepAsHint}
      open
      onOpenChange={(open) => !open && onClose()}
    >
      <form noValidate className="mt-4 grid gap-4" onSubmit={keep}>
        {create.isError && <ErrorBlock title={words.notKept}>{reasonOf(create.error)}</ErrorBlock>}
        <Field label={words.name} error={isMissing ? words.nameMissing : undefined}>
          {(control) => (
            <input
              {...control}
              dir="auto"
              autoComplete="off"
              value={name}
              maxLength={NAME_LIMIT}
              onChange={(event) => setName(event.target.value)}
              className={fieldLook}
            />
          )}
        </Field>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button type="submit" variant="primary" busy={create.isPending}>
            {words.keep}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
