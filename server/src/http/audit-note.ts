import type { AuditAction } from '@chimera/protocol/admin';
import type { AuditNote } from '../accounts/audit-store.ts';
import type { Asking } from './asking.ts';

/** What whoever asks does, as it is written down: who, from where, to what. `detail` is in words and never a secret. */
export function noteOf(
  { identity, address }: Pick<Asking, 'identity' | 'address'>,
  action: AuditAction,
  more: Pick<AuditNote, 'subject' | 'detail'> = {},
): AuditNote {
  const { userId: id, name } = identity.person;
  return { action, actor: { id, name }, address, ...more };
}
