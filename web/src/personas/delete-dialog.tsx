import { useNavigate } from '@tanstack/react-router';
import { useAttempt } from '../queries/use-attempt.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { isolate } from '../ui/isolate.ts';
import { useToast } from '../ui/toast.tsx';
import { useWords } from '../words/use-words.ts';

export interface DeleteDialogProps {
  readonly id: string;
  readonly name: string;
  readonly words: {
    readonly delete: string;
    readonly deleteQuestion: (name: string) => string;
    readonly deleteSafe: string;
    readonly deleted: (name: string) => string;
    readonly notDeleted: string;
  };
  readonly removal: {
    readonly mutateAsync: (id: string) => Promise<unknown>;
    /** What is known of it here, once nobody looks at its page any more. */
    readonly forget: (id: string) => void;
  };
  readonly onClose: () => void;
}

/** Asks before a persona or a cast goes for good, says what stays, and leaves its page. */
export function DeleteDialog({ id, name, words, removal, onClose }: DeleteDialogProps) {
  const { common } = useWords();
  const toast = useToast();
  const navigate = useNavigate();
  const attempt = useAttempt(
    async () => {
      await removal.mutateAsync(id);
      await navigate({ to: '/personas', replace: true });
      removal.forget(id);
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
