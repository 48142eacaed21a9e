import type { IncomingMessage } from 'node:http';
import type { Access } from '@chimera/protocol/access';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ChimeraError } from '../errors.ts';
import { type Authoriser, type Identity, permit } from '../identity.ts';
import type { LimitKind, Limits } from '../limits/limits.ts';
import { askerOf, counted } from './counted.ts';
import { cookieIn, credentialsOf } from './credentials.ts';
import { isFromHere } from './from-here.ts';
import { rateHeaders } from './rate-headers.ts';

/** Who asks, from where, and what their browser keeps for them. */
export interface Asking<I extends Identity | null = Identity> {
  readonly identity: I;
  /** The address of the client, see `clientAddress`. */
  readonly address: string;
  /** On this machine, without a proxy in between. */
  readonly isFromHere: boolean;
  /** What the client calls itself. */
  readonly client: string;
  readonly cookies: Cookies;
}

export interface Cookies {
  get(name: string): string | undefined;
  /** Kept until it is replaced or for `maxAgeSeconds`. */
  set(name: string, value: string, maxAgeSeconds: number): void;
  clear(name: string): void;
}

export interface AskingParts {
  readonly authoriser: Authoriser;
  /** The address of the client behind a socket. */
  readonly addressOf: (request: IncomingMessage) => string;
  /** Null in local mode: its one owner is not counted. */
  readonly limits: Limits | null;
}

/** Who may call an operation, and what a call of it is counted as. */
export interface Admission {
  readonly access: Access;
  readonly forPeople: boolean;
  readonly kinds: readonly LimitKind[];
  /** Only a few of them may be under way at once. */
  readonly isHeavy: boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set before the handler runs, on every route of the API. */
    asking: Asking<Identity | null> | null;
  }
}

const CLIENT_LENGTH = 200;

/** Finds out who asks, and refuses who may not or asks too much, before anything else of the request is read. */
export async function admit(
  { authoriser, addressOf, limits }: AskingParts,
  request: FastifyRequest,
  reply: FastifyReply,
  { access, forPeople, kinds, isHeavy }: Admission,
): Promise<void> {
  const address = addressOf(request.raw);
  const { method, headers } = request;
  const nobodyYet = {
    identity: null,
    address,
    isFromHere: isFromHere(request.raw),
    client: (headers['user-agent'] ?? '').slice(0, CLIENT_LENGTH),
    cookies: cookiesOf(request, reply),
  };
  // Also for who is refused below: it is written down from where.
  request.asking = nobodyYet;
  const { identity, standing } = await counted(limits, { address, kinds }, async () =>
    access === 'anyone' ? null : authoriser.identify(credentialsOf({ method, headers, isUpgrade: false })),
  );
  request.asking = { ...nobodyYet, identity };
  if (standing) void reply.headers(rateHeaders(standing));
  permit(identity, access);
  if (forPeople) permit(identity, 'account');
  if (isHeavy && limits) reply.raw.once('close', limits.enter(askerOf(identity, address)));
}

/**
 * Looks again, once a body has been read: it may have taken two minutes, and what was allowed when it began to come
 * may have been taken away meanwhile.
 */
export async function admitAgain({ authoriser }: AskingParts, { asking }: FastifyRequest): Promise<void> {
  const identity = asking?.identity ?? null;
  if (identity === null || (await authoriser.lapsed([identity])).length === 0) return;
  throw new ChimeraError(
    'unauthenticated',
    'Your session ended or your rights changed while this was on its way. Nothing was changed; sign in and send it again.',
  );
}

/** Who asked, on a route whose `access` was checked. */
export function askingOf(request: FastifyRequest): Asking {
  const { asking } = request;
  if (asking?.identity) return { ...asking, identity: asking.identity };
  throw new Error(`Nobody was admitted to ${request.method} ${request.routeOptions.url ?? ''}`);
}

function cookiesOf(request: FastifyRequest, reply: FastifyReply): Cookies {
  const protection = { path: '/', secure: true, httpOnly: true, sameSite: 'strict' } as const;
  return {
    get: (name) => cookieIn(request.headers, name),
    set: (name, value, maxAgeSeconds) =>
      void reply.setCookie(name, value, { ...protection, maxAge: maxAgeSeconds }),
    clear: (name) => void reply.clearCookie(name, protection),
  };
}
