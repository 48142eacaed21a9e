import { createHmac } from 'node:crypto';
import type { IdempotencyKey, IdempotencyStore } from '../conversations/idempotency-store.ts';
import { ChimeraError } from '../errors.ts';

export interface Idempotency {
  /** Does the work once for a key; a repeated request gets the first one's answer. */
  once(
    request: {
      readonly ownerId: string;
      readonly key: string;
      readonly route: string;
      readonly body: unknown;
      /** The answer holds a secret that is shown once: it is not kept, so a repeated request is refused. */
      readonly isSecret: boolean;
    },
    work: () => Promise<unknown>,
  ): Promise<unknown>;
}

const KEY_LENGTH = 255;

/** The header `Idempotency-Key` (IETF draft-ietf-httpapi-idempotency-key-header). */
export function createIdempotency(
  store: IdempotencyStore,
  { now, secret }: { readonly now: () => Date; readonly secret: Buffer },
): Idempotency {
  return {
    async once({ ownerId, key, route, body, isSecret }, work) {
      if (key.length === 0 || key.length > KEY_LENGTH) {
        throw new ChimeraError('invalid-request', `An Idempotency-Key has 1 to ${KEY_LENGTH} characters.`);
      }
      // Keyed: a body may hold a secret, which whoever reads the table could guess and compare.
      const bodySha256 = createHmac('sha256', secret)
        .update(JSON.stringify(body ?? null))
        .digest('hex');
      const claim = await store.claim({ ownerId, key, route, bodySha256 }, now());
      if (claim.state === 'mismatch') {
        throw new ChimeraError(
          'idempotency-mismatch',
          'This Idempotency-Key was used for another request. Use a new one.',
        );
      }
      if (claim.state === 'busy') {
        throw new ChimeraError(
          'conflict',
          'The first request with this Idempotency-Key is still being worked on.',
          {
            retryAfterSeconds: 1,
          },
        );
      }
      if (claim.state === 'done') {
        if (isSecret) throw shownOnce();
        return claim.response;
      }
      const response = await orForget(store, { ownerId, key }, work);
      // Outside of the above: what was done is not forgotten because it could not be noted.
      await store.complete({ ownerId, key }, isSecret ? null : (response ?? null));
      return response;
    },
  };
}

function shownOnce(): ChimeraError {
  return new ChimeraError(
    'conflict',
    'This was done already. Its answer held a secret that is shown once and was not kept. If it is lost, revoke what was made and make another with a new Idempotency-Key.',
  );
}

/** A request that failed had no effect: it may be repeated with the same key. */
async function orForget(
  store: IdempotencyStore,
  key: IdempotencyKey,
  work: () => Promise<unknown>,
): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    await store.forget(key);
    throw error;
  }
}
