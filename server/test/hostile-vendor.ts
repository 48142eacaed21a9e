import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';

/** What a model server may send that nobody should read to its end. */
export const hostilities = [
  'gzip bomb',
  'endless line',
  'endless comments',
  'endless empty events',
  'a million tiny events',
  'a million thoughts',
  'large events of nothing',
  'a million values',
  'deep brackets',
  'endless page',
  'endless picture',
  'endless refusal',
  'endless redirect',
  'header of a megabyte',
] as const;
export type Hostility = (typeof hostilities)[number];

export interface HostileVendor {
  /** The base URL where it is hostile in this way, whatever is asked there. */
  baseUrl(hostility: Hostility): string;
  /** Where it answers as one should. */
  readonly kindUrl: string;
  /** Where it speaks Ollama's protocol, and tells a quarter of a megabyte of each of three hundred models. */
  readonly talkativeUrl: string;
  readonly host: string;
  /** Bytes of bodies that it could hand over since this was last asked. */
  takeSentBytes(): number;
  close(): Promise<void>;
}

interface Body {
  readonly status?: number;
  readonly headers: Record<string, string>;
  /** Sent once. */
  readonly begin?: string;
  /** Sent again and again, until nobody takes it or there were so many. */
  readonly again: string | Buffer;
  readonly times?: number;
  readonly end?: string;
}

const MEGABYTE = 1_048_576;
const BLOCK_BYTES = 65_536;
const stream = { 'content-type': 'text/event-stream' };
const json = { 'content-type': 'application/json' };

function block(piece: string): string {
  return piece.repeat(Math.ceil(BLOCK_BYTES / piece.length));
}

/** A kilobyte that becomes a megabyte; ten thousand of them in a row are one archive of ten gigabytes. */
function bomb(): Buffer {
  return Buffer.concat(Array.from({ length: 64 }, () => gzipSync(Buffer.alloc(MEGABYTE), { level: 9 })));
}

const bodies: Readonly<Record<Hostility, () => Body>> = {
  'gzip bomb': () => ({ headers: { ...stream, 'content-encoding': 'gzip' }, again: bomb(), times: 160 }),
  'endless line': () => ({ headers: stream, begin: 'data: {"a":"', again: block('a') }),
  'endless comments': () => ({ headers: stream, again: block(': still here\n\n') }),
  'endless empty events': () => ({ headers: stream, again: block('data: {}\n\n') }),
  'a million tiny events': () => ({
    headers: stream,
    again: block('data: {"choices":[{"delta":{"content":" "}}]}\n\n'),
    times: 1_000,
  }),
  'a million thoughts': () => ({
    headers: stream,
    again: block('data: {"choices":[{"delta":{"reasoning":"a"}}]}\n\n'),
    times: 1_000,
  }),
  'large events of nothing': () => ({
    headers: stream,
    again: `data: {"a":[${'{},'.repeat(300_000)}{}]}\n\n`,
  }),
  'a million values': () => ({
    headers: json,
    begin: '{"models":[],"data":[{}',
    again: block(',{}'),
    times: 62,
    end: ']}',
  }),
  'deep brackets': () => ({ headers: json, begin: '{"data":', again: block('['), times: 60 }),
  'endless page': () => ({ headers: { 'content-type': 'text/html' }, again: block('<title') }),
  'endless picture': () => ({ headers: { 'content-type': 'image/png' }, again: block('\u0001') }),
  'endless refusal': () => ({ status: 500, headers: json, begin: '{"error":"', again: block('a') }),
  'endless redirect': () => ({
    status: 302,
    headers: { ...json, location: 'http://127.0.0.1:9/' },
    again: block('a'),
  }),
  'header of a megabyte': () => ({ headers: { ...stream, 'x-long': 'a'.repeat(MEGABYTE) }, again: 'a' }),
};

/** A model server that sends as fast as it is read, and more than anybody wants. */
export async function hostileVendor(): Promise<HostileVendor> {
  let sentBytes = 0;
  const server = createServer((request, response) => {
    const [, place = ''] = (request.url ?? '').split('/');
    const wanted = hostilities.find((each) => each === decodeURIComponent(place));
    if (place === 'talkative') return tellAll(request, response);
    if (wanted === undefined) return answerKindly(request, response);
    void send(response, bodies[wanted](), (bytes) => (sentBytes += bytes));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The vendor has no port.');
  const host = `127.0.0.1:${address.port}`;
  return {
    baseUrl: (hostility) => `http://${host}/${encodeURIComponent(hostility)}/v1`,
    kindUrl: `http://${host}/kind/v1`,
    talkativeUrl: `http://${host}/talkative`,
    host,
    takeSentBytes() {
      const bytes = sentBytes;
      sentBytes = 0;
      return bytes;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answerKindly(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  if (request.method === 'GET') {
    response.writeHead(200, json).end('{"data":[{"id":"talker"}]}');
    return;
  }
  response.writeHead(200, stream);
  response.write('data: {"choices":[{"delta":{"content":"Good evening."}}]}\n\n');
  response.end('data: {"choices":[{"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n');
}

const models = Array.from({ length: 300 }, (_, index) => ({ name: `m${index}`, digest: `d${index}` }));
const told = JSON.stringify({
  capabilities: ['completion'],
  model_info: { all: 'a'.repeat(MEGABYTE / 4 - 100) },
});

function tellAll(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  response.writeHead(200, json).end(request.method === 'GET' ? JSON.stringify({ models }) : told);
}

async function send(response: ServerResponse, body: Body, onSent: (bytes: number) => void): Promise<void> {
  const { status = 200, headers, begin = '', again, times = Number.POSITIVE_INFINITY, end = '' } = body;
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  response.writeHead(status, headers).flushHeaders();
  if (begin !== '') response.write(begin);
  const piece = Buffer.from(again);
  try {
    for (let sent = 0; sent < times && !gone.signal.aborted; sent += 1) {
      if (!response.write(piece)) await once(response, 'drain', { signal: gone.signal });
      onSent(piece.length);
    }
    response.end(end);
  } catch {
    // Whoever hangs up has had enough, which is what is looked for.
  }
}
