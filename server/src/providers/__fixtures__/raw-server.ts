import type { EventFraming } from '../event-framing.ts';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import net, { type Socket } from 'node:net';

export interface RawRequest {
  readonly head: string;
  readonly body: string;
}

export interface RawServer {
  readonly url: string;
  readonly port: number;
  readonly requests: readonly RawRequest[];
  /** Resolves when the next connection that is open now has been closed by the other side. */
  readonly hungUp: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A server of bare sockets: what it answers is written byte by byte, so it can break every rule. */
export async function rawServer(
  respond: (socket: Socket, request: RawRequest) => void | Promise<void>,
): Promise<RawServer> {
  const sockets = new Set<Socket>();
  const requests: RawRequest[] = [];
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      const headEnd = received.indexOf('\r\n\r\n');
      if (headEnd < 0) return;
      const head = received.slice(0, headEnd);
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (received.length < headEnd + 4 + length) return;
      const body = Buffer.from(received.slice(headEnd + 4, headEnd + 4 + length), 'latin1').toString();
      received = received.slice(headEnd + 4 + length);
      requests.push({ head, body });
      void respond(socket, { head, body });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    async hungUp() {
      const [socket] = sockets;
      // Whoever hangs up while something is written to them resets the connection: that is an end as well.
      if (socket) await new Promise((resolve) => socket.once('close', resolve));
    },
    async close() {
      if (!server.listening) return;
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Head of an answer in lines of JSON that lasts until its socket ends. */
export const linesHead =
  'HTTP/1.1 200 OK\r\ncontent-type: application/x-ndjson\r\nconnection: close\r\n\r\n';

/** Head of an answer that lasts until its socket ends, as streams without a length do. */
export const streamHead =
  'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\nconnection: close\r\n\r\n';

export function headOf(framing: EventFraming): string {
  return framing === 'sse' ? streamHead : linesHead;
}

/** Head of an answer in chunks: its end can be told from a cut. */
export const chunkedHead =
  'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n';

export function httpChunk(text: string): string {
  return `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
}

/** A whole answer with its length. */
export function answer(status: number, body: string, headers: Readonly<Record<string, string>> = {}): string {
  const lines = Object.entries({ 'content-type': 'application/json', ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  return `HTTP/1.1 ${status} Status\r\n${lines.join('')}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

export function word(content: string): string {
  return `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`;
}

export const stopEvent = 'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\n';
export const doneEvent = 'data: [DONE]\n\n';

/** A stream as a vendor sends it. */
export function recorded(
  vendor:
    | 'openai'
    | 'anthropic'
    | 'deepseek'
    | 'gemini'
    | 'openrouter'
    | 'openai-compatible'
    | 'lmstudio'
    | 'ollama',
): Buffer {
  const ending = vendor === 'ollama' ? 'ndjson' : 'sse';
  return readFileSync(new URL(`${vendor}.${ending}`, import.meta.url));
}
