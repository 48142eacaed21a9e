import type { AuditAction } from '@chimera/protocol/admin';
import type { AuditNote, Doer } from '../accounts/audit-store.ts';
import type { Asking } from './asking.ts';

/** Who asks, from where, by the name that nobody else has: what people are shown by could be somebody else's. */
export function doerOf({ identity, address }: Pick<Asking, 'identity' | 'address'>): Doer {
  return { actor: { id: identity.person.userId, name: identity.username }, address };
}

/** What whoever asks does, as it is written down: who, from where, to what. `detail` is in words and never a secret. */
export function noteOf(
  { identity, address }: Pick<Asking, 'identity' | 'address'>,
  action: AuditAction,
  more: Pick<AuditNote, 'subject' | 'detail'> = {},
): AuditNote {
  return { action, ...doerOf({ identity, address }), ...more };
}
