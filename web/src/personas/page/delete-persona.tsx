import type { Persona } from '@chimera/protocol/persona';
import { useNavigate } from '@tanstack/react-router';
import { useAttempt } from '../../queries/use-attempt.ts';
import { useDeletePersona } from '../../queries/use-persona-work.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { isolate } from '../../ui/isolate.ts';
import { useToast } from '../../ui/toast.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { useWords } from '../../words/use-words.ts';

/** Asks before a persona goes for good, and says what stays. */
export function DeletePersona({
  persona: { id, name },
  onClose,
}: {
  readonly persona: Persona;
  readonly onClose: () => void;
}) {
  const { common } = useWords();
  const { persona: words } = usePersonaWords();
  const toast = useToast();
  const navigate = useNavigate();
  const remove = useDeletePersona();
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
