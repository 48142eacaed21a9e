import { ExponentialBackoff, type IBackoffFactory } from 'cockatiel';
import { answerOf, type Call, openAnswer, type Opening } from './opening.ts';
import { patience } from './patience.ts';
import { ProviderError } from './provider.ts';

const RETRIES = 2;

export interface RetryOptions {
  /** A vendor that asks for more patience than this is not waited for. */
  readonly longestWaitMs: number;
  readonly backoff?: IBackoffFactory<unknown>;
  /** Hears of each failure that is tried again. */
  readonly onRetry?: (error: ProviderError, waitMs: number) => void;
}

/**
 * The longest that a vendor may ask us to wait when there is nobody else to ask. Whoever waits here holds up
 * a whole conversation; for longer, the seat waits and others go on.
 */
export const LONGEST_WAIT_MS = 10_000;
/** When another brain stands ready, an audience is not kept waiting for long. */
export const LONGEST_WAIT_BEFORE_FALLBACK_MS = 3_000;

/** Asks again, at most twice, while nothing has been said and the failure may pass. */
export function withRetry(call: Call, options: RetryOptions): Call {
  return (signal) => answerOf(() => openPatiently(call, options, signal));
}

async function openPatiently(call: Call, options: RetryOptions, signal: AbortSignal): Promise<Opening> {
  let backoff = (options.backoff ?? new ExponentialBackoff({ initialDelay: 400, maxDelay: 8_000 })).next(
    null,
  );
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await openAnswer(call, signal);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (!(error instanceof ProviderError) || !mayPass(error) || attempt === RETRIES) throw error;
      backoff = backoff.next(null);
      const waitMs = Math.max(backoff.duration, error.retryAfterMs ?? 0);
      if (waitMs > options.longestWaitMs) throw error;
      options.onRetry?.(error, waitMs);
      await patience(waitMs, signal);
    }
  }
}

/** What is not even asked for now is not waited for: somebody else may be there to ask. */
function mayPass({ retryable, problem }: ProviderError): boolean {
  return retryable && problem !== 'paused';
}
