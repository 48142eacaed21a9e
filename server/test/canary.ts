import { createServer, type IncomingHttpHeaders } from 'node:http';

/** Listens on this machine, on IPv4 and IPv6, and notes who comes. */
export interface Canary {
  readonly port: number;
  /** Sockets that were opened to it, whatever was said there. */
  readonly hits: () => number;
  readonly heard: () => readonly IncomingHttpHeaders[];
  close(): Promise<void>;
}

export async function canary(): Promise<Canary> {
  let hits = 0;
  let port = 0;
  const heard: IncomingHttpHeaders[] = [];
  const servers = ['127.0.0.1', '::1'].map((host) => {
    const server = createServer(({ headers }, response) => {
      heard.push(headers);
      response.setHeader('content-type', 'application/json').end('{"models":[],"data":[]}');
    });
    server.on('connection', () => (hits += 1));
    return { host, server };
  });
  for (const { host, server } of servers) {
    await new Promise<void>((resolve) => server.listen(port, host, resolve));
    const address = server.address();
    port = address !== null && typeof address === 'object' ? address.port : 0;
  }
  return {
    port,
    hits: () => hits,
    heard: () => heard,
    async close() {
      for (const { server } of servers) {
        await new Promise((resolve) => server.close(resolve).closeAllConnections());
      }
    },
  };
}

/** A port of this machine where nobody listens. */
export async function closedPort(): Promise<number> {
  const opened = await canary();
  await opened.close();
  return opened.port;
}

/** This machine, as people have spelt it to get past a look at the text. */
export const loopbackSpellings: readonly string[] = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '2130706433',
  '017700000001',
  '0177.0.0.1',
  '0x7f000001',
  '0x7f.0x0.0x0.0x1',
  '0X7F.1',
  '127.0.0.1.',
  '127.8.9.10',
  '0.0.0.0',
  '0',
  'localhost',
  'LOCALHOST',
  '127。0。0。1',
  '１２７.0.0.1',
  '%31%32%37.0.0.1',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::FFFF:7F00:1]',
  '[::127.0.0.1]',
  '[::ffff:0:127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
];

/** With a dot behind it some resolvers know this machine, and others nobody. */
export const dottedSpellings: readonly string[] = ['localhost.', 'LocalHost.', 'localhost.localdomain'];

/** One address of each range that is not the public internet (IANA's registries of special addresses). */
export const specialAddresses: readonly string[] = [
  '0.1.2.3',
  '10.0.0.5',
  '100.64.0.1',
  '100.100.100.200',
  '168.63.129.16',
  '169.254.169.254',
  '172.16.3.4',
  '172.31.255.255',
  '192.0.0.192',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.1.20',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.7',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '[100::1]',
  '[2001::1]',
  '[2001:db8::1]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[fe80::1]',
  '[fec0::1]',
  '[4000::1]',
  '[5f00::1]',
  '[ff02::1]',
];
