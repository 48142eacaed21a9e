import { once } from 'node:events';
import http from 'node:http';
import type { LookupFunction } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { allowedHosts } from './allowed-hosts.ts';
import { guardedAgent } from './guarded-agent.ts';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serve(
  respond: http.RequestListener = (_, response) => response.end('reached'),
): Promise<number> {
  const server = http.createServer(respond).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function reach(
  url: string,
  options: { allowed?: readonly string[]; lookup?: LookupFunction } = {},
): Promise<string> {
  const agent = guardedAgent({
    allowed: new Set(options.allowed),
    ...(options.lookup && { lookup: options.lookup }),
  });
  closing.push(() => agent.destroy());
  const { origin, pathname } = new URL(url);
  const response = await agent.request({ origin, path: pathname, method: 'GET' });
  return response.statusCode === 200 ? response.body.text() : String(response.statusCode);
}

/** A name server that says of every name what it is told to. */
function resolvesTo(...addresses: string[]): LookupFunction {
  return (_, options, callback) => {
    const answers = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    const [first] = answers;
    if (options.all || !first) callback(null, answers);
    else callback(null, first.address, first.family);
  };
}

const blocked = { code: 'EGRESS_BLOCKED' };

describe('a guarded agent', () => {
  test.each([
    '127.0.0.1',
    'localhost',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0177.0.0.1',
    '0.0.0.0',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '127.0.0.2',
  ])('does not reach this machine as %s', async (host) => {
    const port = await serve();
    await expect(reach(`http://${host}:${port}/`)).rejects.toMatchObject(blocked);
  });

  test('reaches exactly the host and port that are allowed', async () => {
    const port = await serve();
    const other = await serve();
    const allowed = [`127.0.0.1:${port}`];
    expect(await reach(`http://127.0.0.1:${port}/`, { allowed })).toBe('reached');
    await expect(reach(`http://127.0.0.1:${other}/`, { allowed })).rejects.toMatchObject(blocked);
    await expect(reach(`http://localhost:${port}/`, { allowed })).rejects.toMatchObject(blocked);
  });

  test('reaches an allowed name that stands for this machine', async () => {
    const port = await serve();
    const options = { allowed: [`models.test:${port}`], lookup: resolvesTo('127.0.0.1') };
    expect(await reach(`http://models.test:${port}/`, options)).toBe('reached');
    await expect(reach(`http://other.test:${port}/`, options)).rejects.toMatchObject(blocked);
  });

  test.each([
    ['a private address', ['10.0.0.1']],
    ['this machine', ['127.0.0.1']],
    ['a public and a private address', ['1.1.1.1', '192.168.0.1']],
    ['nothing', []],
  ])('does not follow a name that stands for %s', async (_, addresses) => {
    const lookup = resolvesTo(...addresses);
    await expect(reach('http://rebound.test:80/', { lookup })).rejects.toMatchObject(blocked);
  });

  test('never reaches metadata addresses, even when they are allowed', async () => {
    const allowed = ['169.254.169.254:80', 'metadata.test:80'];
    await expect(reach('http://169.254.169.254/', { allowed })).rejects.toMatchObject(blocked);
    const lookup = resolvesTo('169.254.169.254');
    await expect(reach('http://metadata.test/', { allowed, lookup })).rejects.toMatchObject(blocked);
  });

  test('looks at the peer of the open socket too', async () => {
    const port = await serve();
    let asked = 0;
    const lookup: LookupFunction = (_, __, callback) => {
      // Says something else the second time that it is read, as if the answer had changed in between.
      callback(null, [
        {
          family: 4,
          get address() {
            asked += 1;
            return asked === 1 ? '1.1.1.1' : '127.0.0.1';
          },
        },
      ]);
    };
    await expect(reach(`http://rebound.test:${port}/`, { lookup })).rejects.toMatchObject(blocked);
    expect(asked).toBeGreaterThan(1);
  });

  test('does not follow a redirect to another place', async () => {
    const secret = await serve();
    const port = await serve((_, response) => {
      response.writeHead(302, { location: `http://127.0.0.1:${secret}/` }).end();
    });
    expect(await reach(`http://127.0.0.1:${port}/`, { allowed: [`127.0.0.1:${port}`] })).toBe('302');
  });

  test('hands on the failure to resolve a name', async () => {
    const lookup: LookupFunction = (_, __, callback) => {
      callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), '');
    };
    await expect(reach('http://missing.test/', { lookup })).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });
});

describe('the allowed hosts', () => {
  const usual = ['127.0.0.1:11434', '127.0.0.1:1234', 'localhost:11434', 'localhost:1234'];

  test('are the usual local model servers where only the owner is', () => {
    expect([...allowedHosts({ localMode: true, baseUrls: [] })]).toEqual(usual);
    expect([...allowedHosts({ localMode: false, baseUrls: [] })]).toEqual([]);
  });

  test('are what the operator named, with the port of the scheme', () => {
    const baseUrls = [
      'http://GPU.lan:8000/v1',
      'https://models.lan',
      'http://nas',
      'http://[::1]:9000/',
      'nonsense',
    ];
    expect([...allowedHosts({ localMode: false, baseUrls })]).toEqual([
      'gpu.lan:8000',
      'models.lan:443',
      'nas:80',
      '::1:9000',
    ]);
  });
});
