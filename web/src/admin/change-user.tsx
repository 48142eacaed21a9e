import type { UserChange } from '@chimera/protocol/admin';
import { reasonOf } from '../queries/reason-of.ts';
import { useChangeUser } from '../queries/use-users.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { isolate } from '../ui/isolate.ts';
import { useToast } from '../ui/toast.tsx';
import { type AdminWords, useAdminWords } from '../words/use-admin-words.ts';
import { useWords } from '../words/use-words.ts';
import type { UserDialogProps } from './user-dialog-props.ts';

/** A change that is a yes or a no. */
export type PlainChange = 'make-admin' | 'make-member' | 'disable' | 'enable';

const changes: Readonly<Record<PlainChange, UserChange>> = {
  'make-admin': { role: 'admin' },
  'make-member': { role: 'member' },
  disable: { state: 'disabled' },
  enable: { state: 'active' },
};

export interface ChangeUserProps extends UserDialogProps {
  readonly kind: PlainChange;
}

/** Asks before a role or a state changes, and says what that means. A refusal stays in view. */
export function ChangeUser({ kind, user, isMe, onClose }: ChangeUserProps) {
  const { common } = useWords();
  const { admin, users: words } = useAdminWords();
  const toast = useToast();
  const change = useChangeUser();
  const { title, hint, action, done } = textsOf(kind, isolate(user.name), isMe, words);

  function confirm(): void {
    change.mutate(
      { id: user.id, change: changes[kind] },
      {
        onSuccess: () => {
          toast.show({ text: done });
          onClose();
        },
      },
    );
  }

  return (
    <ConfirmDialog
      title={title}
      description={isMe ? `${words.ownAccount} ${hint}` : hint}
      keep={common.cancel}
      verb={action}
      variant={kind === 'disable' ? 'danger' : 'primary'}
      notDone={admin.notDone}
      attempt={{ busy: change.isPending, error: change.error && reasonOf(change.error), run: confirm }}
      onClose={onClose}
    />
  );
}

function textsOf(kind: PlainChange, name: string, isMe: boolean, words: AdminWords['users']) {
  const texts = {
    'make-admin': {
      title: words.makeAdminOf(name),
      hint: words.makeAdminHint,
      action: words.makeAdmin,
      done: words.isAdmin(name),
    },
    'make-member': {
      title: words.makeMemberOf(name),
      hint: isMe ? words.makeMemberOwn : words.makeMemberHint,
      action: words.makeMember,
      done: words.isMember(name),
    },
    disable: {
      title: words.disableOf(name),
      hint: isMe ? words.disableOwn : words.disableHint,
      action: words.disable,
      done: words.isDisabled(name),
    },
    enable: {
      title: words.enableOf(name),
      hint: words.enableHint,
      action: words.enable,
      done: words.isEnabled(name),
    },
  } satisfies Record<PlainChange, object>;
  return texts[kind];
}
