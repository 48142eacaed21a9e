import { type InviteParts, inviteHandlers } from './invite-handlers.ts';
import { type ResetParts, resetHandlers } from './reset-handlers.ts';

export type LinkParts = InviteParts & ResetParts;

/** Links that work once: they let somebody join, or set a new password. */
export function linkHandlers(parts: LinkParts) {
  return { ...inviteHandlers(parts), ...resetHandlers(parts) };
}
