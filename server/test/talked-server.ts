import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { pino } from 'pino';
import { WebSocket } from 'ws';
import { signIn, signUp, type TestPerson } from './accounts.ts';
import { ask } from './http-answer.ts';
import { type Sample, samplesIn } from './metrics-text.ts';
import { type MoodyVendor, moodyVendor } from './moody-vendor.ts';
import { startTestApp, type TestApp } from './start-test-app.ts';

/** A server with accounts on which somebody has talked: words, a provider that fails, viewers, wrong passwords. */
export interface TalkedServer {
  readonly server: TestApp;
  readonly ada: TestPerson;
  readonly vendor: MoodyVendor;
  readonly conversationId: string;
  metrics(): Promise<Sample[]>;
  close(): Promise<void>;
}

export interface TalkedOptions {
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly environment?: Record<string, string>;
  readonly logger?: pino.Logger;
}

export const TURNS = 6;
export const RATE_LIMIT = 200;
/** A model of which nobody knows the price. */
const UNPRICED = 'of-our-own';

export async function talkedServer({ environment, ...options }: TalkedOptions): Promise<TalkedServer> {
  const vendor = await moodyVendor();
  const server = await startTestApp({
    ...options,
    environment: {
      CHIMERA_AUTH: 'accounts',
      CHIMERA_MASTER_KEYS: `k1:${randomBytes(32).toString('base64')}`,
      CHIMERA_RATE_LIMIT: String(RATE_LIMIT),
      OPENAI_BASE_URL: vendor.url,
      OPENAI_API_KEY: 'sk-test-0123456789',
      ...environment,
    },
  });
  const ada = await signUp(server, 'ada');
  await signIn(server, 'ada', 'not the password at all').catch(() => undefined);
  const conversationId = await begun(ada);
  const leave = await watching(server, ada, conversationId);
  vendor.expect('gpt-4o', { status: 400 });
  await ada.rest.call('play', { params: { id: conversationId } });
  await stopped(ada, conversationId);
  await sleep(200);
  return {
    server,
    ada,
    vendor,
    conversationId,
    metrics: async () => samplesIn((await ask(`${server.url}/metrics`)).text),
    async close() {
      leave();
      await server.close();
      await vendor.close();
    },
  };
}

async function begun({ rest }: TestPerson): Promise<string> {
  const { items } = await rest.call('listPersonas', {});
  const { id } = await rest.call('createConversation', {
    body: {
      topic: 'The harbour tax',
      // In a free talk a seat may stay silent for six turns, and each model has its part in what is measured.
      format: 'round-robin',
      seats: ['gpt-4o-mini', 'gpt-4o', UNPRICED].map((model, index) => ({
        personaId: items[index]?.id ?? '',
        brain: { connectionId: 'openai', model },
      })),
      settings: { pace: 'instant', maxTurns: TURNS },
    },
  });
  return id;
}

/** One viewer by WebSocket, one by server-sent events; returns the way out for both. */
async function watching(server: TestApp, { rest, token }: TestPerson, id: string): Promise<() => void> {
  const { ticket } = await rest.call('createTicket', {});
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws?ticket=${ticket}`);
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send(JSON.stringify({ type: 'subscribe', conversationId: id }));
  const stream = request(`${server.url}/api/conversations/${id}/events`, {
    headers: { authorization: `Bearer ${token}`, accept: 'text/event-stream' },
    agent: false,
  });
  stream.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    stream.on('response', (response) => {
      response.on('error', () => undefined).resume();
      response.once('data', () => resolve());
    });
    stream.end();
  });
  return () => {
    socket.terminate();
    stream.destroy();
  };
}

async function stopped({ rest }: TestPerson, id: string): Promise<void> {
  for (;;) {
    const { state } = await rest.call('getConversation', { params: { id } });
    if (state === 'stopped') return;
    await sleep(100);
  }
}
