import type { Delta } from '@chimera/protocol/delta';
import { endedTurn } from '@chimera/protocol/ended-turn';
import type { Event } from '@chimera/protocol/event';
import { joinDelta } from '@chimera/protocol/view';
import type { Speech } from './speech.ts';

/** One attempt at a turn. */
export interface Attempt {
  readonly turnId: string;
  readonly attempt: number;
}

/** All that was said so far in an attempt, as far as it is kept. */
export type ReadWords = (attempt: Attempt) => Promise<string>;

/** Words are saved ten times a second: what was missed is there a moment later. */
const AGAIN_MS = 100;
const TRIES_LIMIT = 20;
/** Pieces that wait for what stands before them; far more than come in the time that takes. */
const AHEAD_LIMIT = 1000;

interface Place {
  readonly turn: Attempt | null;
  readonly speech: Speech | null;
  readonly readWords: ReadWords;
  readonly changed: () => void;
  /** Something is said in a turn whose beginning was not heard of. */
  readonly unknownTurn: () => void;
}

/** What is being said in a room. It only grows, and only with words of the turn that is open in the log. */
export class RoomSpeech {
  readonly #readWords: ReadWords;
  readonly #changed: () => void;
  readonly #unknownTurn: () => void;
  #turn: Attempt | null;
  #text: string | null;
  /** Pieces before these were missed. */
  #ahead: Delta[] = [];
  #isReading = false;

  constructor({ turn, speech, readWords, changed, unknownTurn }: Place) {
    this.#turn = turn && { turnId: turn.turnId, attempt: turn.attempt };
    this.#text = turn && speech && isSame(turn, speech) ? speech.text : null;
    this.#readWords = readWords;
    this.#changed = changed;
    this.#unknownTurn = unknownTurn;
  }

  get now(): Speech | null {
    return this.#turn && this.#text !== null ? { ...this.#turn, text: this.#text } : null;
  }

  hear(delta: Delta): void {
    if (!this.#turn || !isSame(this.#turn, delta)) {
      this.#setAside(delta);
      this.#unknownTurn();
      return;
    }
    const text = joinDelta(this.#text ?? '', delta);
    if (text === null) {
      this.#setAside(delta);
      this.lookAgain();
      return;
    }
    this.#text = text;
    this.#changed();
  }

  /** A turn begins or ends in the log. */
  follow(event: Event): void {
    if (event.type === 'turn-started') {
      this.#turn = { turnId: event.turnId, attempt: event.attempt };
      this.#text = null;
      this.#joinAhead();
    } else if (endedTurn(event)) {
      this.#turn = null;
      this.#text = null;
      this.#ahead = [];
    }
  }

  /** Reads what was kept of the words: pieces of them were missed, or may have been. */
  lookAgain(): void {
    if (this.#isReading || !this.#turn) return;
    this.#isReading = true;
    void this.#read(this.#turn, TRIES_LIMIT)
      // Whatever comes next tries again.
      .catch(() => undefined)
      .finally(() => {
        this.#isReading = false;
      });
  }

  async #read(turn: Attempt, tries: number): Promise<void> {
    const kept = await this.#readWords(turn);
    if (this.#turn !== turn) return;
    if (kept.length > (this.#text?.length ?? 0)) this.#text = kept;
    this.#joinAhead();
    this.#changed();
    if (this.#ahead.length === 0 || tries === 1) return;
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    if (this.#turn === turn) await this.#read(turn, tries - 1);
  }

  #setAside(delta: Delta): void {
    this.#ahead.push(delta);
    if (this.#ahead.length > AHEAD_LIMIT) this.#ahead.shift();
  }

  /** Takes what joins now; what is of another turn than the open one came late, or from somebody who no longer owns it. */
  #joinAhead(): void {
    const turn = this.#turn;
    if (!turn) return;
    this.#ahead = this.#ahead.filter((delta) => {
      if (!isSame(turn, delta)) return false;
      const text = joinDelta(this.#text ?? '', delta);
      if (text === null) return true;
      this.#text = text;
      return false;
    });
  }
}

function isSame(one: Attempt, other: Attempt): boolean {
  return one.turnId === other.turnId && one.attempt === other.attempt;
}
