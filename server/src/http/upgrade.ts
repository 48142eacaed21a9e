import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { CLIENT_FRAME_LIMIT } from '@chimera/protocol/socket';
import { WebSocketServer } from 'ws';
import type { Tickets } from '../accounts/tickets.ts';
import { ChimeraError, notFound } from '../errors.ts';
import { type Credentials, type Identity, permit } from '../identity.ts';
import type { Connections } from '../live/connections.ts';
import { type Logger, within } from '../logger.ts';
import type { AskingParts } from './asking.ts';
import { counted } from './counted.ts';
import { credentialsOf } from './credentials.ts';
import type { Gate } from './gate.ts';
import type { SecurityHeaders } from './headers.ts';
import { noteRefusal } from './refusals.ts';
import { endWithProblem } from './raw-problem.ts';

export interface UpgradeParts extends AskingParts {
  readonly gate: Gate;
  readonly headers: SecurityHeaders;
  readonly connections: Pick<Connections, 'add' | 'requireRoom'>;
  readonly tickets: Pick<Tickets, 'redeem'>;
  /** Names a request. */
  readonly requestIdOf: (request: IncomingMessage) => string;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
}

const FRAGMENTS_LIMIT = 128;
const CHUNKS_LIMIT = 1024;

/** Accepts WebSockets at /ws, after the same checks as every request. */
export function registerUpgrade(server: Server, parts: UpgradeParts): void {
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: CLIENT_FRAME_LIMIT,
    // A frame comes whole or in a few pieces; many tiny ones cost far more memory than they have bytes (CVE-2026-48779).
    maxFragments: FRAGMENTS_LIMIT,
    maxBufferedChunks: CHUNKS_LIMIT,
    // Answered by `Intake`, which counts them.
    autoPong: false,
    // Compression costs memory for each socket and CPU for each frame, for words of a few bytes.
    perMessageDeflate: false,
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const requestId = parts.requestIdOf(request);
    within({ requestId }, () => admitted(request, parts))
      .then((identity) => {
        // Who left while we looked is not answered.
        if (socket.destroyed) return;
        parts.connections.requireRoom(identity);
        sockets.handleUpgrade(request, socket, head, (webSocket) =>
          parts.connections.add({ socket: webSocket, stream: socket, identity }),
        );
      })
      .catch((error: unknown) => refuse({ request, requestId, socket }, error, parts));
  });
}

/** Who opens it, after the same checks as every request. */
async function admitted(request: IncomingMessage, parts: UpgradeParts): Promise<Identity> {
  const asked = { method: request.method ?? 'GET', headers: request.headers, isUpgrade: true };
  parts.gate.check(request);
  const url = URL.parse(request.url ?? '/', 'http://localhost');
  if (url?.pathname !== '/ws') throw notFound('address');
  const ticket = url.searchParams.get('ticket');
  const limited = { address: parts.addressOf(request), kinds: ['socket'] } as const;
  const { identity } = await counted(parts.limits, limited, async () =>
    parts.authoriser.identify(ticket === null ? credentialsOf(asked) : await grantOf(ticket, parts)),
  );
  permit(identity, 'read');
  if (identity === null) throw new Error('Nobody was admitted to the socket.');
  return identity;
}

async function grantOf(ticket: string, { tickets }: UpgradeParts): Promise<Credentials> {
  const grant = await tickets.redeem(ticket);
  if (grant === null) {
    throw new ChimeraError('unauthenticated', 'This ticket is unknown, used or too old. Ask for a new one.');
  }
  return { kind: 'grant', grant };
}

interface Refused {
  readonly request: IncomingMessage;
  readonly requestId: string;
  readonly socket: Duplex;
}

function refuse({ request, requestId, socket }: Refused, error: unknown, parts: UpgradeParts): void {
  const known =
    error instanceof ChimeraError
      ? error
      : new ChimeraError('internal', 'Something went wrong here.', { cause: error });
  const address = parts.addressOf(request);
  noteRefusal(parts.logger, known, {
    method: 'UPGRADE',
    route: '/ws',
    address,
    userId: undefined,
    requestId,
  });
  endWithProblem(socket, known, parts.headers, requestId);
}
