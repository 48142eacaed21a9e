import type { OpenTurn } from '@chimera/protocol/conversation';
import type { Frozen } from '../live/signal.ts';
import type { OpenSpeech } from '../live/speech.ts';
import type { Said } from './turn-events.ts';

/** The answer of the turn that is being taken, for whoever cuts the turn off. */
export class Flight {
  #said: (() => Said) | null = null;
  #isCut = false;

  /** A brain is asked. */
  begin(said: () => Said): void {
    this.#said = said;
    this.#isCut = false;
  }

  /** The turn that is open, with the words that were shown of it, for whoever cuts it off; null when none is. */
  frozen(speech: OpenSpeech | null, turn: OpenTurn | null): Frozen | null {
    if (!speech) return turn && { turnId: turn.turnId, attempt: turn.attempt, text: '', said: null };
    const { turnId, attempt, text } = speech;
    return { turnId, attempt, text, said: this.cut() };
  }

  /** What was said so far, with what it used: whoever takes it writes it down; null: nobody was asked yet. */
  cut(): Said | null {
    const said = this.#said?.() ?? null;
    // Of an answer that had not begun, whoever cuts it off writes nothing.
    this.#isCut = said !== null && said.brain !== null && said.usage !== null && !said.cached;
    return said;
  }

  /** What its words cost is written by another hand. */
  get isCut(): boolean {
    return this.#isCut;
  }
}
