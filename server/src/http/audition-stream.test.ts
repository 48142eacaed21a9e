import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { interruptionOf } from '../engine/interruption.ts';
import { localOwner } from '../identity.ts';
import { AuditionStream } from './audition-stream.ts';
import { listeningUrl } from './listening-url.ts';

const identity = {
  person: localOwner,
  username: 'local',
  role: 'admin',
  scopes: [],
  grant: { kind: 'local' },
  rights: 0,
} as const;

let stream: AuditionStream;
let answer: IncomingMessage | null = null;
let close: () => Promise<unknown>;
let limitMs = 60_000;

async function open(): Promise<void> {
  const opened = new Promise<void>((resolve) => {
    const server = createServer((_: IncomingMessage, response: ServerResponse) => {
      stream = new AuditionStream(response.writeHead(200), identity, limitMs);
      resolve();
    });
    server.listen(0, '127.0.0.1', () => {
      const outgoing = get(listeningUrl('127.0.0.1', server.address()), { agent: false });
      outgoing.on('error', () => undefined);
      outgoing.on('response', (response) => {
        answer = response.setEncoding('utf8');
      });
    });
    close = () => {
      server.closeAllConnections();
      server.close();
      return once(server, 'close');
    };
  });
  await opened;
  await vi.waitFor(() => expect(answer).not.toBeNull());
}

beforeEach(() => {
  limitMs = 60_000;
  answer = null;
});
afterEach(() => close());

const reasonCode = () => interruptionOf(stream.signal)?.reason.code;

test('an event is told under its name, each in a block, and the end is the end', async () => {
  await open();
  stream.tell({ type: 'text', text: 'Two\nlines.' });
  stream.tell({ type: 'done' });
  stream.finish();
  let text = '';
  for await (const piece of answer ?? []) text += String(piece);
  expect(text).toBe(
    'event: text\ndata: {"type":"text","text":"Two\\nlines."}\n\nevent: done\ndata: {"type":"done"}\n\n',
  );
  stream.tell({ type: 'done' });
});

test('it takes no longer than it may', async () => {
  limitMs = 400;
  await open();
  expect(reasonCode()).toBeUndefined();
  await vi.waitFor(() => expect(reasonCode()).toBe('timeout'), 3000);
});

test.each([
  ['its reader goes away', () => answer?.destroy(), 'gone'],
  ['the server closes', () => stream.end(), 'restart'],
  ['its reader may not stay', () => stream.dismiss(), 'unauthenticated'],
])('it stops when %s', async (_, happens, code) => {
  await open();
  happens();
  await vi.waitFor(() => expect(reasonCode()).toBe(code));
});
