import { createServer, type IncomingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Canary, canary } from '../test/canary.ts';
import { failedTurn } from '../test/failed-turn.ts';
import { startTestApp, type TestApp } from '../test/start-test-app.ts';

const KEY = 'sk-canary-4f9a7c21e0b85d36wxyz';

interface Mover {
  readonly host: string;
  readonly heard: () => readonly { readonly path: string; readonly headers: IncomingHttpHeaders }[];
  close(): Promise<void>;
}

/** A model server that sends whoever comes to `/<status>/…` to the address that is set, and serves everybody else. */
async function mover(target: () => string): Promise<Mover> {
  const heard: { path: string; headers: IncomingHttpHeaders }[] = [];
  const server = createServer((request, response) => {
    request.resume();
    const { url: path = '', headers } = request;
    heard.push({ path, headers });
    const status = Number(path.split('/')[1]);
    if (status > 0) response.writeHead(status, { location: target() }).end();
    else response.setHeader('content-type', 'application/json').end('{"data":[{"id":"talker"}]}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    host: `127.0.0.1:${port}`,
    heard: () => heard,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve()).closeAllConnections();
      }),
  };
}

describe('a model server that sends the server elsewhere', () => {
  let server: TestApp;
  let vendor: Mover;
  let bird: Canary;
  let other: Canary;
  let target = '';
  beforeAll(async () => {
    [bird, other, vendor] = await Promise.all([canary(), canary(), mover(() => target)]);
    const allowed = `${vendor.host},127.0.0.1:${other.port}`;
    server = await startTestApp({ environment: { CHIMERA_ALLOWED_HOSTS: allowed } });
  });
  afterAll(async () => {
    await server.close();
    await Promise.all([bird.close(), other.close(), vendor.close()]);
  });

  const targets: readonly (readonly [string, () => string])[] = [
    ['this machine', () => `http://127.0.0.1:${bird.port}/v1/models`],
    ['this machine by its name', () => `http://localhost:${bird.port}/v1/models`],
    ['another origin that may be called', () => `http://127.0.0.1:${other.port}/v1/models`],
    ['another protocol', () => `https://127.0.0.1:${other.port}/v1/models`],
    ['no protocol', () => `//127.0.0.1:${other.port}/v1/models`],
    ['another path of its own', () => '/v1/models'],
    ['a file', () => 'file:///etc/passwd'],
  ];
  const moves = [301, 302, 303, 307, 308].flatMap((status) =>
    targets.map(([name, address]) => ({ status, name, address })),
  );

  test.each(moves)('is not followed by $status to $name, and no second origin sees the key', async (move) => {
    target = move.address();
    const { id } = await server.rest.call('createConnection', {
      body: {
        kind: 'openai-compatible',
        baseUrl: `http://${vendor.host}/${move.status}/v1`,
        apiKey: KEY,
      },
    });
    const params = { id };
    const before = vendor.heard().length;
    const tested = await server.rest.call('testConnection', { params, body: { model: 'm' } });
    expect(tested).toMatchObject({ ok: false, problem: { code: 'request-refused' } });
    await expect(server.rest.call('listModels', { params })).rejects.toMatchObject({ status: 502 });
    expect((await failedTurn(server.rest, id)).code).toBe('request-refused');
    await server.rest.call('deleteConnection', { params });

    const heard = vendor.heard().slice(before);
    expect(heard.length).toBeGreaterThan(2);
    for (const { path, headers } of heard) {
      expect(path).toMatch(new RegExp(`^/${move.status}/`));
      expect(headers.authorization).toBe(`Bearer ${KEY}`);
    }
    expect([bird.hits(), other.hits()]).toEqual([0, 0]);
  });
});
