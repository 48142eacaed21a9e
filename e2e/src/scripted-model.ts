import { createServer, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** One answer: its pieces, and the time from one to the next. */
export interface Answer {
  readonly pieces: readonly string[];
  readonly everyMs: number;
}

/** What the model says when it is asked for the first time, the second time … */
export type Script = (asked: number) => Answer;

/** An OpenAI-compatible server on this machine that says what a test tells it to. */
export interface ScriptedModel {
  readonly baseUrl: string;
  /** From the next question on it follows this script, from its beginning. */
  follow(script: Script): void;
  /** The key that came with the last question; null without one. */
  lastKey(): string | null;
  close(): Promise<void>;
}

/** With `keys` it answers nobody who has none of them. */
export async function startScriptedModel({
  keys,
}: {
  keys?: readonly string[];
} = {}): Promise<ScriptedModel> {
  let script: Script = () => ({ pieces: ['So be it.'], everyMs: 0 });
  let asked = 0;
  let lastKey: string | null = null;
  const server = createServer((request, response) => {
    request.resume();
    lastKey = request.headers.authorization?.replace(/^Bearer /, '') ?? null;
    if (keys && (lastKey === null || !keys.includes(lastKey))) {
      response.writeHead(401, { 'content-type': 'application/json' });
      response.end('{"error":{"code":"invalid_api_key","message":"No such key."}}');
      return;
    }
    if (request.method === 'GET') {
      response.setHeader('content-type', 'application/json').end('{"data":[{"id":"scripted"}]}');
      return;
    }
    const answer = script(asked);
    asked += 1;
    response.setHeader('content-type', 'text/event-stream');
    void speak(response, answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The model has no port.');
  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    follow: (next) => {
      script = next;
      asked = 0;
    },
    lastKey: () => lastKey,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function speak(response: ServerResponse, { pieces, everyMs }: Answer): Promise<void> {
  for (const content of pieces) {
    if (response.destroyed) return;
    response.write(chunk({ content }, null));
    await sleep(everyMs);
  }
  response.write(chunk({}, 'stop'));
  response.end('data: [DONE]\n\n');
}

function chunk(delta: object, finishReason: string | null): string {
  return `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finishReason }] })}\n\n`;
}
