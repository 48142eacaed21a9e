import { networkInterfaces } from 'node:os';
import fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signUp, withAccounts } from '../../test/accounts.ts';
import { ask, problemIn } from '../../test/http-answer.ts';
import { startTestApp, type TestApp } from '../../test/start-test-app.ts';
import { localAuthoriser } from '../identity.ts';
import { createMetrics } from '../metrics.ts';
import { registerMetrics } from './metrics-route.ts';

describe('GET /metrics', () => {
  let server: TestApp;
  beforeAll(async () => {
    server = await startTestApp();
  });
  afterAll(() => server.close());

  test('tells how the process and the cache do, as text for Prometheus', async () => {
    const { status, headers, text } = await ask(`${server.url}/metrics`);
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(text).toContain('# TYPE chimera_cache_hits_total counter');
    expect(text).toContain('# TYPE chimera_cache_misses_total counter');
    expect(text).toContain('chimera_cache_waits_total 0');
    expect(text).toContain('chimera_cache_entries 0');
    expect(text).toContain('chimera_cache_bytes 0');
    expect(text).toMatch(/^nodejs_eventloop_lag_seconds /m);
    expect(text).toMatch(/^process_resident_memory_bytes /m);
  });

  test.each(['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'])(
    'is not there for what a proxy passes on (%s)',
    async (name) => {
      const answer = await ask(`${server.url}/metrics`, { headers: { [name]: '127.0.0.1' } });
      expect(problemIn(answer)).toMatchObject({ status: 404, code: 'not-found' });
    },
  );

  test('is behind the same gate as everything', async () => {
    const answer = await ask(`${server.url}/metrics`, { headers: { host: 'evil.example' } });
    expect(answer.status).toBe(421);
  });

  test.each(['authorization', 'x-api-key'])('by any other name looks at a key alone (%s)', async (name) => {
    const headers = { host: '10.143.27.11:8080', [name]: 'Bearer chm_of-nobody' };
    expect(problemIn(await ask(`${server.url}/metrics`, { headers })).status).toBe(404);
    for (const path of ['/', '/livez', '/api/personas', '/metrics/', '/%6detrics'])
      expect([path, (await ask(`${server.url}${path}`, { headers })).status]).toEqual([path, 421]);
    const post = await ask(`${server.url}/metrics`, { method: 'POST', headers });
    expect(post.status).toBe(421);
  });
});

test('an admin’s key opens it at an address that the node does not know itself by', async () => {
  const server = await startTestApp({ environment: withAccounts });
  const { token } = await signUp(server, 'root');
  const headers = (shown: string) => ({ host: '10.143.27.11:8080', authorization: `Bearer ${shown}` });
  expect((await ask(`${server.url}/metrics`, { headers: headers(token) })).status).toBe(200);
  expect((await ask(`${server.url}/metrics`, { headers: headers('of-nobody') })).status).toBe(404);
  await server.close();
});

const elsewhere = Object.values(networkInterfaces())
  .flat()
  .find((address) => address?.family === 'IPv4' && !address.internal)?.address;

test.runIf(elsewhere !== undefined)('whoever comes from another address gets nothing', async () => {
  const app = fastify();
  registerMetrics(app, createMetrics(), localAuthoriser);
  await app.listen({ host: '0.0.0.0', port: 0 });
  const address = app.server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  // A connection to an address of this machine that is not loopback comes from that address.
  expect((await ask(`http://${elsewhere}:${port}/metrics`)).status).toBe(404);
  expect((await ask(`http://127.0.0.1:${port}/metrics`)).status).toBe(200);
  await app.close();
});
