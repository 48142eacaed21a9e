import type { NewMessage } from '@chimera/protocol/conversation';
import type { Message, UnnumberedMessage } from '@chimera/protocol/message';
import { Cell, type Reading } from './cell.ts';
import type { PendingLine } from './pending-line.ts';

export interface OutboxParts {
  /** Sends a line; the key makes a repeated call take effect once. */
  readonly post: (body: NewMessage, idempotencyKey: string) => Promise<Message>;
  readonly newId: () => string;
  readonly now: () => string;
  /** The message is in the conversation; false while its event is still on the way. */
  readonly holds: (messageId: string) => boolean;
}

/** What the person sent, one line after the other: a line that fails keeps its words, and later lines wait behind it. */
export class Outbox {
  readonly #parts: OutboxParts;
  readonly #lines = new Cell<readonly PendingLine[]>([]);
  /** By message id: lines that the server took and whose event has not come yet. */
  readonly #taken = new Map<string, string>();
  #sending = false;

  readonly lines: Reading<readonly PendingLine[]> = this.#lines;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
  }

  async say(body: NewMessage): Promise<void> {
    const line = { id: this.#parts.newId(), body, sentAt: this.#parts.now(), state: WAITING };
    this.#lines.set([...this.#lines.get(), line]);
    await this.#send();
  }

  async retry(id: string): Promise<void> {
    this.#change(id, WAITING);
    await this.#send();
  }

  /** Gives a failed line up; the lines behind it go on. */
  async discard(id: string): Promise<void> {
    this.#drop(id);
    await this.#send();
  }

  /** The pending line that this message is; from then on it is no longer pending. */
  claim(message: UnnumberedMessage): string | undefined {
    const id =
      this.#taken.get(message.id) ?? this.#lines.get().find((line) => saysTheSame(line, message))?.id;
    this.#taken.delete(message.id);
    if (id !== undefined) this.#drop(id);
    return id;
  }

  /** After a snapshot: drops the lines that are part of it. */
  settle(): void {
    for (const [messageId, id] of this.#taken) {
      if (!this.#parts.holds(messageId)) continue;
      this.#taken.delete(messageId);
      this.#drop(id);
    }
  }

  async #send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (let line = this.#next(); line; line = this.#next()) await this.#sendOne(line);
    } finally {
      this.#sending = false;
    }
  }

  async #sendOne(line: PendingLine): Promise<void> {
    this.#change(line.id, { kind: 'sending' });
    try {
      const message = await this.#parts.post(line.body, line.id);
      if (this.#parts.holds(message.id)) this.#drop(line.id);
      else this.#taken.set(message.id, line.id);
    } catch (cause) {
      const detail = cause instanceof Error ? cause.message : String(cause);
      this.#change(line.id, { kind: 'failed', detail });
    }
  }

  /** The first line that the server has not got yet, unless a failed one stands before it. */
  #next(): PendingLine | undefined {
    const taken = new Set(this.#taken.values());
    const open = this.#lines.get().find(({ id }) => !taken.has(id));
    return open?.state.kind === 'waiting' ? open : undefined;
  }

  #change(id: string, state: PendingLine['state']): void {
    this.#lines.set(this.#lines.get().map((line) => (line.id === id ? { ...line, state } : line)));
  }

  #drop(id: string): void {
    const kept = this.#lines.get().filter((line) => line.id !== id);
    if (kept.length < this.#lines.get().length) this.#lines.set(kept);
  }
}

const WAITING = { kind: 'waiting' } as const;

/** The event may arrive before the answer to the request, and it does not carry the client's id. */
function saysTheSame({ body, state }: PendingLine, message: UnnumberedMessage): boolean {
  if (state.kind === 'failed' || body.text.trim() !== message.text) return false;
  if (body.as === undefined) return message.author.kind === 'human';
  if (body.as === 'narrator') return message.author.kind === 'narrator';
  return message.author.seatId === body.as;
}
