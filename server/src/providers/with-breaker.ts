import {
  circuitBreaker,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  handleWhen,
} from 'cockatiel';
import { durationWords } from './duration-words.ts';
import { answerOf, type Call, heardToItsEnd, openAnswer, type Opening } from './opening.ts';
import { ProviderError, type ProviderProblem } from './provider.ts';

/** So many failures in a row that say something about the vendor, and it is left alone for a while. */
export const FAILURES_LIMIT = 5;
/** Whoever comes while one call tries how the vendor is, comes again after this. */
const TRIAL_MS = 5_000;

/** They say that the vendor is unwell, whoever asks it for whatever. */
const vendorProblems: ReadonlySet<ProviderProblem> = new Set([
  'failing',
  'overloaded',
  'unreachable',
  'timeout',
  'stalled',
  'cut',
  'garbled',
]);

/**
 * Spares a vendor that is down, and those who wait for it. After some failures in a row every call
 * fails at once; after a pause a single call tries again, and its first word lets all others in.
 * A refused key, a limit or a bad request says nothing about the vendor and changes nothing.
 */
export class Breaker {
  readonly #name: string;
  readonly #pauseMs: number;
  #policy: CircuitBreakerPolicy;
  #failures = 0;
  #lastFailure: ProviderError | null = null;
  #openedAtMs = 0;

  /** `name`: how people call the vendor. */
  constructor({ name, pauseMs }: { readonly name: string; readonly pauseMs: number }) {
    this.#name = name;
    this.#pauseMs = pauseMs;
    this.#policy = this.#newPolicy();
  }

  around(call: Call): Call {
    return (signal) => answerOf(() => this.#open(call, signal));
  }

  /** It lets nobody through, but for one who tries. */
  get isPaused(): boolean {
    return this.#policy.state !== CircuitState.Closed;
  }

  async #open(call: Call, signal: AbortSignal): Promise<Opening> {
    this.#refuseWhilePaused();
    const policy = this.#policy;
    const isTrial = policy.state !== CircuitState.Closed;
    const outcome = Promise.withResolvers<void>();
    // The failure itself goes to the reader; the policy only counts it.
    policy.execute(() => outcome.promise).catch(() => {});
    const settle = (failure?: { readonly error: unknown }) => {
      this.#note(failure?.error);
      if (failure) outcome.reject(failure.error);
      else outcome.resolve();
    };
    let opening: Opening;
    try {
      opening = await openAnswer(call, signal);
    } catch (error) {
      // A trial that nobody waited for, or that was never sent, has decided nothing: the next call is another.
      if (isTrial && (signal.aborted || isOurs(error))) this.#policy = this.#newPolicy(policy.toJSON());
      else settle({ error });
      throw error;
    }
    if (isTrial) settle();
    return { ...opening, rest: heardToItsEnd(opening.rest, settle) };
  }

  #refuseWhilePaused(): void {
    const { state } = this.#policy;
    if (state === CircuitState.Closed) return;
    const leftMs = this.#openedAtMs + this.#pauseMs - Date.now();
    if (state === CircuitState.HalfOpen) throw this.#paused(TRIAL_MS);
    if (leftMs > 0) throw this.#paused(leftMs);
  }

  #paused(leftMs: number): ProviderError {
    // What the last failure said may be about the words of another owner.
    const detail = `${this.#name} is paused after ${this.#failures} failures in a row and tried again in ${durationWords(leftMs)}.`;
    return new ProviderError('paused', detail, {
      retryable: true,
      retryAfterMs: leftMs,
      cause: this.#lastFailure,
    });
  }

  #note(error: unknown): void {
    if (isOfVendor(error)) {
      this.#failures += 1;
      this.#lastFailure = error;
    } else if (error === undefined && this.#policy.state !== CircuitState.Open) this.#failures = 0;
  }

  #newPolicy(initialState?: unknown): CircuitBreakerPolicy {
    const policy = circuitBreaker(handleWhen(isOfVendor), {
      halfOpenAfter: this.#pauseMs,
      breaker: new ConsecutiveBreaker(FAILURES_LIMIT),
      ...(initialState !== undefined && { initialState }),
    });
    policy.onBreak(() => {
      // The policy's own clock.
      this.#openedAtMs = Date.now();
    });
    return policy;
  }
}

function isOurs(error: unknown): boolean {
  return error instanceof ProviderError && error.problem === 'busy';
}

/** What will not pass by itself, such as a certificate that is not trusted, is for people to see. */
function isOfVendor(error: unknown): error is ProviderError {
  return error instanceof ProviderError && error.retryable && vendorProblems.has(error.problem);
}
