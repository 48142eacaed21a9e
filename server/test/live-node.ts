import { once } from 'node:events';
import fastifyCookie from '@fastify/cookie';
import fastify from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { type ClientOptions, WebSocket } from 'ws';
import type { ServerFrame } from '@chimera/protocol/socket';
import { createTicketStore } from '../src/accounts/ticket-store.ts';
import { createTickets, type Tickets } from '../src/accounts/tickets.ts';
import { createConversationStore } from '../src/conversations/conversation-store.ts';
import { createTranscriptStore } from '../src/conversations/transcript-store.ts';
import type { Database } from '../src/db/open-database.ts';
import { createGate } from '../src/http/gate.ts';
import { createSecurityHeaders } from '../src/http/headers.ts';
import { registerProblems } from '../src/http/problems.ts';
import { registerStreamedRoutes } from '../src/http/streamed-routes.ts';
import { requestIds } from '../src/http/request-id.ts';
import { registerUpgrade } from '../src/http/upgrade.ts';
import type { Authoriser } from '../src/identity.ts';
import { Connections } from '../src/live/connections.ts';
import { silentLogger } from '../src/logger.ts';
import type { LiveStage } from './live-stage.ts';

/** The live side of one node: sockets and streams, with whoever a test lets in. */
export interface LiveNode {
  readonly url: string;
  readonly tickets: Tickets;
  readonly connections: Connections;
  close(): Promise<void>;
}

export async function openLiveNode(parts: {
  readonly database: Database;
  readonly stage: LiveStage;
  readonly authoriser: Authoriser;
}): Promise<LiveNode> {
  const { database, stage, authoriser } = parts;
  const { rooms, bus } = stage;
  const connections = new Connections({ rooms, bus, logger: silentLogger, authoriser });
  const tickets = createTickets(createTicketStore(database));
  const app = fastify();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  registerProblems(app);
  await app.register(fastifyCookie);
  app.decorateRequest('asking', null);
  const entrance = {
    authoriser,
    addressOf: () => '127.0.0.1',
    limits: null,
    headers: createSecurityHeaders(null),
  };
  registerStreamedRoutes(app, {
    ...entrance,
    conversations: createConversationStore(database, async () => undefined),
    transcripts: createTranscriptStore(database),
    rooms,
    sockets: connections,
  });
  registerUpgrade(app.server, {
    ...entrance,
    gate: createGate(null),
    connections,
    tickets,
    requestIdOf: requestIds(() => false),
    logger: silentLogger,
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    tickets,
    connections,
    async close() {
      connections.close();
      app.server.closeAllConnections();
      await app.close();
    },
  };
}

/** A WebSocket that keeps every frame it got. */
export class LiveClient {
  readonly socket: WebSocket;
  readonly frames: ServerFrame[] = [];
  readonly closed: Promise<number>;

  constructor(url: string, options: ClientOptions = {}) {
    this.socket = new WebSocket(url.replace('http', 'ws'), options);
    this.socket.on('message', (data, isBinary) => {
      if (!isBinary && Buffer.isBuffer(data)) this.frames.push(JSON.parse(data.toString()));
    });
    this.socket.on('error', () => undefined);
    this.closed = once(this.socket, 'close').then(([code]) => Number(code));
  }

  static async open(url: string, options?: ClientOptions): Promise<LiveClient> {
    const client = new LiveClient(url, options);
    await once(client.socket, 'open');
    return client;
  }

  send(frame: unknown): void {
    this.socket.send(JSON.stringify(frame));
  }

  has(type: ServerFrame['type']): boolean {
    return this.frames.some((frame) => frame.type === type);
  }
}
