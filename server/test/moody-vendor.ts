import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

/** What a vendor does with one request. */
export type Mood =
  /** Refuses with a status, and perhaps asks for patience. */
  | { readonly status: number; readonly retryAfter?: string }
  /** Says some words and breaks off. */
  | { readonly cutAfter: string }
  /** Ends without a word. */
  | 'mute';

export interface MoodyVendor {
  readonly url: string;
  /** Requests for a model so far. */
  requests(model: string): number;
  /** Names of headers that came with any request. */
  readonly headers: ReadonlySet<string>;
  /** What comes next for a model, one mood a request; afterwards it answers as always. */
  expect(model: string, ...moods: readonly Mood[]): void;
  close(): Promise<void>;
}

const askedSchema = z.object({ model: z.string() });

/** A server that speaks the OpenAI protocol, says something else each time, and fails when a test tells it to. */
export async function moodyVendor(): Promise<MoodyVendor> {
  const moods = new Map<string, Mood[]>();
  const requests = new Map<string, number>();
  const headers = new Set<string>();
  let answers = 0;
  const server = createServer((request, response) => {
    let body = '';
    for (const name of Object.keys(request.headers)) headers.add(name);
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (request.method === 'GET') {
        response.end('{"data":[]}');
        return;
      }
      const { model } = askedSchema.parse(JSON.parse(body));
      requests.set(model, (requests.get(model) ?? 0) + 1);
      answers += 1;
      void respond(response, moods.get(model)?.shift(), answers);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The vendor has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    headers,
    requests: (model) => requests.get(model) ?? 0,
    expect: (model, ...next) => void moods.set(model, [...(moods.get(model) ?? []), ...next]),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function respond(response: ServerResponse, mood: Mood | undefined, answer: number): Promise<void> {
  if (typeof mood === 'object' && 'status' in mood) {
    if (mood.retryAfter !== undefined) response.setHeader('retry-after', mood.retryAfter);
    response.writeHead(mood.status, { 'content-type': 'application/json' }).end('{}');
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  // A talk that nobody could follow would be over before a test can look at it.
  await sleep(20);
  const cut = typeof mood === 'object' ? mood.cutAfter : null;
  const words = cut ?? `${['Sails', 'Ropes', 'Tides', 'Gulls'][answer % 4]}${answer} matter${answer}.`;
  if (mood !== 'mute') response.write(eventOf({ content: words }, null));
  await sleep(20);
  if (cut !== null) response.destroy();
  else response.end(`${eventOf({}, 'stop')}data: [DONE]\n\n`);
}

function eventOf(delta: { readonly content?: string }, finish: string | null): string {
  return `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
}
