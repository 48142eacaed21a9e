import type { ErrorCode, Problem } from '@chimera/protocol/error';

/** The server understood and refused, or failed: `problem` says what is wrong in plain words. */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem;
  /** How long the server asks to wait before the next try; null: it does not say. */
  readonly retryAfterSeconds: number | null;

  constructor(problem: Problem, retryAfterSeconds: number | null = null) {
    super(problem.detail);
    this.name = 'ApiError';
    this.status = problem.status;
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** No answer came: the server cannot be reached, or the connection broke. */
export class NetworkError extends Error {
  constructor(detail: string, options: { cause: unknown }) {
    super(detail, options);
    this.name = 'NetworkError';
  }
}

/** Reads an error answer. A proxy in between may answer with a page of its own: that becomes a problem too. */
export function problemOf(status: number, body: string, requestId: string | null): Problem {
  const parsed = parsedJson(body);
  if (isProblem(parsed)) return parsed;
  return {
    type: 'about:blank',
    title: 'Unexpected answer',
    status,
    detail: `The server answered with status ${status} and no explanation.`,
    code: codeOf(status),
    requestId: requestId ?? '',
  };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isProblem(value: unknown): value is Problem {
  return (
    typeof value === 'object' &&
    value !== null &&
    'status' in value &&
    typeof value.status === 'number' &&
    'code' in value &&
    typeof value.code === 'string' &&
    'detail' in value &&
    typeof value.detail === 'string'
  );
}

function codeOf(status: number): ErrorCode {
  if (status === 401) return 'unauthenticated';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not-found';
  if (status === 413) return 'payload-too-large';
  if (status === 429) return 'too-many-requests';
  if (status === 502 || status === 503 || status === 504) return 'unavailable';
  return status < 500 ? 'invalid-request' : 'internal';
}
