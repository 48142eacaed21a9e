import { randomBytes } from 'node:crypto';
import type { Grant } from '../identity.ts';
import type { TicketStore } from './ticket-store.ts';

const KEPT_MS = 30_000;
const TICKET_BYTES = 24;
/** Of an account more than its clients connect at the same time; of the one owner without accounts, all that connect. */
const OPEN_LIMIT: Readonly<Record<Grant['kind'], number>> = { local: 10_000, session: 20, key: 20 };

export interface Ticket {
  readonly ticket: string;
  readonly expiresAt: string;
}

/** Tickets that open one WebSocket each, on any node, for clients that cannot send a header. */
export interface Tickets {
  /** With one more than a grant may have open, its oldest is void. */
  issue(grant: Grant): Promise<Ticket>;
  /** What a ticket was made for, once; null when it is unknown, used or too old. */
  redeem(ticket: string): Promise<Grant | null>;
}

export function createTickets(store: TicketStore): Tickets {
  return {
    async issue(grant) {
      const ticket = randomBytes(TICKET_BYTES).toString('base64url');
      const limit = OPEN_LIMIT[grant.kind];
      const { expiresMs } = await store.add(ticket, { grant, keptMs: KEPT_MS, limit });
      return { ticket, expiresAt: new Date(expiresMs).toISOString() };
    },
    redeem: (ticket) => store.take(ticket),
  };
}
