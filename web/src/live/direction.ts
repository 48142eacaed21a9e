import type { Rest } from '@chimera/client/rest';
import type {
  Conversation,
  ConversationChange,
  Pace,
  Queued,
  Steering,
} from '@chimera/protocol/conversation';
import type { NewSeat, Reason, SeatChange } from '@chimera/protocol/seat';
import type { Estimate } from '@chimera/protocol/spending';
import type { ConversationStore } from './conversation-store.ts';

/** A turn begins at most this many events before its message, or nearly so. */
const REASON_EVENTS = 50;

export interface DirectionParts {
  readonly id: string;
  readonly rest: Rest;
  readonly store: ConversationStore;
  readonly newKey: () => string;
}

/**
 * What the director can do. Controls change at once where that is safe and return when the server refuses; every
 * method fails with the server's own sentence.
 */
export class Direction {
  readonly #parts: DirectionParts;

  constructor(parts: DirectionParts) {
    this.#parts = parts;
  }

  play(): Promise<void> {
    return this.#guessing({ state: 'running', stepping: false }, () => this.#call('play'));
  }

  pause(): Promise<void> {
    return this.#guessing({ state: 'paused' }, () => this.#call('pause'));
  }

  step(): Promise<void> {
    return this.#guessing({ state: 'running', stepping: true }, () => this.#call('step'));
  }

  /** Not shown before the server did it: a stop cannot be taken back. */
  async stop(): Promise<void> {
    await this.#call('stop');
  }

  next(seatId: string, when: 'now' | 'queued', reason: Reason): Promise<void> {
    const queued = { seatId, reason };
    const queue = when === 'now' ? [queued, ...this.#queue()] : [...this.#queue(), queued];
    return this.#guessing({ queue }, async () => {
      await this.#parts.rest.call('next', { params: this.#params(), body: { seatId, when } });
    });
  }

  takeBack(seatId: string): Promise<void> {
    return this.setQueue(this.#queue().filter((queued) => queued.seatId !== seatId));
  }

  setQueue(queue: readonly Queued[]): Promise<void> {
    const seatIds = queue.map(({ seatId }) => seatId);
    return this.#guessing({ queue: [...queue] }, async () => {
      await this.#parts.rest.call('setQueue', { params: this.#params(), body: { seatIds } });
    });
  }

  setPace(pace: Pace): Promise<void> {
    const settings = this.#parts.store.conversation.get()?.settings;
    return this.#guessing(settings ? { settings: { ...settings, pace } } : {}, () =>
      this.#change({ settings: { pace } }),
    );
  }

  async change(change: ConversationChange): Promise<void> {
    await this.#change(change);
  }

  async steer(direction: Steering): Promise<void> {
    await this.#parts.rest.call('steer', { params: this.#params(), body: { direction } });
  }

  async addSeat(seat: NewSeat): Promise<void> {
    const idempotencyKey = this.#parts.newKey();
    await this.#parts.rest.call('addSeat', { params: this.#params(), body: seat, idempotencyKey });
  }

  async changeSeat(seatId: string, change: SeatChange): Promise<void> {
    const params = { ...this.#params(), seatId };
    await this.#parts.rest.call('changeSeat', { params, body: change });
  }

  async removeSeat(seatId: string): Promise<void> {
    await this.#parts.rest.call('removeSeat', { params: { ...this.#params(), seatId } });
  }

  async edit(messageId: string, text: string): Promise<void> {
    const params = { ...this.#params(), messageId };
    await this.#parts.rest.call('changeMessage', { params, body: { text } });
  }

  async choose(messageId: string, chosen: number): Promise<void> {
    const params = { ...this.#params(), messageId };
    await this.#parts.rest.call('changeMessage', { params, body: { chosen } });
  }

  async regenerate(messageId: string): Promise<void> {
    const params = { ...this.#params(), messageId };
    await this.#parts.rest.call('regenerate', { params, idempotencyKey: this.#parts.newKey() });
  }

  /** A new conversation with the same log up to a position; gives its id. */
  async fork(atSeq?: number): Promise<string> {
    const body = atSeq === undefined ? {} : { atSeq };
    const idempotencyKey = this.#parts.newKey();
    const made = await this.#parts.rest.call('fork', { params: this.#params(), body, idempotencyKey });
    return made.id;
  }

  async delete(): Promise<void> {
    await this.#parts.rest.call('deleteConversation', { params: this.#params() });
  }

  /** Why a turn was taken, from the log just before what it said; null when it is not written there. */
  async reasonOf(turnId: string, saidAtSeq: number): Promise<string | null> {
    const query = { after: Math.max(0, saidAtSeq - REASON_EVENTS), limit: REASON_EVENTS };
    const page = await this.#parts.rest.call('listEvents', { params: this.#params(), query });
    for (const { event } of page.items)
      if (event.type === 'turn-started' && event.turnId === turnId) return event.reason.text;
    return null;
  }

  estimate(): Promise<Estimate> {
    return this.#parts.rest.call('estimate', { params: this.#params() });
  }

  async #call(name: 'play' | 'pause' | 'step' | 'stop'): Promise<number> {
    const conversation = await this.#parts.rest.call(name, { params: this.#params() });
    return conversation.head;
  }

  async #change(change: ConversationChange): Promise<number> {
    const call = { params: this.#params(), body: change };
    return (await this.#parts.rest.call('changeConversation', call)).head;
  }

  async #guessing(change: Partial<Conversation>, act: () => Promise<number | void>): Promise<void> {
    const guess = this.#parts.store.guess(change);
    try {
      // Answers without a head come after their event was committed: the next event settles them.
      const head = await act();
      guess.confirm(head ?? (this.#parts.store.conversation.get()?.head ?? 0) + 1);
    } catch (cause) {
      guess.undo();
      throw cause;
    }
  }

  #queue(): readonly Queued[] {
    return this.#parts.store.conversation.get()?.queue ?? [];
  }

  #params(): { id: string } {
    return { id: this.#parts.id };
  }
}
