import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { nowMicros, tokenSentAt } from './token.ts';

/** Tokens of an unthrottled stream that are written before another stream gets its turn. */
const SLICE_TOKENS = 16;

interface Order {
  readonly model: string;
  readonly tokens: number;
  /** Null: as fast as they are taken. */
  readonly perSecond: number | null;
  readonly usage: boolean;
}

interface PacedStream {
  readonly response: ServerResponse;
  readonly order: Order;
  left: number;
  dueMicros: number;
}

/**
 * A model server that speaks OpenAI's protocol and says only tokens with their time. The model's name
 * is the order: `tokens-200@50` says 200 tokens at 50 a second, `tokens-200@max` as fast as they are taken.
 */
const paced = new Set<PacedStream>();
const server = createServer((request, response) => {
  if (request.method === 'POST' && request.url?.endsWith('/chat/completions')) {
    void answer(request, response);
    return;
  }
  response.setHeader('content-type', 'application/json');
  response.end('{"object":"list","data":[{"id":"tokens-200@50","object":"model"}]}');
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') console.log(`http://127.0.0.1:${address.port}`);
});
setInterval(sayWhatIsDue, 1);

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const order = orderOf(await bodyOf(request));
  if (!order) {
    response.writeHead(404, { 'content-type': 'application/json' });
    response.end(
      '{"error":{"message":"The model is not named like tokens-200@50.","code":"model_not_found"}}',
    );
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.socket?.setNoDelay(true);
  response.write(chunkOf(order, { role: 'assistant', content: '' }, null));
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
  for (const stream of paced) {
    const { response, order } = stream;
    for (; stream.left > 0 && stream.dueMicros <= nowMicros(); stream.left -= 1) {
      response.write(tokenChunk(order));
      stream.dueMicros += 1e6 / (order.perSecond ?? 1);
    }
    if (stream.left > 0) continue;
    paced.delete(stream);
    response.end(lastChunks(order));
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
    if (left === 0) response.end(lastChunks(order));
    else if (taken) setImmediate(go);
    else response.once('drain', go);
  };
  go();
}

function tokenChunk(order: Order): string {
  return chunkOf(order, { content: tokenSentAt(nowMicros()) }, null);
}

function lastChunks(order: Order): string {
  const usage = { prompt_tokens: 100, completion_tokens: order.tokens, total_tokens: 100 + order.tokens };
  const counted = order.usage ? `data: ${JSON.stringify({ ...frameOf(order), choices: [], usage })}\n\n` : '';
  return `${chunkOf(order, {}, 'stop')}${counted}data: [DONE]\n\n`;
}

function chunkOf(order: Order, delta: object, finish: string | null): string {
  const choices = [{ index: 0, delta, logprobs: null, finish_reason: finish }];
  return `data: ${JSON.stringify({ ...frameOf(order), choices })}\n\n`;
}

function frameOf({ model }: Order) {
  return { id: 'chatcmpl-bench', object: 'chat.completion.chunk', created: 1_700_000_000, model };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) if (Buffer.isBuffer(part)) parts.push(part);
  return JSON.parse(Buffer.concat(parts).toString());
}

function orderOf(body: unknown): Order | null {
  if (typeof body !== 'object' || body === null || !('model' in body)) return null;
  const { model } = body;
  if (typeof model !== 'string') return null;
  const [, tokens, pace] = /^tokens-(\d+)@(\d+|max)$/.exec(model) ?? [];
  if (tokens === undefined || pace === undefined) return null;
  return {
    model,
    tokens: Number(tokens),
    perSecond: pace === 'max' ? null : Number(pace),
    usage: 'stream_options' in body,
  };
}
