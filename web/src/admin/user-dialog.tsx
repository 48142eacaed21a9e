import { unreachable } from '@chimera/protocol/unreachable';
import { ChangeUser, type PlainChange } from './change-user.tsx';
import { DeleteUser } from './delete-user.tsx';
import { LimitUser } from './limit-user.tsx';
import { ResetLink } from './reset-link.tsx';
import type { UserDialogProps } from './user-dialog-props.ts';

export type UserAction = PlainChange | 'limit' | 'reset-link' | 'delete';

/** What is asked before something is done with an account. */
export function UserDialog({ action, ...rest }: UserDialogProps & { readonly action: UserAction }) {
  switch (action) {
    case 'make-admin':
    case 'make-member':
    case 'disable':
    case 'enable':
      return <ChangeUser kind={action} {...rest} />;
    case 'limit':
      return <LimitUser {...rest} />;
    case 'reset-link':
      return <ResetLink {...rest} />;
    case 'delete':
      return <DeleteUser {...rest} />;
    default:
      return unreachable(action);
  }
}
