import type { FetchAnswer, FetchInit } from '@chimera/client/fetch-like';

/** Sends a form by XMLHttpRequest, which tells how much of it has left. */
export function sendForm(
  url: string,
  { method, headers, form = new FormData(), onProgress, signal }: FetchInit,
): Promise<FetchAnswer> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(reasonOf(signal));
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    const settled = (settle: () => void) => () => {
      signal?.removeEventListener('abort', stop);
      settle();
    };
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded, total, lengthComputable }) => {
      if (lengthComputable) onProgress?.({ sent: loaded, total });
    });
    request.addEventListener(
      'load',
      settled(() => resolve(answerOf(request))),
    );
    request.addEventListener(
      'error',
      settled(() => reject(new TypeError('The connection broke.'))),
    );
    request.addEventListener(
      'abort',
      settled(() => reject(reasonOf(signal))),
    );
    signal?.addEventListener('abort', stop);
    request.send(form);
  });
}

function answerOf(request: XMLHttpRequest): FetchAnswer {
  const { status, responseText } = request;
  return {
    ok: status >= 200 && status < 300,
    status,
    headers: { get: (name) => request.getResponseHeader(name) },
    text: () => Promise.resolve(responseText),
  };
}

function reasonOf(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new DOMException('It was given up.', 'AbortError');
}
