import { INVITES_LIMIT, type InviteStore } from '../accounts/invite-store.ts';
import type { Letters } from '../accounts/letters.ts';
import { ChimeraError, notFound } from '../errors.ts';
import type { Logger } from '../logger.ts';
import { doerOf } from './audit-note.ts';
import type { AccountHandlers } from './handlers.ts';
import { oneTimeLink } from './one-time-link.ts';

export interface InviteParts {
  readonly invites: Pick<InviteStore, 'list' | 'make' | 'revoke'>;
  /** Null: this server sends no letters. */
  readonly letters: Pick<Letters, 'sendInvite'> | null;
  /** What people type to come here: never what a request says of it. */
  readonly baseUrl: () => string;
  readonly logger: Pick<Logger, 'warn'>;
}

type Names = 'listInvites' | 'createInvite' | 'revokeInvite';

export function inviteHandlers(parts: InviteParts): Pick<AccountHandlers, Names> {
  const { invites, baseUrl } = parts;
  return {
    listInvites: async () => ({ items: await invites.list() }),
    async createInvite({ asking, body, person }) {
      const made = await invites.make(body, doerOf(asking));
      if (!made) throw new ChimeraError('conflict', `There are ${INVITES_LIMIT} invites. Revoke one first.`);
      const url = oneTimeLink(baseUrl(), 'join', made.token);
      return { ...made, url, mailed: await mailed(parts, { ...made, url, by: person.name }) };
    },
    async revokeInvite({ asking, params }) {
      if (!(await invites.revoke(params.id, doerOf(asking)))) throw notFound('invite');
    },
  };
}

/** Whether the mail server took it. The admin has the link in any case, so it is not tried again. */
async function mailed(
  { letters, logger }: InviteParts,
  { email, ...letter }: { email?: string | undefined; url: string; expiresAt: string; by: string },
): Promise<boolean> {
  if (!letters || email === undefined) return false;
  try {
    await letters.sendInvite(email, letter);
    return true;
  } catch (error) {
    logger.warn({ err: error }, 'an invite could not be mailed');
    return false;
  }
}
