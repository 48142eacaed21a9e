import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Asked } from './asked.ts';
import { nowMicros, tokenSentAt } from './token.ts';
import { type WireShape, wireShapes } from './wire-shape.ts';

/** Tokens of an unthrottled stream that are written before another stream gets its turn. */
const SLICE_TOKENS = 16;

const ASKED_KEPT = 2_000;

interface Order {
  readonly model: string;
  readonly tokens: number;
  /** Null: as fast as they are taken. */
  readonly perSecond: number | null;
  readonly shape: WireShape;
}

interface PacedStream {
  readonly response: ServerResponse;
  readonly order: Order;
  left: number;
  dueMicros: number;
}

/**
 * A model server that says only tokens with their time. The model's name is the order: `tokens-200@50` says
 * 200 tokens at 50 a second, `tokens-200@max` as fast as they are taken. It speaks OpenAI's protocol, and
 * each vendor's behind the vendor's name: `/anthropic/v1/messages`. What it was asked since it was last asked so
 * it says at `/asked`.
 */
const paced = new Set<PacedStream>();
let asked: Asked[] = [];
const server = createServer((request, response) => {
  if (request.url === '/asked') {
    response.end(JSON.stringify(asked));
    asked = [];
    return;
  }
  if (request.method === 'POST') {
    void answer(request, response);
    return;
  }
  response.setHeader('content-type', 'application/json');
  response.end('{"object":"list","data":[{"id":"tokens-200@50","object":"model"}],"models":[]}');
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') console.log(`http://127.0.0.1:${address.port}`);
});
setInterval(sayWhatIsDue, 1);

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const began = performance.now();
  const { bytes, body } = await bodyOf(request);
  const order = orderOf(request.url ?? '/', body);
  response.once('close', () => {
    asked.push({ bytes, ms: performance.now() - began, model: order?.model ?? '', maxTokens: limitIn(body) });
    if (asked.length > ASKED_KEPT) asked = asked.slice(-ASKED_KEPT / 2);
  });
  if (!order) {
    response.writeHead(404, { 'content-type': 'application/json' });
    response.end(
      '{"error":{"message":"The model is not named like tokens-200@50.","code":"model_not_found"}}',
    );
    return;
  }
  response.writeHead(200, { 'content-type': order.shape.mediaType });
  response.socket?.setNoDelay(true);
  const begin = order.shape.begin(order.model);
  if (begin === '') response.flushHeaders();
  else response.write(begin);
  if (order.perSecond === null) return sayAtOnce(response, order);
  const stream = {
    response,
    order,
    left: order.tokens,
    // Streams that begin together do not speak in step.
    dueMicros: nowMicros() + (Math.random() * 1e6) / order.perSecond,
  };
  paced.add(stream);
  response.on('close', () => paced.delete(stream));
}

function sayWhatIsDue(): void {
  // Asked once: of hundreds of streams most have nothing to say in this millisecond.
  const now = nowMicros();
  for (const stream of paced) {
    const { response, order } = stream;
    for (; stream.left > 0 && stream.dueMicros <= now; stream.left -= 1) {
      response.write(tokenChunk(order));
      stream.dueMicros += 1e6 / (order.perSecond ?? 1);
    }
    if (stream.left > 0) continue;
    paced.delete(stream);
    response.end(order.shape.end(order.model, order.tokens));
  }
}

function sayAtOnce(response: ServerResponse, order: Order): void {
  let left = order.tokens;
  const go = () => {
    if (response.destroyed) return;
    let taken = true;
    for (let slice = 0; taken && left > 0 && slice < SLICE_TOKENS; slice += 1, left -= 1) {
      taken = response.write(tokenChunk(order));
    }
    if (left === 0) response.end(order.shape.end(order.model, order.tokens));
    else if (taken) setImmediate(go);
    else response.once('drain', go);
  };
  go();
}

function tokenChunk({ shape, model }: Order): string {
  return shape.word(model, tokenSentAt(nowMicros()));
}

async function bodyOf(request: IncomingMessage): Promise<{ readonly bytes: number; readonly body: unknown }> {
  const parts: Buffer[] = [];
  for await (const part of request) if (Buffer.isBuffer(part)) parts.push(part);
  const whole = Buffer.concat(parts);
  return { bytes: whole.length, body: JSON.parse(whole.toString()) };
}

function orderOf(url: string, body: unknown): Order | null {
  const { pathname } = new URL(url, 'http://model');
  const [, vendor] = /^\/([a-z]+)\//.exec(pathname) ?? [];
  const [, shape] = Object.entries(wireShapes).find(([kind]) => kind === vendor) ?? [];
  const model = namedIn(body) ?? /\/models\/([^/:]+):/.exec(decodeURIComponent(pathname))?.[1] ?? '';
  const [, tokens, pace] = /^tokens-(\d+)@(\d+|max)$/.exec(model) ?? [];
  if (tokens === undefined || pace === undefined) return null;
  return {
    model,
    tokens: Number(tokens),
    perSecond: pace === 'max' ? null : Number(pace),
    shape: shape ?? wireShapes['openai-compatible'],
  };
}

/** In the words of OpenAI's protocol. */
function limitIn(body: unknown): number | null {
  if (typeof body !== 'object' || body === null || !('max_tokens' in body)) return null;
  return typeof body.max_tokens === 'number' ? body.max_tokens : null;
}

function namedIn(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('model' in body)) return null;
  return typeof body.model === 'string' ? body.model : null;
}
