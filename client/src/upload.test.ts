import { createServer, type IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { ApiError, NetworkError } from './api-error.ts';
import { createRest, type Rest } from './rest.ts';

const card = { name: 'ada.png', content: new Blob(['PNG!'], { type: 'image/png' }) };

/** Asks a server of its own that answers like this; gives what it received. */
async function withServer<T>(
  answer: { readonly status: number; readonly body: unknown } | 'never',
  ask: (rest: Rest, received: Promise<string>) => Promise<T>,
): Promise<T> {
  const arrived = Promise.withResolvers<string>();
  const server = createServer((request, response) => {
    void textOf(request).then((text) => {
      arrived.resolve(`${request.method} ${request.url}\n${request.headers['content-type']}\n${text}`);
      if (answer === 'never') return;
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  try {
    return await ask(createRest({ baseUrl: `http://127.0.0.1:${port}` }), arrived.promise);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

test('a file goes out as a form under the name `file`, and the answer is typed', async () => {
  await withServer({ status: 201, body: { imageUrl: '/api/avatars/a1' } }, async (rest, received) => {
    const answer = await rest.upload('uploadAvatar', { file: card, onProgress: () => undefined });
    expect(answer.imageUrl).toBe('/api/avatars/a1');
    expect(await received).toMatch(/^POST \/api\/avatars\nmultipart\/form-data; boundary=/);
    expect(await received).toContain('name="file"; filename="ada.png"');
    expect(await received).toContain('PNG!');
  });
});

test('a refusal carries the problem of the server', async () => {
  const body = { status: 413, code: 'payload-too-large', detail: 'At most 32 MB.' };
  const refused = await withServer({ status: 413, body }, (rest) =>
    rest.upload('importCast', { file: card }).catch((cause: unknown) => cause),
  );
  expect(refused).toBeInstanceOf(ApiError);
  expect(refused).toMatchObject({ status: 413, message: 'At most 32 MB.' });
});

test('a server that cannot be reached is a network error', async () => {
  const rest = createRest({ baseUrl: 'http://127.0.0.1:9' });
  await expect(rest.upload('uploadAvatar', { file: card })).rejects.toBeInstanceOf(NetworkError);
});

test('an upload that is given up fails with the reason of the signal', async () => {
  await withServer('never', async (rest, received) => {
    const reason = new Error('cancelled');
    const controller = new AbortController();
    const upload = rest.upload('importPersonas', { file: card, signal: controller.signal });
    const failure = upload.catch((cause: unknown) => cause);
    await received;
    controller.abort(reason);
    expect(await failure).toBe(reason);
  });
});
