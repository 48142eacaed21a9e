import type { OpenTurn } from '@chimera/protocol/conversation';
import { endedTurn } from '@chimera/protocol/ended-turn';
import type { Event, NumberedEvent } from '@chimera/protocol/event';
import { unreachable } from '@chimera/protocol/unreachable';
import { deltaFrame, eventFrame, type Frame } from './frame.ts';
import { type ReadWords, RoomSpeech } from './room-speech.ts';
import type { Signal, SignalOf } from './signal.ts';
import type { Speech } from './speech.ts';

/** An event as every viewer gets it, built once. */
export interface LoggedFrame {
  readonly seq: number;
  readonly frame: Frame;
  /** The whole words of the turn that this event ends: a viewer gets what it misses of them first. */
  readonly words: Speech | null;
}

/** Reads the log where a viewer is further behind than the room remembers. */
export type ReadLog = (after: number, limit: number) => Promise<NumberedEvent[]>;

/** What a room tells somebody who is in it. */
export interface Listener {
  /** There may be something new. */
  wake(): void;
  note(note: Note): void;
}

/** What may be dropped on the way: it is true for a moment only. */
export type Note =
  | SignalOf<'thinking' | 'typing' | 'deleted'>
  | { readonly type: 'presence'; readonly viewers: number };

/** Events that a room keeps ready; who is further behind reads the log. */
const RECENT_LIMIT = 256;
const READ_LIMIT = 200;

/** One conversation on this node, as long as somebody here follows it: where it stands, and who is watching. */
export class Room {
  readonly conversationId: string;
  readonly gen: string;
  readonly viewers = new Set<Listener>();
  readonly #readLog: ReadLog;
  readonly #speech: RoomSpeech;
  #head: number;
  /** The newest events, contiguous and ending at the head. */
  #recent: LoggedFrame[] = [];
  #lastDelta: { key: string; frame: Frame } | null = null;
  #healing = false;

  constructor(place: {
    conversationId: string;
    gen: string;
    head: number;
    turn: OpenTurn | null;
    /** What is being said as the room opens, when it belongs to the open turn. */
    speech: Speech | null;
    readLog: ReadLog;
    readWords: ReadWords;
  }) {
    this.conversationId = place.conversationId;
    this.gen = place.gen;
    this.#head = place.head;
    this.#readLog = place.readLog;
    this.#speech = new RoomSpeech({
      ...place,
      changed: () => this.#wake(),
      unknownTurn: () => this.#heal(),
    });
  }

  get head(): number {
    return this.#head;
  }

  get speech(): Speech | null {
    return this.#speech.now;
  }

  /** Takes in what the bus says, then lets every viewer go on. */
  hear(signal: Signal): void {
    switch (signal.type) {
      case 'delta':
        return this.#speech.hear(signal.delta);
      case 'events':
        return this.#hearEvents(signal.events);
      case 'news':
        return signal.head > this.#head ? this.#heal() : undefined;
      case 'missed':
        return this.#heal();
      case 'unheard':
        return this.#speech.lookAgain();
      case 'thinking':
      case 'typing':
      case 'deleted':
        for (const viewer of this.viewers) viewer.note(signal);
        return undefined;
      // For whoever runs the conversation, and whoever counts.
      case 'watched':
      case 'freeze':
      case 'frozen':
      case 'thaw':
        return undefined;
      default:
        return unreachable(signal);
    }
  }

  /** The frame of the event after a position, when the room still has it. */
  recentAfter(seq: number): LoggedFrame | null {
    const first = this.#recent[0];
    if (!first || seq + 1 < first.seq) return null;
    return this.#recent[seq + 1 - first.seq] ?? null;
  }

  /** The events after a position from the log, for a viewer that is further behind. */
  async read(after: number): Promise<LoggedFrame[]> {
    const events = await this.#readLog(after, READ_LIMIT);
    return events.map((numbered) => this.#logged(numbered));
  }

  /** A piece of speech from an offset to its end, the same frame for all viewers that stand at this offset. */
  deltaFrame(speech: Speech, offset: number): Frame {
    const key = `${speech.turnId}:${speech.attempt}:${offset}:${speech.text.length}`;
    if (this.#lastDelta?.key === key) return this.#lastDelta.frame;
    const { turnId, attempt, text } = speech;
    const frame = deltaFrame(this.conversationId, { turnId, attempt, offset, text: text.slice(offset) });
    this.#lastDelta = { key, frame };
    return frame;
  }

  #hearEvents(events: readonly NumberedEvent[]): void {
    for (const numbered of events) {
      if (numbered.seq <= this.#head) continue;
      if (numbered.seq > this.#head + 1) {
        this.#heal();
        break;
      }
      this.#take(numbered);
    }
    this.#wake();
  }

  #take(numbered: NumberedEvent): void {
    this.#head = numbered.seq;
    this.#recent.push(this.#logged(numbered));
    if (this.#recent.length > RECENT_LIMIT) this.#recent = this.#recent.slice(-RECENT_LIMIT / 2);
    this.#speech.follow(numbered.event);
  }

  /** Signals get lost, and commits may be announced out of order: the log has them in order. */
  #heal(): void {
    if (this.#healing) return;
    this.#healing = true;
    void this.#readOn()
      // Of a turn that was not known before, words may have been said.
      .then(() => this.#speech.lookAgain())
      // The next signal finds the same gap and tries again.
      .catch(() => undefined)
      .finally(() => {
        this.#healing = false;
        this.#wake();
      });
  }

  async #readOn(): Promise<void> {
    let read: readonly NumberedEvent[];
    do {
      read = await this.#readLog(this.#head, READ_LIMIT);
      for (const numbered of read) if (numbered.seq === this.#head + 1) this.#take(numbered);
    } while (read.length === READ_LIMIT);
  }

  #logged({ seq, event }: NumberedEvent): LoggedFrame {
    return {
      seq,
      frame: eventFrame(this.conversationId, this.gen, { seq, event }),
      words: wordsOf(event),
    };
  }

  #wake(): void {
    for (const viewer of this.viewers) viewer.wake();
  }
}

/** The words of the attempt that an event ends, when it ends one. */
function wordsOf(event: Event): Speech | null {
  const message = 'message' in event && endedTurn(event) ? event.message : undefined;
  if (message?.turnId === undefined || message.attempt === undefined) return null;
  return { turnId: message.turnId, attempt: message.attempt, text: message.text };
}
