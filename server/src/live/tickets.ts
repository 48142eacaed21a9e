import { randomBytes } from 'node:crypto';
import type { Grant } from '../identity.ts';

const TICKET_MS = 30_000;
const TICKET_BYTES = 24;
/** Far more than clients that connect at the same time. */
const OPEN_LIMIT = 10_000;

export interface Ticket {
  readonly ticket: string;
  readonly expiresAt: string;
}

/** Tickets that open one WebSocket each, for clients that cannot send a header. */
export class Tickets {
  readonly #open = new Map<string, { grant: Grant; expiresMs: number }>();

  issue(grant: Grant, nowMs: number): Ticket {
    this.#makeRoom(nowMs);
    const ticket = randomBytes(TICKET_BYTES).toString('base64url');
    const expiresMs = nowMs + TICKET_MS;
    this.#open.set(ticket, { grant, expiresMs });
    return { ticket, expiresAt: new Date(expiresMs).toISOString() };
  }

  /** What a ticket was made for, once; null when it is unknown, used or too old. */
  redeem(ticket: string, nowMs: number): Grant | null {
    const found = this.#open.get(ticket);
    this.#open.delete(ticket);
    return found && found.expiresMs > nowMs ? found.grant : null;
  }

  /** The oldest come first, and all live equally long. */
  #makeRoom(nowMs: number): void {
    for (const [ticket, { expiresMs }] of this.#open) {
      if (expiresMs > nowMs && this.#open.size < OPEN_LIMIT) return;
      this.#open.delete(ticket);
    }
  }
}
