import { createServer, get, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { clientAddress } from './client-address.ts';

/** A real request, so that its socket and its headers are what Node makes of them. */
async function addressOf(
  trusted: readonly string[],
  headers: OutgoingHttpHeaders,
  peer?: string,
): Promise<string> {
  const read = clientAddress(trusted);
  let found = '';
  const server = createServer((request, answer) => {
    if (peer !== undefined) Object.defineProperty(request.socket, 'remoteAddress', { value: peer });
    found = read(request);
    answer.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const asked = get({ port, host: '127.0.0.1', headers, agent: false });
  const [answer]: IncomingMessage[] = await once(asked, 'response');
  answer?.resume();
  server.close();
  return found;
}

const REAL = '203.0.113.7';
const PROXY = '10.0.0.1';
const forged: IncomingHttpHeaders = {
  'x-forwarded-for': '1.2.3.4',
  'x-real-ip': '1.2.3.4',
  forwarded: 'for=1.2.3.4',
  'true-client-ip': '1.2.3.4',
  'cf-connecting-ip': '1.2.3.4',
  'x-client-ip': '1.2.3.4',
  'x-cluster-client-ip': '1.2.3.4',
};

describe('without a proxy that is listed', () => {
  test('the peer counts, whatever headers say', async () => {
    expect(await addressOf([], forged)).toBe('127.0.0.1');
    expect(await addressOf([], forged, REAL)).toBe(REAL);
    expect(await addressOf([PROXY], forged, REAL)).toBe(REAL);
  });

  test('an address that reached an IPv6 socket is the same one', async () => {
    expect(await addressOf([], {}, '::ffff:203.0.113.7')).toBe(REAL);
    expect(await addressOf([], {}, '2001:db8::7')).toBe('2001:db8::7');
    expect(await addressOf([], {}, 'fe80::1%eth0')).toBe('fe80::1%eth0');
  });
});

describe('behind a proxy that is listed', () => {
  test.each([
    ['what it adds counts, not what the client wrote before', `1.2.3.4, ${REAL}`, REAL],
    ['many that were made up', `${'1.2.3.4, '.repeat(500)}${REAL}`, REAL],
    ['without the header it is the proxy itself', undefined, PROXY],
    ['with an empty one too', '', PROXY],
    ['several proxies in a row are passed over', `1.2.3.4, ${REAL}, 10.0.0.2, 10.0.0.3`, REAL],
    ['a client that claims to be a proxy is not passed over', `1.2.3.4, 10.9.9.9, ${REAL}`, REAL],
    ['IPv6', '1.2.3.4, 2001:db8::7', '2001:db8::7'],
    ['IPv4 in IPv6', '1.2.3.4, ::ffff:203.0.113.7', REAL],
    ['a port behind it', `1.2.3.4, ${REAL}:4711`, REAL],
    ['a port behind IPv6', '1.2.3.4, [2001:db8::7]:4711', '2001:db8::7'],
    ['spaces and tabs', `  1.2.3.4 ,\t${REAL}  `, REAL],
  ])('%s', async (_, header, expected) => {
    const headers = header === undefined ? {} : { 'x-forwarded-for': header };
    expect(await addressOf(['10.0.0.0/24', '10.0.0.1'], headers, PROXY)).toBe(expected);
  });

  test('other headers have no effect there either', async () => {
    const { 'x-forwarded-for': _, ...others } = forged;
    expect(await addressOf([PROXY], others, PROXY)).toBe(PROXY);
  });

  test('the header may come twice: the last address counts', async () => {
    expect(await addressOf([PROXY], { 'x-forwarded-for': ['1.2.3.4', REAL] }, PROXY)).toBe(REAL);
  });

  test.each([
    ['IPv6', '2001:db8:a::/48', '2001:db8:a::1'],
    ['IPv4 that reached an IPv6 socket', '10.0.0.0/8', '::ffff:10.1.2.3'],
    ['a single address in IPv6', '::1', '::1'],
  ])('a network of %s', async (_, listed, peer) => {
    expect(await addressOf([listed], { 'x-forwarded-for': `1.2.3.4, ${REAL}` }, peer)).toBe(REAL);
  });

  test.each(['garbage', 'unknown', '_hidden', '999.1.1.1', '<script>', "' OR 1=1", '-'])(
    'what is no address (%s) is not taken for one that somebody chose',
    async (text) => {
      const found = await addressOf([PROXY], { 'x-forwarded-for': `1.2.3.4, ${text}` }, PROXY);
      expect(found).toBe(PROXY);
    },
  );
});
