import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditionEvent } from '@chimera/protocol/audition';
import * as fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { ApiError, NetworkError } from './api-error.ts';
import { audition } from './audition.ts';

const body = { persona: { name: 'Ada' }, prompt: 'Hello.' };
const events: readonly AuditionEvent[] = [
  { type: 'turn', name: 'Ada 🧮', self: true },
  { type: 'text', text: 'Numbers\nare ' },
  { type: 'reset' },
  { type: 'text', text: 'données: {"type":"done"}\r\n\r\n' },
  { type: 'spoken', brain: { kind: 'demo', model: 'improviser' } },
  { type: 'done' },
];
const wire = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');

const open = new Set<Server>();
afterEach(() => {
  for (const server of open) {
    server.closeAllConnections();
    server.close();
  }
  open.clear();
});

async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<string> {
  const server = createServer((request, response) => void answer(request, response));
  open.add(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return `http://127.0.0.1:${address.port}`;
}

const begin = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/event-stream' });

async function heard(baseUrl: string, signal?: AbortSignal) {
  const got: AuditionEvent[] = [];
  try {
    for await (const event of audition(body, { baseUrl, ...(signal && { signal }) })) got.push(event);
    return { got, error: null };
  } catch (error) {
    return { got, error };
  }
}

test('however the bytes are cut, the events are the same', async () => {
  let cuts: readonly number[] = [];
  const bytes = Buffer.from(wire);
  const baseUrl = await serve(async (_, response) => {
    begin(response);
    const places = [0, ...cuts, bytes.length].toSorted((one, other) => one - other);
    for (const [index, place] of places.entries()) {
      response.write(bytes.subarray(place, places[index + 1] ?? place));
      await sleep(0);
    }
    response.end();
  });
  const cut = fc.uniqueArray(fc.integer({ min: 0, max: bytes.length }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(cut, async (places) => {
      cuts = places;
      expect(await heard(baseUrl)).toEqual({ got: events, error: null });
    }),
    { numRuns: 40 },
  );
});

test('what is asked for is sent as it is', async () => {
  const seen: unknown[] = [];
  const baseUrl = await serve(async (request, response) => {
    const chunks: Buffer[] = await Array.fromAsync(request);
    seen.push(request.method, request.url, JSON.parse(Buffer.concat(chunks).toString()));
    begin(response).end(wire);
  });
  await heard(baseUrl);
  expect(seen).toEqual(['POST', '/api/personas/preview', body]);
});

test('a refusal is an ApiError with its problem, and nothing is said', async () => {
  const problem = { status: 403, code: 'forbidden', title: '', type: '', requestId: 'r', detail: 'No.' };
  const baseUrl = await serve((_, response) => {
    response.writeHead(403, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
  });
  const { got, error } = await heard(baseUrl);
  expect(got).toEqual([]);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ status: 403, problem });
});

test('a problem in mid-stream is an event, and the last one', async () => {
  const problem = { type: 'problem', code: 'provider-failed', detail: 'It timed out.' };
  const baseUrl = await serve((_, response) => {
    begin(response).end(`data: ${JSON.stringify(problem)}\n\ndata: {"type":"done"}\n\n`);
  });
  expect(await heard(baseUrl)).toEqual({ got: [problem], error: null });
});

test.each([
  ['ends without its end', (response: ServerResponse) => response.end()],
  ['breaks', (response: ServerResponse) => response.destroy()],
])('a stream that %s is a NetworkError, after what came', async (_, stop) => {
  const baseUrl = await serve(async (_, response) => {
    begin(response).write('data: {"type":"text","text":"Half"}\n\n');
    await sleep(20);
    stop(response);
  });
  const { got, error } = await heard(baseUrl);
  expect(got).toEqual([{ type: 'text', text: 'Half' }]);
  expect(error).toBeInstanceOf(NetworkError);
});

test('nobody there is a NetworkError', async () => {
  expect((await heard('http://127.0.0.1:9')).error).toBeInstanceOf(NetworkError);
});

test('comments and events of a newer server are passed over; what is no JSON is not ours', async () => {
  const baseUrl = await serve((request, response) => {
    const text =
      request.headers['x-bad'] === undefined ? ': alive\n\ndata: {"type":"new"}\n\n' : 'data: <p>\n\n';
    begin(response).end(`${text}data: {"type":"done"}\n\n`);
  });
  expect(await heard(baseUrl)).toEqual({ got: [{ type: 'done' }], error: null });
  const bad = Array.fromAsync(audition(body, { baseUrl, headers: { 'x-bad': '1' } }));
  await expect(bad).rejects.toThrow(NetworkError);
});

/** A server that never ends by itself, and notices when the client is gone. */
async function endless() {
  const gone = Promise.withResolvers<true>();
  const baseUrl = await serve((_, response) => {
    response.on('close', () => gone.resolve(true));
    begin(response).write('data: {"type":"text","text":"On and on"}\n\n');
  });
  return { baseUrl, gone: gone.promise };
}

test('the signal ends it with its own reason, and the server hears of it', async () => {
  const { baseUrl, gone } = await endless();
  const stopping = new AbortController();
  const reason = new Error('Stopped.');
  const got: AuditionEvent[] = [];
  const talk = (async () => {
    for await (const event of audition(body, { baseUrl, signal: stopping.signal })) {
      got.push(event);
      stopping.abort(reason);
    }
  })();
  await expect(talk).rejects.toBe(reason);
  expect(got).toHaveLength(1);
  expect(await gone).toBe(true);
});

test('whoever leaves the loop ends it too', async () => {
  const { baseUrl, gone } = await endless();
  for await (const event of audition(body, { baseUrl })) {
    expect(event.type).toBe('text');
    break;
  }
  expect(await gone).toBe(true);
});
