import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask } from '../../server/test/http-answer.ts';
import { type Nginx, startNginx } from './nginx.ts';

let folder: string;
let nginx: Nginx;
const node = createServer(({ headers }, response) => response.end(headers.host));
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chimera-tls-'));
  const tls = { certificate: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') };
  const how = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=chimera.example'];
  execFileSync('openssl', [...how, '-keyout', tls.key, '-out', tls.certificate], { stdio: 'ignore' });
  node.listen(0, '127.0.0.1');
  await once(node, 'listening');
  const address = node.address();
  if (address === null || typeof address === 'string') throw new Error('The node has no port.');
  nginx = await startNginx({ upstreams: [`http://127.0.0.1:${address.port}`], tls });
});
afterAll(async () => {
  await nginx?.close();
  node.close();
  await rm(folder, { recursive: true, force: true });
});

test('who comes without encryption is led to the same place with it, and that is noted', async () => {
  const answer = await ask(`${nginx.plainUrl}/c/1?a=b`, { headers: { host: 'chimera.example' } });
  expect([answer.status, answer.headers['location']]).toEqual([301, 'https://chimera.example/c/1?a=b']);
  await expect.poll(() => nginx.accesses()).toContain('"GET /c/1 HTTP/1.1" 301');
});

test('who comes with encryption is let through, with the name that was asked for', async () => {
  const outgoing = request(`${nginx.url}/`, {
    headers: { host: 'chimera.example' },
    rejectUnauthorized: false,
    agent: false,
  }).end();
  const [answer]: AsyncIterable<Buffer>[] = await once(outgoing, 'response');
  const pieces = await Array.fromAsync(answer ?? []);
  expect(Buffer.concat(pieces).toString()).toBe('chimera.example');
});

test.each([
  ['TLSv1.1', false],
  ['TLSv1.2', true],
  ['TLSv1.3', true],
] as const)('%s is spoken: %s', async (version, isSpoken) => {
  const socket = connect({
    port: Number(new URL(nginx.url).port),
    host: '127.0.0.1',
    minVersion: version,
    maxVersion: version,
    // Else this side would refuse the old one by itself.
    ciphers: 'DEFAULT@SECLEVEL=0',
    rejectUnauthorized: false,
  });
  const outcome = await Promise.race([
    once(socket, 'secureConnect').then(() => true),
    once(socket, 'error').then(() => false),
  ]).catch(() => false);
  socket.destroy();
  expect(outcome).toBe(isSpoken);
});
