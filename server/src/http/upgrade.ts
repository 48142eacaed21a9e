import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { CLIENT_FRAME_LIMIT } from '@chimera/protocol/socket';
import { WebSocketServer } from 'ws';
import { ChimeraError, notFound } from '../errors.ts';
import { type Credentials, type Identity, permit } from '../identity.ts';
import type { Connections } from '../live/connections.ts';
import type { Tickets } from '../live/tickets.ts';
import type { AskingParts } from './asking.ts';
import { counted } from './counted.ts';
import { credentialsOf } from './credentials.ts';
import type { Gate } from './gate.ts';
import { endWithProblem } from './raw-problem.ts';

export interface UpgradeParts extends AskingParts {
  readonly gate: Gate;
  readonly connections: Pick<Connections, 'add'>;
  readonly tickets: Tickets;
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
    admitted(request, parts)
      .then((identity) => {
        // Who left while we looked is not answered.
        if (socket.destroyed) return;
        sockets.handleUpgrade(request, socket, head, (webSocket) =>
          parts.connections.add({ socket: webSocket, stream: socket, identity }),
        );
      })
      .catch((error: unknown) => refuse(socket, error));
  });
}

/** Who opens it, after the same checks as every request. */
async function admitted(request: IncomingMessage, parts: UpgradeParts): Promise<Identity> {
  const asked = { method: request.method ?? 'GET', headers: request.headers, isUpgrade: true };
  parts.gate.check(asked);
  const url = URL.parse(request.url ?? '/', 'http://localhost');
  if (url?.pathname !== '/ws') throw notFound('address');
  const ticket = url.searchParams.get('ticket');
  const limited = { address: parts.addressOf(request), kinds: ['socket'] } as const;
  const { identity } = await counted(parts.limits, limited, async () =>
    parts.authoriser.identify(ticket === null ? credentialsOf(asked) : grantOf(ticket, parts)),
  );
  permit(identity, 'read');
  if (identity === null) throw new Error('Nobody was admitted to the socket.');
  return identity;
}

function grantOf(ticket: string, { tickets, now }: UpgradeParts): Credentials {
  const grant = tickets.redeem(ticket, now().getTime());
  if (grant === null) {
    throw new ChimeraError('unauthenticated', 'This ticket is unknown, used or too old. Ask for a new one.');
  }
  return { kind: 'grant', grant };
}

function refuse(socket: Duplex, error: unknown): void {
  const known =
    error instanceof ChimeraError
      ? error
      : new ChimeraError('internal', 'Something went wrong here.', { cause: error });
  endWithProblem(socket, known);
}
