import { afterEach, expect, test, vi } from 'vitest';
import { ApiError, NetworkError } from '@chimera/client/api-error';
import { createRest, type RestOptions } from '@chimera/client/rest';
import type { Progress } from '@chimera/client/upload';
import { browserFetch } from './browser-fetch.ts';

afterEach(() => vi.unstubAllGlobals());

const card = { name: 'ada.png', content: new Blob(['PNG!'], { type: 'image/png' }) };
const report = { file: 'ada.png', outcome: 'imported', personaIds: ['p1'], notes: [] };

const restOf = (options: RestOptions = {}) => createRest({ fetch: browserFetch, ...options });

/** As much of a browser's XMLHttpRequest as is used; each test says what happens. */
function fakeRequests(happens: (request: FakeRequest) => void) {
  const made: FakeRequest[] = [];
  class Request extends FakeRequest {
    constructor() {
      super(happens);
      made.push(this);
    }
  }
  vi.stubGlobal('XMLHttpRequest', Request);
  return made;
}

class FakeRequest extends EventTarget {
  readonly upload = new EventTarget();
  readonly headers: Record<string, string> = {};
  status = 0;
  responseText = '';
  opened = '';
  sent: unknown;
  aborted = false;
  readonly #happens: (request: FakeRequest) => void;
  constructor(happens: (request: FakeRequest) => void) {
    super();
    this.#happens = happens;
  }
  open(method: string, url: string) {
    this.opened = `${method} ${url}`;
  }
  setRequestHeader(name: string, value: string) {
    this.headers[name] = value;
  }
  getResponseHeader(name: string) {
    return name === 'x-request-id' ? 'r1' : null;
  }
  send(body: unknown) {
    this.sent = body;
    this.#happens(this);
  }
  abort() {
    this.aborted = true;
    this.dispatchEvent(new Event('abort'));
  }
  progress(loaded: number, total: number) {
    const event = Object.assign(new Event('progress'), { loaded, total, lengthComputable: total > 0 });
    this.upload.dispatchEvent(event);
  }
  answer(status: number, body: unknown) {
    this.status = status;
    this.responseText = JSON.stringify(body);
    this.dispatchEvent(new Event('load'));
  }
}

test('a file goes out as a form under the name `file`, and the answer is typed', async () => {
  const made = fakeRequests((request) => request.answer(201, { items: [], reports: [report] }));
  const rest = restOf({ headers: { authorization: 'Bearer x' } });
  const answer = await rest.upload('importPersonas', { file: card, onProgress: () => undefined });
  expect(answer.reports[0]?.outcome).toBe('imported');
  const [request] = made;
  expect(request?.opened).toBe('POST /api/personas/import');
  expect(request?.headers).toMatchObject({ authorization: 'Bearer x' });
  // The browser itself writes the content type, with the boundary of the parts.
  expect(request?.headers).not.toHaveProperty('content-type');
  const form = request?.sent;
  expect(form instanceof FormData && [...form.keys()]).toEqual(['file']);
  const sent = form instanceof FormData ? form.get('file') : null;
  expect(sent instanceof File && [sent.name, sent.type, sent.size]).toEqual(['ada.png', 'image/png', 4]);
});

test('progress is told as it is known', async () => {
  fakeRequests((request) => {
    request.progress(0, 0);
    request.progress(2, 4);
    request.progress(4, 4);
    request.answer(201, { imageUrl: '/api/avatars/a1' });
  });
  const seen: Progress[] = [];
  const answer = await restOf().upload('uploadAvatar', {
    file: card,
    onProgress: (progress) => void seen.push(progress),
  });
  expect(answer.imageUrl).toBe('/api/avatars/a1');
  expect(seen).toEqual([
    { sent: 2, total: 4 },
    { sent: 4, total: 4 },
  ]);
});

test('a refusal carries the problem of the server; a page of a proxy becomes one', async () => {
  const problem = { status: 413, code: 'payload-too-large', detail: 'At most 32 MB.' };
  fakeRequests((request) => request.answer(413, problem));
  const rest = restOf();
  const refused = await rest
    .upload('importCast', { file: card, onProgress: () => undefined })
    .catch((cause: unknown) => cause);
  expect(refused).toBeInstanceOf(ApiError);
  expect(refused).toMatchObject({ status: 413, message: 'At most 32 MB.' });
  fakeRequests((request) => request.answer(502, '<html>'));
  await expect(rest.upload('importCast', { file: card, onProgress: () => undefined })).rejects.toMatchObject({
    problem: { code: 'unavailable', requestId: 'r1' },
  });
});

test('a connection that breaks is a network error', async () => {
  fakeRequests((request) => request.dispatchEvent(new Event('error')));
  const broken = restOf().upload('uploadAvatar', { file: card, onProgress: () => undefined });
  await expect(broken).rejects.toBeInstanceOf(NetworkError);
});

test('an upload that is given up is aborted, and fails with the reason of the signal', async () => {
  const made = fakeRequests(() => undefined);
  const reason = new Error('cancelled');
  const controller = new AbortController();
  const upload = restOf().upload('importPersonas', {
    file: card,
    onProgress: () => undefined,
    signal: controller.signal,
  });
  await vi.waitFor(() => expect(made).toHaveLength(1));
  controller.abort(reason);
  await expect(upload).rejects.toBe(reason);
  expect(made[0]?.aborted).toBe(true);
  // One that was given up before it began is never sent.
  const second = restOf().upload('importPersonas', {
    file: card,
    onProgress: () => undefined,
    signal: controller.signal,
  });
  await expect(second).rejects.toBe(reason);
  expect(made).toHaveLength(1);
});

test('what needs no progress goes by fetch', async () => {
  const made = fakeRequests(() => undefined);
  const asked: RequestInit[] = [];
  vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
    asked.push(init);
    return new Response(JSON.stringify({ imageUrl: '/api/avatars/a1' }), { status: 201 });
  });
  expect(await restOf().upload('uploadAvatar', { file: card })).toEqual({ imageUrl: '/api/avatars/a1' });
  expect(asked[0]?.body).toBeInstanceOf(FormData);
  expect(made).toHaveLength(0);
});
