import { ProviderError } from './provider.ts';

/** A failure below the protocol: the way to the vendor, or its breaking off. */
export function networkProblem(
  where: { readonly vendorName: string; readonly host: string; readonly begun: boolean },
  error: Error,
): ProviderError {
  const { vendorName, host, begun } = where;
  const code = codeOf(error);
  const failure = (
    problem: 'unreachable' | 'timeout' | 'stalled' | 'cut' | 'garbled' | 'blocked' | 'request-refused',
    detail: string,
    retryable = true,
  ) => new ProviderError(problem, detail, { retryable, cause: error });

  if (code === 'EGRESS_BLOCKED') {
    const cure = 'Whoever runs this server can allow it by its host and port in CHIMERA_ALLOWED_HOSTS.';
    return failure('blocked', `${host} is on a private network. ${cure}`, false);
  }
  if (code === 'UND_ERR_CONNECT_TIMEOUT') {
    return failure('unreachable', `${vendorName} at ${host} does not accept connections.`);
  }
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    return failure('garbled', `${host} sends more headers than any vendor does. Check the base URL.`, false);
  }
  if (code === 'UND_ERR_HEADERS_TIMEOUT') {
    return failure('timeout', `${vendorName} accepted the request but did not begin to answer.`);
  }
  if (code === 'UND_ERR_BODY_TIMEOUT') {
    return failure('stalled', `${vendorName} stopped in the middle of its answer.`);
  }
  if (code === 'UND_ERR_INVALID_ARG') {
    return failure('request-refused', 'The key or the base URL has characters that cannot be sent.', false);
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return failure('unreachable', `The name ${host} cannot be resolved. Check the network and the base URL.`);
  }
  if (code === 'ECONNREFUSED') {
    return failure('unreachable', `Nothing answers at ${host}. Is ${vendorName} running?`);
  }
  if (/^(CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(code)) {
    return failure('unreachable', `The certificate of ${host} is not trusted (${code}).`, false);
  }
  // The parser calls an answer that ends within a chunk malformed too.
  if (error.name === 'HTTPParserError' && code !== 'HPE_INVALID_EOF_STATE') {
    return failure('garbled', `What ${host} sends is no HTTP. Check the base URL.`, begun);
  }
  if (begun) return failure('cut', `${vendorName} broke off in the middle of its answer.`);
  return failure('unreachable', `The connection to ${host} broke (${code || error.message}).`);
}

/** Several addresses tried at once give one error that holds theirs. */
function codeOf(error: Error): string {
  if ('code' in error && typeof error.code === 'string') return error.code;
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
  return inner instanceof Error ? codeOf(inner) : '';
}
