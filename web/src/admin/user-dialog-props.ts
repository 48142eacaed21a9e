import type { User } from '@chimera/protocol/admin';

/** What every dialog about an account is told. */
export interface UserDialogProps {
  readonly user: User;
  readonly isMe: boolean;
  readonly onClose: () => void;
}
