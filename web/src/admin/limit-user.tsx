import { useRef, useState, type FormEvent } from 'react';
import { fieldErrorsOf } from '../queries/field-errors.ts';
import { useInstanceSettings } from '../queries/use-instance-settings.ts';
import { useChangeUser } from '../queries/use-users.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { Field, fieldLook } from '../ui/field.tsx';
import { isolate } from '../ui/isolate.ts';
import { useToast } from '../ui/toast.tsx';
import { useAdminWords } from '../words/use-admin-words.ts';
import { useNumbers } from '../words/use-numbers.ts';
import { useWords } from '../words/use-words.ts';
import { typedLimit } from './typed-limit.ts';
import type { UserDialogProps } from './user-dialog-props.ts';

/** What one person may spend a day; an empty field is what holds for everybody. */
export function LimitUser({ user, onClose }: UserDialogProps) {
  const { common } = useWords();
  const { admin, users: words, instance } = useAdminWords();
  const { money } = useNumbers();
  const toast = useToast();
  const change = useChangeUser();
  const forAll = useInstanceSettings().data;
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(user.costPerDay === null ? '' : String(user.costPerDay));
  const [tried, setTried] = useState(false);
  const typed = typedLimit(text);
  const refused = change.isError ? fieldErrorsOf(change.error, ['costPerDay']) : null;
  const name = isolate(user.name);

  function save(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    if ('problem' in typed) return field.current?.focus();
    change.mutate(
      { id: user.id, change: { costPerDay: typed.value } },
      {
        onSuccess: () => {
          toast.show({ text: words.limitSaved(name) });
          onClose();
        },
      },
    );
  }

  const ceiling = forAll?.operatorCostPerDay ?? null;
  const isAbove = 'value' in typed && typed.value !== null && ceiling !== null && typed.value > ceiling;
  const everybodys = forAll?.costPerDay ?? null;
  const emptyHint = everybodys === null ? words.limitNone : words.limitForAll(money(everybodys));
  return (
    <Dialog
      title={words.limitOf(name)}
      description={words.limitHint}
      open
      onOpenChange={(open) => !open && onClose()}
    >
      <form noValidate className="mt-4 grid gap-4" onSubmit={save}>
        {refused !== null && refused.whole !== null && (
          <ErrorBlock title={admin.notDone}>{refused.whole}</ErrorBlock>
        )}
        <Field
          label={words.limitField}
          hint={isAbove ? instance.aboveCeiling(money(ceiling)) : emptyHint}
          error={tried && 'problem' in typed ? instance[typed.problem] : refused?.fields['costPerDay']}
        >
          {(control) => (
            <input
              {...control}
              ref={field}
              inputMode="decimal"
              autoComplete="off"
              value={text}
              onChange={(event) => setText(event.target.value)}
              className={fieldLook}
            />
          )}
        </Field>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button type="submit" variant="primary" busy={change.isPending}>
            {words.saveLimit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
