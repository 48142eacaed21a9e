import { unreachable } from '@chimera/protocol/unreachable';
import { durationWords } from './duration-words.ts';
import { ProviderError, type ProviderProblem } from './provider.ts';
import type { VendorWords } from './vendor-words.ts';

/** Who was asked for what, as far as a failure is told with it. */
export interface Asked {
  readonly vendorName: string;
  readonly model: string;
  readonly hasKey: boolean;
}

/** A refusal by status code and the vendor's own words, as one typed error in plain words. */
export function refusal(
  asked: Asked,
  status: number,
  words: VendorWords,
  retryAfterMs?: number,
): ProviderError {
  const problem = problemOf(status, words);
  const waitMs = retryAfterMs ?? words.retryAfterMs;
  const said = words.message === '' ? '' : ` It said: ${words.message}`;
  const isPatienceAsked =
    waitMs !== null && waitMs > 0 && (problem === 'rate-limited' || problem === 'overloaded');
  const sentence = isPatienceAsked
    ? `${asked.vendorName} asks us to wait ${durationWords(waitMs)}.`
    : sentenceOf(problem, asked, status);
  return new ProviderError(problem, `${sentence}${said}`, {
    retryable: isRetryable(problem),
    ...(waitMs !== null && { retryAfterMs: waitMs }),
  });
}

/** An error that comes inside a stream: it carries its own status, or only a code. */
export function refusalInStream(asked: Asked, words: VendorWords): ProviderError {
  return refusal(asked, words.status ?? 500, words);
}

/** How long the vendor asks to wait: milliseconds, seconds or a date. Dates are read by the vendor's clock. */
export function retryAfterOf(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  nowMs: number,
): number | undefined {
  const milliseconds = Number.parseFloat(first(headers['retry-after-ms']));
  if (milliseconds >= 0) return milliseconds;
  const value = first(headers['retry-after']).trim();
  if (/^\d+(\.\d+)?$/.test(value)) return Number.parseFloat(value) * 1000;
  const untilMs = Date.parse(value);
  if (Number.isNaN(untilMs)) return undefined;
  const theirNowMs = Date.parse(first(headers['date']));
  return Math.max(0, untilMs - (Number.isNaN(theirNowMs) ? nowMs : theirNowMs));
}

function first(header: string | string[] | undefined): string {
  return (Array.isArray(header) ? header[0] : header) ?? '';
}

/** What vendors write, most telling first. They agree on it less by status code than by words. */
const hints: readonly (readonly [RegExp, ProviderProblem])[] = [
  [
    /context_length|maximum context|context (window|length|size|limit)|too many tokens|maximum number of tokens|(prompt|input) is too long|n_ctx/i,
    'context-too-long',
  ],
  [
    /insufficient_quota|insufficient (balance|credits?|funds)|more credits|credit balance is too low/i,
    'no-credit',
  ],
  [/content_filter|content_policy|content management policy|safety system|flagged/i, 'content-filter'],
  [/invalid_api_key|(incorrect|invalid) api key|api key not valid|invalid authentication/i, 'key-refused'],
  [
    /model_not_found|not_found_error model:|\bmodels?\b.*\bnot (found|exist|a valid)|model\b.*\bdoes not exist|not a valid model|no such model|unknown model|no endpoints found for/i,
    'model-missing',
  ],
];

const hintsOfOverload: readonly (readonly [RegExp, ProviderProblem])[] = [
  [/rate_?limit|too many requests/i, 'rate-limited'],
  [/overloaded|at capacity|server is busy/i, 'overloaded'],
];

function problemOf(status: number, words: VendorWords): ProviderProblem {
  const text = `${words.code} ${words.message}`;
  const hint = (list: typeof hints) => list.find(([pattern]) => pattern.test(text))?.[1];
  if (status === 401) return 'key-refused';
  if (status === 402) return 'no-credit';
  if (status === 408 || status === 504 || status === 524) return 'timeout';
  if (status === 409 || status === 425) return 'overloaded';
  if (status === 413) return 'context-too-long';
  // Who asks too much is often told to pay more: only the code for an empty account is taken at its word.
  if (status === 429)
    return /insufficient_quota|insufficient balance/i.test(text) ? 'no-credit' : 'rate-limited';
  if (status === 403) return hint(hints) ?? 'forbidden';
  if (status >= 400 && status < 500) return hint(hints) ?? 'request-refused';
  if (status === 503 || status === 529) return 'overloaded';
  if (status >= 500) return hint(hints) ?? hint(hintsOfOverload) ?? 'failing';
  return 'request-refused';
}

export function isRetryable(problem: ProviderProblem): boolean {
  switch (problem) {
    case 'rate-limited':
    case 'overloaded':
    case 'failing':
    case 'unreachable':
    case 'timeout':
    case 'stalled':
    case 'cut':
    case 'garbled':
    case 'paused':
    case 'busy':
      return true;
    case 'key-refused':
    case 'no-credit':
    case 'forbidden':
    case 'model-missing':
    case 'context-too-long':
    case 'request-refused':
    case 'content-filter':
    case 'blocked':
      return false;
    default:
      return unreachable(problem);
  }
}

function sentenceOf(problem: ProviderProblem, { vendorName, model, hasKey }: Asked, status: number): string {
  switch (problem) {
    case 'key-refused':
      return hasKey
        ? `${vendorName} refused this key. Check that it is complete and still valid.`
        : `${vendorName} wants a key, and none is set.`;
    case 'no-credit':
      return `The account at ${vendorName} has no credit left. Top it up, or choose another brain.`;
    case 'forbidden':
      return `${vendorName} does not allow this key to use ${model}.`;
    case 'model-missing':
      return `${vendorName} has no model called ${model}. Choose another.`;
    case 'context-too-long':
      return `The conversation is longer than ${model} can read at once.`;
    case 'content-filter':
      return `${vendorName} refused this request for its content.`;
    case 'rate-limited':
      return `${vendorName} asks to slow down.`;
    case 'overloaded':
      return `${vendorName} is overloaded at the moment.`;
    case 'timeout':
      return `${vendorName} took too long to answer.`;
    case 'request-refused':
      return status === 404
        ? `${vendorName} has nothing at this address. Check the base URL.`
        : `${vendorName} refused the request (status ${status}).`;
    case 'failing':
    case 'unreachable':
    case 'stalled':
    case 'cut':
    case 'garbled':
    case 'blocked':
    case 'paused':
    case 'busy':
      return `${vendorName} has a problem of its own (status ${status}).`;
    default:
      return unreachable(problem);
  }
}

/** Some vendors begin an answer only to say in it that there will be none. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ProviderError && refusals.has(error.problem);
}

const refusals: ReadonlySet<ProviderProblem> = new Set([
  'key-refused',
  'no-credit',
  'forbidden',
  'model-missing',
  'context-too-long',
  'request-refused',
  'rate-limited',
  'blocked',
]);
