import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { NewJob } from '../jobs/job-store.ts';
import type { Handler } from '../jobs/worker.ts';
import type { Logger } from '../logger.ts';
import { secrets } from '../secrets.ts';
import { type Account, type AccountStore, keyOf } from './account-store.ts';
import { LetterFailed, type Letters } from './letters.ts';
import { randomSecret } from './random-secret.ts';
import type { ResetStore } from './reset-store.ts';

export const SEND_RESET_LETTER = 'send-reset-letter';

/** As many links as were sent by letter hold at a time; each holds for an hour, so no more are sent in one. */
const LETTERS_PER_HOUR = 3;
const HOUR_MS = 3_600_000;

const payloadSchema = z.object({ email: z.string(), address: z.string(), askedAt: z.string() });
type Payload = z.infer<typeof payloadSchema>;

/** The wish for a letter, the same for an address that is known and for one that is not. It holds no secret. */
export function resetLetterJob(payload: Payload): NewJob {
  // Logs tell the subject of a job: an address is nobody's business there.
  const subject = createHash('sha256').update(keyOf(payload.email)).digest('hex');
  return { kind: SEND_RESET_LETTER, subject, payload };
}

interface Parts {
  readonly accounts: Pick<AccountStore, 'findByName'>;
  readonly resets: Pick<ResetStore, 'addWithin' | 'remove'>;
  readonly letters: Pick<Letters, 'sendReset'>;
  readonly resetUrl: (token: string) => string;
  readonly logger: Pick<Logger, 'warn'>;
  readonly now: () => Date;
}

/** Sends the letter that was asked for. Each try makes a link of its own, so that none is kept anywhere. */
export function createResetLetters(parts: Parts): Handler {
  const { accounts, resets, letters, resetUrl, logger, now } = parts;
  return async ({ payload, attempts }) => {
    const asked = payloadSchema.parse(payload);
    // Nobody waits for it any more.
    if (now().getTime() - Date.parse(asked.askedAt) > HOUR_MS) return;
    const account = await accounts.findByName(asked.email);
    if (account?.state !== 'active') return;
    const token = randomSecret();
    secrets.add(token);
    const expiresAt = new Date(now().getTime() + HOUR_MS).toISOString();
    const note = attempts === 1 ? noteOf(account, asked) : null;
    if (!(await resets.addWithin(LETTERS_PER_HOUR, { accountId: account.id, token, expiresAt }, note)))
      return;
    try {
      await letters.sendReset(account.email, { url: resetUrl(token), expiresAt, name: account.name });
    } catch (error) {
      await resets.remove(token);
      if (!(error instanceof LetterFailed && error.isFinal)) throw error;
      logger.warn({ err: error }, 'a letter was refused for good');
    }
  };
}

function noteOf({ id, username, email }: Account, { address }: Payload) {
  return {
    action: 'reset-asked',
    actor: { name: email },
    subject: { kind: 'account', id, name: username },
    address,
  } as const;
}
