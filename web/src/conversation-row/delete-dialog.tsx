import type { ConversationSummary } from '@chimera/protocol/conversation';
import { reasonOf } from '../queries/reason-of.ts';
import { useDeleteConversation } from '../queries/use-delete-conversation.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
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
    <Dialog
      title={words.deleteQuestion(conversation.title)}
      description={words.deleteWarning(conversation.turns)}
      open
      onOpenChange={(open) => !open && onClose()}
      actions={
        <>
          <Button onClick={onClose}>{common.keep}</Button>
          <Button variant="danger" busy={remove.isPending} onClick={confirm}>
            {common.delete}
          </Button>
        </>
      }
    >
      {remove.isError && (
        <div className="mt-4">
          <ErrorBlock title={words.notDeleted}>{reasonOf(remove.error)}</ErrorBlock>
        </div>
      )}
    </Dialog>
  );
}
