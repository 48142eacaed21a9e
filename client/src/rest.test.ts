import { expect, test } from 'vitest';
import { ApiError, NetworkError } from './api-error.ts';
import { createRest, type Fetch } from './rest.ts';

interface Seen {
  url: string;
  init: Parameters<Fetch>[1];
}

function answering(status: number, text: string, headers: Record<string, string> = {}) {
  const seen: Seen[] = [];
  const fetch: Fetch = async (url, init) => {
    seen.push({ url, init });
    return {
      ok: status < 400,
      status,
      headers: { get: (name) => headers[name] ?? null },
      text: async () => text,
    };
  };
  return { seen, fetch };
}

test('path parameters, query and body find their places', async () => {
  const { seen, fetch } = answering(200, '{"items":[]}');
  const rest = createRest({ baseUrl: 'http://there', fetch, headers: { authorization: 'Bearer x' } });
  await rest.call('listMessages', { params: { id: 'a/b c' }, query: { before: 7, limit: undefined } });
  await rest.call('setQueue', { params: { id: 'c1' }, body: { seatIds: ['s1'] }, idempotencyKey: 'k1' });
  expect(seen[0]?.url).toBe('http://there/api/conversations/a%2Fb%20c/messages?before=7');
  expect(seen[0]?.init.headers).toMatchObject({ authorization: 'Bearer x' });
  expect(seen[0]?.init.headers).not.toHaveProperty('content-type');
  expect(seen[1]?.url).toBe('http://there/api/conversations/c1/queue');
  expect(seen[1]?.init).toMatchObject({
    method: 'PUT',
    body: '{"seatIds":["s1"]}',
    headers: { 'idempotency-key': 'k1', 'content-type': 'application/json' },
  });
});

test('headers given as a function are asked for every call', async () => {
  const { seen, fetch } = answering(200, '{}');
  let token = 0;
  const rest = createRest({ fetch, headers: () => ({ authorization: `Bearer ${(token += 1)}` }) });
  await rest.call('play', { params: { id: 'c1' } });
  await rest.call('pause', { params: { id: 'c1' } });
  expect(seen.map(({ init }) => init.headers['authorization'])).toEqual(['Bearer 1', 'Bearer 2']);
});

test('an export is the text itself, also when it is JSON', async () => {
  const { fetch } = answering(200, '{"chimera":1}');
  const call = createRest({ fetch }).call('exportConversation', {
    params: { id: 'c1' },
    query: { format: 'json' },
  });
  expect(await call).toBe('{"chimera":1}');
});

test('an answer without content is undefined', async () => {
  const { fetch } = answering(204, '');
  expect(await createRest({ fetch }).call('deleteConversation', { params: { id: 'c1' } })).toBeUndefined();
});

test('a refusal carries the problem of the server', async () => {
  const problem = {
    type: 'about:blank',
    title: 'Not found',
    status: 404,
    detail: 'There is no such conversation.',
    code: 'not-found',
    requestId: 'r1',
  };
  const { fetch } = answering(404, JSON.stringify(problem));
  const failure = await createRest({ fetch })
    .call('getConversation', { params: { id: 'c1' } })
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ApiError);
  expect(failure).toMatchObject({ status: 404, message: problem.detail, problem });
});

test.each([
  [401, 'unauthenticated'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [413, 'payload-too-large'],
  [429, 'too-many-requests'],
  [418, 'invalid-request'],
  [502, 'unavailable'],
  [500, 'internal'],
])('status %i from a proxy becomes the problem %s', async (status, code) => {
  const { fetch } = answering(status, '<html>', { 'x-request-id': 'r2' });
  const failure = await createRest({ fetch })
    .call('listScenes', {})
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({ status, problem: { code, requestId: 'r2' } });
});

test('a server that cannot be reached, or is another one, is a network error with its cause', async () => {
  const cause = new TypeError('fetch failed');
  const unreachable = createRest({ fetch: () => Promise.reject(cause) }).call('listScenes', {});
  await expect(unreachable).rejects.toMatchObject({ name: 'NetworkError', cause });
  const other = createRest({ fetch: answering(200, '<html>').fetch }).call('listScenes', {});
  await expect(other).rejects.toBeInstanceOf(NetworkError);
});

test('a call that is given up fails with the reason of the signal', async () => {
  const reason = new Error('left the page');
  const controller = new AbortController();
  const fetch: Fetch = (_, { signal }) =>
    new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
  const call = createRest({ fetch }).call('listScenes', { signal: controller.signal });
  controller.abort(reason);
  await expect(call).rejects.toBe(reason);
});
