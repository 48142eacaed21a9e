import type { Cast } from '@chimera/protocol/cast';
import { useNavigate } from '@tanstack/react-router';
import { useAttempt } from '../../queries/use-attempt.ts';
import { useDeleteCast } from '../../queries/use-casts.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { isolate } from '../../ui/isolate.ts';
import { useToast } from '../../ui/toast.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { useWords } from '../../words/use-words.ts';

/** Asks before a cast goes, and says what stays. */
export function DeleteCast({
  cast: { id, name },
  onClose,
}: {
  readonly cast: Cast;
  readonly onClose: () => void;
}) {
  const { common } = useWords();
  const { casts: words } = usePersonaWords();
  const toast = useToast();
  const navigate = useNavigate();
  const remove = useDeleteCast();
  const attempt = useAttempt(
    async () => {
      await remove.mutateAsync(id);
      await navigate({ to: '/personas', replace: true });
      remove.forget(id);
    },
    () => {
      toast.show({ text: words.deleted(isolate(name)) });
      onClose();
    },
  );
  return (
    <ConfirmDialog
      title={words.deleteQuestion(isolate(name))}
      description={words.deleteSafe}
      keep={common.keep}
      verb={words.delete}
      notDone={words.notDeleted}
      attempt={attempt}
      onClose={onClose}
    />
  );
}
