import { answerOf, type Call, openAnswer, type Opening } from './opening.ts';
import { type Part, ProviderError } from './provider.ts';

export interface Candidate {
  /** How the brain is named when another speaks in its place. */
  readonly label: string;
  readonly call: Call;
}

/**
 * Asks the brains in order until one has begun to speak. Who speaks in place of the first says so
 * in its `start` part. When all fail, the first failure is thrown, with all of them as its cause.
 */
export function withFallback(
  candidates: readonly Candidate[],
  onFallback?: (failed: Candidate, error: ProviderError) => void,
): Call {
  return (signal) => answerOf(() => openFirst(candidates, onFallback, signal));
}

async function openFirst(
  candidates: readonly Candidate[],
  onFallback: ((failed: Candidate, error: ProviderError) => void) | undefined,
  signal: AbortSignal,
): Promise<Opening> {
  const failures: ProviderError[] = [];
  for (const [index, candidate] of candidates.entries()) {
    try {
      const opening = await openAnswer(candidate.call, signal);
      const wanted = candidates[0]?.label;
      return index === 0 || wanted === undefined ? opening : inPlaceOf(wanted, opening);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (!(error instanceof ProviderError)) throw error;
      failures.push(error);
      if (index < candidates.length - 1) onFallback?.(candidate, error);
    }
  }
  throw allFailed(failures);
}

function inPlaceOf(fallbackFrom: string, opening: Opening): Opening {
  const held = opening.held.map(
    (part): Part => (part.type === 'start' ? { ...part, brain: { ...part.brain, fallbackFrom } } : part),
  );
  return { ...opening, held };
}

function allFailed(failures: readonly ProviderError[]): ProviderError {
  const [first, ...others] = failures;
  if (first === undefined) {
    return new ProviderError('request-refused', 'No brain was given to ask.', { retryable: false });
  }
  if (others.length === 0) return first;
  return new ProviderError(first.problem, first.message, {
    retryable: first.retryable,
    ...(first.retryAfterMs !== undefined && { retryAfterMs: first.retryAfterMs }),
    cause: new AggregateError(failures, failures.map(({ message }) => message).join(' ')),
  });
}
