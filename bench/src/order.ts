import { endedTurn } from '@chimera/protocol/ended-turn';
import type { Event } from '@chimera/protocol/event';
import type { ServerFrame } from '@chimera/protocol/socket';

type FrameOf<Type extends ServerFrame['type']> = Extract<ServerFrame, { readonly type: Type }>;

/**
 * What can be wrong with what a viewer gets:
 * `gap` an event is missing; `repeat` an event came before; `jump` words of a turn are missing; `overlap` words came
 * before; `stray` words of a turn that is not open; `unlike` the log has other words than were heard.
 */
export const faultKinds = ['gap', 'repeat', 'jump', 'overlap', 'stray', 'unlike'] as const;
export type FaultKind = (typeof faultKinds)[number];

interface Attempt {
  readonly turnId: string;
  readonly attempt: number;
}

export function noFaults(): Record<FaultKind, number> {
  return { gap: 0, repeat: 0, jump: 0, overlap: 0, stray: 0, unlike: 0 };
}

/** Stands for words that were missed, so that what follows them is no fault as well. */
const MISSED = '\uFFFD';

/** Checks that one viewer gets each event once, in order, and the words of each turn as the log has them. */
export class Order {
  readonly faults: Record<FaultKind, number> = noFaults();
  /** The first fault, for people. */
  firstFault: string | null = null;
  events = 0;
  deltas = 0;
  /** Times that it began anew: a snapshot that was not the first, or another connection. */
  resets = 0;
  #head: number | null = null;
  #gen = '';
  #turn: Attempt | null = null;
  #said = '';

  /** The last position that it has; null before the first snapshot. */
  get head(): number | null {
    return this.#head;
  }

  /** What a subscription says to go on from here. */
  get cursor(): { readonly after?: number; readonly gen?: string } {
    return this.#head === null ? {} : { after: this.#head, gen: this.#gen };
  }

  see(frame: ServerFrame): void {
    if (frame.type === 'delta') this.#hear(frame);
    else if (frame.type === 'event') this.#follow(frame);
    else if (frame.type === 'snapshot') this.#begin(frame);
  }

  /** It comes back on another connection: events go on, the words of the open turn begin anew. */
  cameBack(): void {
    this.resets += 1;
    this.#said = '';
  }

  #begin({ head, gen, view }: FrameOf<'snapshot'>): void {
    if (this.#head !== null) this.resets += 1;
    this.#head = head;
    this.#gen = gen;
    this.#turn = view.conversation.turn;
    this.#said = view.liveText;
  }

  #follow({ seq, event }: FrameOf<'event'>): void {
    this.events += 1;
    const expected = (this.#head ?? Number.NaN) + 1;
    if (seq < expected) return this.#note('repeat', `event ${seq} came though ${expected} is next`);
    if (seq !== expected) this.#note('gap', `event ${seq} came instead of ${expected}`);
    this.#head = seq;
    if (event.type === 'turn-started') {
      this.#turn = { turnId: event.turnId, attempt: event.attempt };
      this.#said = '';
    } else if (this.#turn && endedTurn(event)?.turnId === this.#turn.turnId) {
      this.#compare(event, this.#turn);
      this.#turn = null;
      this.#said = '';
    }
  }

  #hear({ turnId, attempt, offset, text }: FrameOf<'delta'>): void {
    this.deltas += 1;
    if (this.#turn?.turnId !== turnId || this.#turn.attempt !== attempt) {
      return this.#note('stray', `words of turn ${turnId}.${attempt} came, which is not open`);
    }
    const { length } = this.#said;
    if (offset === length) {
      this.#said += text;
      return;
    }
    this.#note(offset > length ? 'jump' : 'overlap', `words at ${offset} came after ${length} signs`);
    this.#said =
      offset > length ? this.#said.padEnd(offset, MISSED) + text : this.#said + text.slice(length - offset);
  }

  /** A turn without a message in the log is one of which nothing was said. */
  #compare(event: Event, { turnId, attempt }: Attempt): void {
    const logged = 'message' in event ? (event.message?.text ?? '') : '';
    if (this.#said === logged) return;
    const why = 'reason' in event && event.reason ? ` (${event.reason.text})` : '';
    this.#note(
      'unlike',
      `${this.#said.length} signs were heard of turn ${turnId}.${attempt}, and ${event.type}${why} has ${logged.length}`,
    );
  }

  #note(kind: FaultKind, what: string): void {
    this.faults[kind] += 1;
    this.firstFault ??= `${kind}: ${what}`;
  }
}
