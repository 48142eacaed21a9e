import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { CLIENT_FRAME_LIMIT } from '@chimera/protocol/socket';
import { WebSocketServer } from 'ws';
import { ChimeraError, notFound } from '../errors.ts';
import type { Connections } from '../live/connections.ts';
import type { Tickets } from '../live/tickets.ts';
import type { Gate } from './gate.ts';
import { endWithProblem } from './raw-problem.ts';

export interface UpgradeParts {
  readonly gate: Gate;
  readonly connections: Connections;
  readonly tickets: Tickets;
  /** Who asks, when no ticket says it. */
  readonly ownerId: string;
  readonly now: () => Date;
}

/** Accepts WebSockets at /ws, after the same checks as every request. */
export function registerUpgrade(server: Server, parts: UpgradeParts): void {
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: CLIENT_FRAME_LIMIT,
    // Compression costs memory for each socket and CPU for each frame, for words of a few bytes.
    perMessageDeflate: false,
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    try {
      const ownerId = ownerOf(request, parts);
      sockets.handleUpgrade(request, socket, head, (webSocket) =>
        parts.connections.add({ socket: webSocket, stream: socket, ownerId }),
      );
    } catch (error) {
      refuse(socket, error);
    }
  });
}

function ownerOf(request: IncomingMessage, { gate, tickets, ownerId, now }: UpgradeParts): string {
  gate.check({ method: request.method ?? 'GET', headers: request.headers, isUpgrade: true });
  const url = URL.parse(request.url ?? '/', 'http://localhost');
  if (url?.pathname !== '/ws') throw notFound('address');
  const ticket = url.searchParams.get('ticket');
  if (ticket === null) return ownerId;
  const owner = tickets.redeem(ticket, now().getTime());
  if (owner === null) {
    throw new ChimeraError('unauthenticated', 'This ticket is unknown, used or too old. Ask for a new one.');
  }
  return owner;
}

function refuse(socket: Duplex, error: unknown): void {
  const known =
    error instanceof ChimeraError
      ? error
      : new ChimeraError('internal', 'Something went wrong here.', { cause: error });
  endWithProblem(socket, known);
}
