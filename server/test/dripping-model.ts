import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An OpenAI-compatible server that says `word1of1 word2of1 …`, one word every so many milliseconds, until it has said all: no two answers are the same. */
export interface DrippingModel {
  readonly baseUrl: string;
  /** Requests so far. */
  readonly requests: number;
  /** What the last request showed as its key. */
  readonly lastKey: string | undefined;
  close(): Promise<void>;
}

export async function drippingModel({
  words,
  everyMs,
}: {
  words: number;
  everyMs: number;
}): Promise<DrippingModel> {
  let requests = 0;
  let lastKey: string | undefined;
  const server = createServer((request, response) => {
    if (request.method === 'GET') {
      response.setHeader('content-type', 'application/json').end('{"data":[{"id":"drip"}]}');
      return;
    }
    requests += 1;
    lastKey = request.headers.authorization?.replace('Bearer ', '');
    request.resume();
    response.setHeader('content-type', 'text/event-stream');
    drip(response, { words, everyMs, answer: requests });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${portOf(server.address())}/v1`,
    get requests() {
      return requests;
    },
    get lastKey() {
      return lastKey;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function drip(
  response: ServerResponse,
  { words, everyMs, answer }: { words: number; everyMs: number; answer: number },
): void {
  let said = 0;
  const timer = setInterval(() => {
    said += 1;
    const content = said > words ? {} : { content: `word${said}of${answer} ` };
    const finish = said > words ? 'stop' : null;
    response.write(
      `data: ${JSON.stringify({ choices: [{ index: 0, delta: content, finish_reason: finish }] })}\n\n`,
    );
    if (said <= words) return;
    clearInterval(timer);
    response.end('data: [DONE]\n\n');
  }, everyMs);
  response.on('close', () => clearInterval(timer));
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The model server has no port.');
  return address.port;
}
