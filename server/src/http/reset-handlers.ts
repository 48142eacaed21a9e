import type { Account, AccountStore } from '../accounts/account-store.ts';
import type { Letters } from '../accounts/letters.ts';
import { handOutReset } from '../accounts/handed-out-reset.ts';
import { resetLetterJob } from '../accounts/reset-letters.ts';
import type { EndSessions, ResetStore } from '../accounts/reset-store.ts';
import { ChimeraError, notFound } from '../errors.ts';
import { noteOf } from './audit-note.ts';
import type { AccountHandlers } from './handlers.ts';
import { oneTimeLink } from './one-time-link.ts';

export interface ResetParts {
  readonly accounts: Pick<AccountStore, 'find'>;
  readonly resets: ResetStore;
  /** Null: this server sends no letters. */
  readonly letters: Pick<Letters, 'sendReset'> | null;
  /** What people type to come here: never what a request says of it. */
  readonly baseUrl: () => string;
  readonly passwords: { hash(password: string): Promise<string> };
  /** Throws what a person can mend when the password is too easy to guess. */
  readonly checkPassword: (password: string, account: Account) => void | Promise<void>;
  readonly endSessions: EndSessions;
  /** There is a new job. */
  readonly pokeJobs: () => void;
  readonly now: () => Date;
}

type Names = 'createResetLink' | 'askForReset' | 'resetPassword';

/** Long after the answer has left: how quickly it comes must not tell whether there is such an account. */
const POKE_AFTER_MS = 500;

export function resetHandlers(parts: ResetParts): Pick<AccountHandlers, Names> {
  const { accounts, resets, letters, baseUrl, passwords, checkPassword, endSessions, pokeJobs, now } = parts;
  return {
    async createResetLink({ asking, params }) {
      const account = await accounts.find(params.id);
      if (!account) throw notFound('account');
      const note = noteOf(asking, 'reset-link-made', { subject: subjectOf(account) });
      const { token, expiresAt } = await handOutReset({ resets, now }, account, note);
      return { token, url: oneTimeLink(baseUrl(), 'reset', token), expiresAt };
    },

    async askForReset({ asking, body }) {
      if (!letters) {
        throw new ChimeraError(
          'unavailable',
          'This server sends no mail. Ask an admin for a link that sets a new password.',
        );
      }
      const askedAt = now().toISOString();
      await resets.enqueue(resetLetterJob({ email: body.email, address: asking.address, askedAt }));
      setTimeout(pokeJobs, POKE_AFTER_MS).unref();
    },

    async resetPassword({ asking, body: { token, password } }) {
      const account = await resets.find(token);
      // Before the password is looked at: whoever has no link costs us no hashing.
      if (!account) throw linkIsVoid();
      await checkPassword(password, account);
      const isSet = await resets.redeem(token, await passwords.hash(password), {
        endSessions,
        noteOf: (owner) => ({
          action: 'password-reset',
          actor: { id: owner.id, name: owner.username },
          subject: subjectOf(owner),
          address: asking.address,
        }),
      });
      if (!isSet) throw linkIsVoid();
    },
  };
}

function subjectOf({ id, username }: Account) {
  return { kind: 'account', id, name: username };
}

function linkIsVoid(): ChimeraError {
  return new ChimeraError(
    'unauthenticated',
    'This link does not work: it is unknown, was used, or is too old. Ask for a new one.',
  );
}
