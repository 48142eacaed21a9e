import { createServer } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type WebSocket, WebSocketServer } from 'ws';
import { readBareLines } from './bare-lines.ts';
import { wireShapes } from './wire-shape.ts';

/**
 * The floor: what it costs to bring a model's words to viewers and nothing else. It reads the stream,
 * parses every piece, and sends it on. It stores nothing, guards nothing and promises nothing, so no
 * server that does can be cheaper with the same parts.
 */
interface Relay {
  readonly viewers: Set<WebSocket>;
  playing: AbortController | null;
}

const [modelUrl = ''] = process.argv.slice(2);
const { textOf } = wireShapes['openai-compatible'];
const relays = new Map<string, Relay>();

// As the product counts its own: what is shown holds the 10 ms between two looks.
const loopDelay = monitorEventLoopDelay({ resolution: 10 });
loopDelay.enable();

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://floor');
  if (pathname === '/loop-delay') {
    response.end(`${loopDelay.percentile(99) / 1e6}`);
    loopDelay.reset();
    return;
  }
  const relay = relayOf(searchParams.get('id'));
  relay.playing?.abort();
  relay.playing = pathname === '/play' ? new AbortController() : null;
  if (relay.playing) void play(relay, searchParams.get('model') ?? '', relay.playing.signal);
  response.end('{}');
});

const sockets = new WebSocketServer({ server, perMessageDeflate: false });
sockets.on('connection', (socket, request) => {
  const { viewers } = relayOf(new URL(request.url ?? '/', 'http://floor').searchParams.get('id'));
  viewers.add(socket);
  socket.on('close', () => viewers.delete(socket));
  socket.send('{"type":"snapshot"}');
});

server.listen({ port: 0, host: '127.0.0.1', backlog: 2048 }, () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') console.log(`http://127.0.0.1:${address.port}`);
});

async function play(relay: Relay, model: string, signal: AbortSignal): Promise<void> {
  try {
    while (!signal.aborted) await takeTurn(relay, model, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function takeTurn({ viewers }: Relay, model: string, signal: AbortSignal): Promise<void> {
  const response = await fetch(`${modelUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: 'Go on.' }] }),
    signal,
  });
  if (!response.body) throw new Error('The model answered without a stream.');
  await readBareLines(response.body, (line) => {
    const text = textOf(line);
    if (text === '') return;
    const frame = JSON.stringify({ type: 'delta', text });
    for (const viewer of viewers) viewer.send(frame);
  });
}

function relayOf(id: string | null): Relay {
  const known = relays.get(id ?? '');
  if (known) return known;
  const relay = { viewers: new Set<WebSocket>(), playing: null };
  relays.set(id ?? '', relay);
  return relay;
}
