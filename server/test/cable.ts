import { connect, createServer, type Socket } from 'node:net';

/** The way to a server, to be cut and mended. */
export interface Cable {
  /** Where the server is reached by it: the address that was given, with another host and port. */
  readonly url: string;
  /** Every connection breaks without a word, and no new one comes through. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function layCable(serverUrl: string): Promise<Cable> {
  const { hostname, port } = new URL(serverUrl);
  const ends = new Set<Socket>();
  let isCut = false;
  const relay = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(Number(port), hostname);
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(end);
      end.on('error', () => other.destroy());
      end.on('close', () => {
        ends.delete(end);
        other.destroy();
      });
      end.pipe(other);
    }
  });
  const breakAll = () => {
    for (const end of ends) end.destroy();
  };
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
  const address = relay.address();
  if (address === null || typeof address === 'string') throw new Error('The cable has no port.');
  return {
    url: throughPort(serverUrl, address.port),
    cut: () => {
      isCut = true;
      breakAll();
    },
    mend: () => {
      isCut = false;
    },
    close: () =>
      new Promise((resolve) => {
        breakAll();
        relay.close(() => resolve());
      }),
  };
}

function throughPort(serverUrl: string, port: number): string {
  const url = new URL(serverUrl);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return url.href.replace(/\/$/, '');
}
