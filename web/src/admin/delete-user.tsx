import { useRef, useState, type FormEvent } from 'react';
import { reasonOf } from '../queries/reason-of.ts';
import { useDeleteUser } from '../queries/use-users.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { Field, fieldLook } from '../ui/field.tsx';
import { isolate } from '../ui/isolate.ts';
import { useToast } from '../ui/toast.tsx';
import { useAdminWords } from '../words/use-admin-words.ts';
import { useWords } from '../words/use-words.ts';
import type { UserDialogProps } from './user-dialog-props.ts';

/** Says exactly what goes with an account, and takes its username as the yes. */
export function DeleteUser({ user, isMe, onClose }: UserDialogProps) {
  const { common } = useWords();
  const { users: words } = useAdminWords();
  const toast = useToast();
  const remove = useDeleteUser();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const isWrong = typed.trim().toLowerCase() !== user.username.toLowerCase();

  function confirm(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    if (isWrong) return field.current?.focus();
    remove.mutate(user.id, {
      onSuccess: () => {
        toast.show({ text: words.deleted(isolate(user.name)) });
        onClose();
      },
    });
  }

  return (
    <Dialog
      title={words.deleteOf(isolate(user.name))}
      description={isMe ? `${words.ownAccount} ${words.deleteGoes}` : words.deleteGoes}
      open
      onOpenChange={(open) => !open && onClose()}
    >
      <ul className="mt-2 grid list-disc gap-1 pl-5 text-body">
        <li>{words.goesAccount}</li>
        <li>
          {user.conversations === 0 ? words.goesNoConversations : words.goesConversations(user.conversations)}
        </li>
        <li>{words.goesPersonas}</li>
        <li>{words.goesConnections}</li>
        <li>{words.goesLimits}</li>
      </ul>
      <p className="mt-2 text-body text-muted">{words.deleteStays}</p>
      <form noValidate className="mt-4 grid gap-4" onSubmit={confirm}>
        {remove.isError && <ErrorBlock title={words.notDeleted}>{reasonOf(remove.error)}</ErrorBlock>}
        <Field
          label={words.typeToDelete(isolate(user.username))}
          error={tried && isWrong ? words.typedWrong : undefined}
        >
          {(control) => (
            <input
              {...control}
              ref={field}
              value={typed}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              onChange={(event) => setTyped(event.target.value)}
              className={fieldLook}
            />
          )}
        </Field>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{common.keep}</Button>
          <Button type="submit" variant="danger" busy={remove.isPending}>
            {words.deleteNow}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
