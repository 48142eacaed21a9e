import type { AnswerOf, CallOf, OperationName } from '@chimera/protocol/api';
import { ApiError, NetworkError, problemOf } from './api-error.ts';
import type { Fetch, FetchInit } from './fetch-like.ts';
import { plainFetch } from './plain-fetch.ts';
import { routes, textOperations } from './routes.ts';
import { formOf, type Upload, type UploadName } from './upload.ts';

export type { Fetch } from './fetch-like.ts';

export interface Rest {
  /** Calls one operation. Throws ApiError when it is refused and NetworkError when no answer comes. */
  call<N extends OperationName>(name: N, call: CallOf<N> & CallOptions): Promise<AnswerOf<N>>;
  /** Sends files to one operation, which fails as a call does. */
  upload<N extends UploadName>(name: N, upload: Upload): Promise<AnswerOf<N>>;
}

export interface CallOptions {
  /** The same key makes a repeated call take effect once. */
  idempotencyKey?: string;
  signal?: AbortSignal;
  /** It goes out although the page is being left. Browsers take 64 kB so. */
  keepalive?: boolean;
}

export interface RestOptions {
  /** Origin of the server, such as `http://127.0.0.1:8080`; absent: the page's own. */
  baseUrl?: string;
  fetch?: Fetch;
  /** Sent with every call; a function is asked each time. */
  headers?: Readonly<Record<string, string>> | (() => Readonly<Record<string, string>>);
}

/** Typed calls of the whole REST surface. */
export function createRest(options: RestOptions = {}): Rest {
  const request: Fetch = options.fetch ?? plainFetch;

  async function send(name: OperationName, call: AnyCall): Promise<unknown> {
    const [method = '', path = ''] = routes[name].split(' ');
    const url = `${options.baseUrl ?? ''}${filled(path, call.params)}${queryOf(call.query)}`;
    const headers = headersOf(call, options);
    const answer = await answered(request, url, {
      method,
      headers,
      ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
      ...(call.form && { form: call.form }),
      ...(call.onProgress && { onProgress: call.onProgress }),
      ...(call.signal && { signal: call.signal }),
      ...(call.keepalive === true && { keepalive: true }),
    });
    if (!answer.ok) {
      throw new ApiError(problemOf(answer.status, answer.text, answer.requestId), answer.retryAfterSeconds);
    }
    if (name in textOperations) return answer.text;
    return answer.text === '' ? undefined : parsed(answer.text);
  }

  function call<N extends OperationName>(name: N, call: CallOf<N> & CallOptions): Promise<AnswerOf<N>>;
  async function call(name: OperationName, call: AnyCall): Promise<unknown> {
    return send(name, call);
  }

  function upload<N extends UploadName>(name: N, upload: Upload): Promise<AnswerOf<N>>;
  async function upload(name: UploadName, { file, onProgress, signal }: Upload): Promise<unknown> {
    return send(name, { form: formOf(file), ...(onProgress && { onProgress }), ...(signal && { signal }) });
  }

  return { call, upload };
}

interface AnyCall extends CallOptions, Pick<FetchInit, 'form' | 'onProgress'> {
  params?: object;
  query?: object;
  body?: unknown;
}

/** Headers and body are read together: a connection that breaks in between is the same failure. */
async function answered(request: Fetch, url: string, init: Parameters<Fetch>[1]) {
  try {
    const response = await request(url, init);
    const { ok, status } = response;
    const { headers } = response;
    return {
      ok,
      status,
      requestId: headers.get('x-request-id'),
      retryAfterSeconds: secondsOf(headers.get('retry-after')),
      text: await response.text(),
    };
  } catch (cause) {
    if (init.signal?.aborted) throw cause;
    throw new NetworkError('The server cannot be reached.', { cause });
  }
}

/** Our server says seconds; the other form, a date (RFC 9110, section 10.2.3), counts as not said. */
function secondsOf(header: string | null): number | null {
  return header !== null && /^\d+$/.test(header) ? Number(header) : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new NetworkError('The answer is not from a Chimera server: it is no JSON.', { cause });
  }
}

function headersOf({ body, idempotencyKey }: AnyCall, { headers }: RestOptions): Record<string, string> {
  return {
    accept: 'application/json, application/problem+json, */*;q=0.5',
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
    ...(typeof headers === 'function' ? headers() : headers),
  };
}

function filled(path: string, params: object = {}): string {
  const values = new Map(Object.entries(params));
  return path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(values.get(name))));
}

function queryOf(query: object = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null) search.set(name, String(value));
  }
  return search.size === 0 ? '' : `?${search}`;
}
