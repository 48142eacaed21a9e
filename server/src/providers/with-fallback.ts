import { answerOf, type Call, openAnswer, type Opening } from './opening.ts';
import { type Part, ProviderError } from './provider.ts';

export interface Candidate {
  /** How the brain is named when another speaks in its place; looked up only then. */
  readonly label: () => Promise<string>;
  readonly call: Call;
}

/**
 * Asks the brains in order until one has begun to speak. Who speaks in place of the first says so in its
 * `start` part, and why. When all fail, the first failure is thrown, with all of them as its cause; or that
 * of the brain which can be asked again first, when one says when that is.
 */
export function withFallback(
  candidates: readonly Candidate[],
  onFallback?: (failed: string, error: ProviderError) => void,
): Call {
  return (signal) => answerOf(() => openFirst(candidates, onFallback, signal));
}

async function openFirst(
  candidates: readonly Candidate[],
  onFallback: ((failed: string, error: ProviderError) => void) | undefined,
  signal: AbortSignal,
): Promise<Opening> {
  const failures: ProviderError[] = [];
  for (const [index, candidate] of candidates.entries()) {
    try {
      const opening = await openAnswer(candidate.call, signal);
      const [wanted] = candidates;
      const [why] = failures;
      return wanted && why ? inPlaceOf(await wanted.label(), why.message, opening) : opening;
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (!(error instanceof ProviderError)) throw error;
      failures.push(error);
      if (index < candidates.length - 1) onFallback?.(await candidate.label(), error);
    }
  }
  throw allFailed(failures);
}

function inPlaceOf(fallbackFrom: string, fallbackReason: string, opening: Opening): Opening {
  const held = opening.held.map(
    (part): Part =>
      part.type === 'start' ? { ...part, brain: { ...part.brain, fallbackFrom, fallbackReason } } : part,
  );
  return { ...opening, held };
}

function allFailed(failures: readonly ProviderError[]): ProviderError {
  const [first, ...others] = failures;
  if (first === undefined) {
    return new ProviderError('request-refused', 'No brain was given to ask.', { retryable: false });
  }
  if (others.length === 0) return first;
  const [soonest = first] = failures
    .filter(({ retryable, retryAfterMs }) => retryable && retryAfterMs !== undefined)
    .toSorted((a, b) => (a.retryAfterMs ?? 0) - (b.retryAfterMs ?? 0));
  return new ProviderError(soonest.problem, soonest.message, {
    retryable: soonest.retryable,
    ...(soonest.retryAfterMs !== undefined && { retryAfterMs: soonest.retryAfterMs }),
    cause: new AggregateError(failures, failures.map(({ message }) => message).join(' ')),
  });
}
