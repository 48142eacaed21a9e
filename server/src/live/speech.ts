import type { Delta } from '@chimera/protocol/socket';
import type { Bus } from './bus.ts';

/** The words of one attempt at a turn, while they are being said. */
export interface Speech {
  readonly turnId: string;
  readonly attempt: number;
  /** All that was said so far. */
  readonly text: string;
}

/** Everything that is being said on this node now. Words are no rows of the log: they live here and in checkpoints. */
export class Speeches {
  readonly #bus: Bus;
  readonly #open = new Map<string, OpenSpeech>();

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  begin(conversationId: string, turnId: string, attempt: number): OpenSpeech {
    const speech = new OpenSpeech(this.#bus, { conversationId, turnId, attempt });
    this.#open.set(conversationId, speech);
    return speech;
  }

  /** The log has the end of this attempt: its words are no longer in flight. */
  endOf(conversationId: string, { turnId, attempt }: { turnId: string; attempt: number }): void {
    const speech = this.#open.get(conversationId);
    if (speech?.turnId === turnId && speech.attempt === attempt) this.#open.delete(conversationId);
  }

  /** Nobody speaks in this conversation any more. */
  drop(conversationId: string): void {
    this.#open.delete(conversationId);
  }

  of(conversationId: string): Speech | null {
    return this.#open.get(conversationId) ?? null;
  }

  /** Speeches that have grown since they were last taken. */
  takeGrown(): OpenSpeech[] {
    return [...this.#open.values()].filter((speech) => speech.takeGrown());
  }
}

export class OpenSpeech implements Speech {
  readonly conversationId: string;
  readonly turnId: string;
  readonly attempt: number;
  readonly #bus: Bus;
  #text = '';
  /** Half of a surrogate pair that waits for its other half: a delta never splits a code point. */
  #held = '';
  #takenLength = 0;

  constructor(bus: Bus, place: { conversationId: string; turnId: string; attempt: number }) {
    this.#bus = bus;
    this.conversationId = place.conversationId;
    this.turnId = place.turnId;
    this.attempt = place.attempt;
  }

  get text(): string {
    return this.#text;
  }

  say(piece: string): void {
    if (piece === '') return;
    let text = this.#held + piece;
    this.#held = '';
    if (isHighSurrogate(text.charCodeAt(text.length - 1))) {
      this.#held = text.slice(-1);
      text = text.slice(0, -1);
      if (text === '') return;
    }
    const delta: Delta = { turnId: this.turnId, attempt: this.attempt, offset: this.#text.length, text };
    this.#text += text;
    this.#bus.publish(this.conversationId, { type: 'delta', delta });
  }

  takeGrown(): boolean {
    const grown = this.#text.length > this.#takenLength;
    this.#takenLength = this.#text.length;
    return grown;
  }

  /** What was taken could not be kept. */
  markGrown(): void {
    this.#takenLength = 0;
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd8_00 && unit <= 0xdb_ff;
}
