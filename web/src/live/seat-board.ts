import type { Conversation } from '@chimera/protocol/conversation';
import type { Event } from '@chimera/protocol/event';
import type { Message } from '@chimera/protocol/message';
import type { SpokenBy } from '@chimera/protocol/provider';
import { Cell, type Reading } from './cell.ts';
import { numberSeats, sameFacts, seatStates, type SeatFacts } from './seat-state.ts';

/** The faces: what each seat is doing, one cell a seat. */
export class SeatBoard {
  readonly #seats = new Map<string, Cell<SeatFacts | undefined>>();
  #numbers: ReadonlyMap<string, number> = new Map();
  #conversation: Conversation | null = null;
  #speaking = false;
  #passed: string | null = null;
  #failed: ReadonlyMap<string, string> = new Map();
  readonly #spokenBy = new Map<string, SpokenBy>();

  seat(id: string): Reading<SeatFacts | undefined> {
    return this.#cell(id);
  }

  show(conversation: Conversation): void {
    this.#conversation = conversation;
    this.#numbers = numberSeats(conversation.seats, this.#numbers);
    this.#update();
  }

  speaking(speaking: boolean): void {
    if (speaking === this.#speaking) return;
    this.#speaking = speaking;
    this.#update();
  }

  /** Remembers what the conversation itself forgets: who passed, and whose turn failed. */
  apply(event: Event): void {
    if (event.type === 'turn-passed') this.#passed = event.seatId;
    if (event.type === 'message-finished' && event.message.author.kind === 'seat') this.#passed = null;
    if (event.type === 'turn-failed')
      this.#failed = new Map(this.#failed).set(event.seatId, event.reason.text);
    if (event.type === 'turn-started' && this.#failed.has(event.seatId)) {
      this.#failed = new Map([...this.#failed].filter(([seatId]) => seatId !== event.seatId));
    }
  }

  /** Remembers which brain spoke; of two brains alike, the first object stays, so that nothing is drawn again. */
  heard({ author, brain }: Pick<Message, 'author' | 'brain'>): void {
    if (author.seatId === undefined || brain === undefined) return;
    const known = this.#spokenBy.get(author.seatId);
    if (known?.kind !== brain.kind || known.model !== brain.model) this.#spokenBy.set(author.seatId, brain);
  }

  forget(): void {
    this.#passed = null;
    this.#failed = new Map();
    this.#speaking = false;
  }

  #update(): void {
    if (this.#conversation === null) return;
    const outcomes = {
      speaking: this.#speaking,
      passed: this.#passed,
      failed: this.#failed,
      spokenBy: this.#spokenBy,
    };
    for (const facts of seatStates(this.#conversation, this.#numbers, outcomes)) {
      const cell = this.#cell(facts.seat.id);
      if (!sameFacts(cell.get(), facts)) cell.set(facts);
    }
  }

  #cell(id: string): Cell<SeatFacts | undefined> {
    const known = this.#seats.get(id);
    if (known) return known;
    const cell = new Cell<SeatFacts | undefined>(undefined);
    this.#seats.set(id, cell);
    return cell;
  }
}
