import type { ConversationSummary } from '@chimera/protocol/conversation';
import { reasonOf } from '../queries/reason-of.ts';
import { useDeleteConversation } from '../queries/use-delete-conversation.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { useToast } from '../ui/toast.tsx';
import { useWords } from '../words/use-words.ts';

export interface DeleteDialogProps {
  readonly conversation: ConversationSummary;
  readonly onClose: () => void;
}

/** Asks before a conversation goes for good. Nothing disappears before the server has said so. */
export function DeleteDialog({ conversation, onClose }: DeleteDialogProps) {
  const { common, conversations: words } = useWords();
  const toast = useToast();
  const remove = useDeleteConversation();

  function confirm(): void {
    remove.mutate(conversation.id, {
      onSuccess: () => {
        toast.show({ text: words.deleted(conversation.title) });
        onClose();
      },
    });
  }

  return (
    <ConfirmDialog
      title={words.deleteQuestion(conversation.title)}
      description={words.deleteWarning(conversation.turns)}
      keep={common.keep}
      verb={common.delete}
      notDone={words.notDeleted}
      attempt={{ busy: remove.isPending, error: remove.error && reasonOf(remove.error), run: confirm }}
      onClose={onClose}
    />
  );
}
