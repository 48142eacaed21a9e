import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRest } from '@chimera/client/rest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Canary, canary } from '../test/canary.ts';
import { type HostileVendor, hostileVendor } from '../test/hostile-vendor.ts';
import { type ServerProcess, startServerProcess } from '../test/server-process.ts';

const KEY = 'sk-canary-4f9a7c21e0b85d36wxyz';

describe('proxies that the environment names', () => {
  let server: ServerProcess;
  let proxy: Canary;
  let vendor: HostileVendor;
  let bird: Canary;
  let dataDir: string;
  beforeAll(async () => {
    [proxy, bird, vendor] = await Promise.all([canary(), canary(), hostileVendor()]);
    dataDir = await mkdtemp(join(tmpdir(), 'chimera-proxy-'));
    const proxyUrl = `http://127.0.0.1:${proxy.port}`;
    const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy'];
    server = await startServerProcess({
      ...Object.fromEntries(names.map((name) => [name, proxyUrl])),
      NODE_USE_ENV_PROXY: '1',
      CHIMERA_DATA_DIR: dataDir,
      CHIMERA_LOG_LEVEL: 'silent',
      CHIMERA_ALLOWED_HOSTS: vendor.host,
      OLLAMA_BASE_URL: 'http://127.0.0.1:9',
      LMSTUDIO_BASE_URL: 'http://127.0.0.1:9',
    });
  });
  afterAll(async () => {
    await server.end('SIGTERM');
    await Promise.all([proxy.close(), bird.close(), vendor.close()]);
    await rm(dataDir, { recursive: true, force: true });
  });

  test('are not used: no call of a connection goes around the guard', async () => {
    const rest = createRest({ baseUrl: server.url });
    const at = async (baseUrl: string) => {
      const { id } = await rest.call('createConnection', {
        body: { kind: 'openai-compatible', baseUrl, apiKey: KEY },
      });
      const params = { id };
      const { problem } = await rest.call('testConnection', { params, body: { model: 'm' } });
      const models = await rest.call('listModels', { params }).then(
        ({ items }) => items.length,
        () => null,
      );
      return [problem?.code, models];
    };
    expect(await at(vendor.kindUrl)).toEqual([undefined, 1]);
    expect(await at(`http://127.0.0.1:${bird.port}/v1`)).toEqual(['blocked', null]);
    expect(await at('http://169.254.169.254/v1')).toEqual(['blocked', null]);
    // Through a proxy they would be resolved there, and reached.
    expect(await at(`https://rebound.invalid:${bird.port}/v1`)).toEqual(['unreachable', null]);
    expect([proxy.hits(), bird.hits()]).toEqual([0, 0]);
  });
});
