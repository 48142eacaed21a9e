import type { Conversation } from '@chimera/protocol/conversation';

export interface Guess {
  /** The server did it; the guess goes when the log is read up to there. */
  readonly confirm: (head: number) => void;
  readonly undo: () => void;
}

/** Changes that are shown before the server confirmed them. */
export class Guesses {
  #entries: readonly { change: Partial<Conversation>; until: number }[] = [];
  #shown: { truth: Conversation; over: Conversation } | null = null;

  add(change: Partial<Conversation>): Guess {
    const entry = { change, until: Number.POSITIVE_INFINITY };
    this.#entries = [...this.#entries, entry];
    this.#shown = null;
    const drop = () => {
      this.#entries = this.#entries.filter((other) => other !== entry);
      this.#shown = null;
    };
    return {
      confirm: (head) => {
        entry.until = head;
        this.#shown = null;
      },
      undo: drop,
    };
  }

  /** The conversation with what is guessed over it; the same object while neither changes. */
  over(truth: Conversation): Conversation {
    if (this.#shown?.truth === truth) return this.#shown.over;
    this.#entries = this.#entries.filter(({ until }) => until > truth.head);
    const over = this.#entries.reduce((shown, { change }) => ({ ...shown, ...change }), truth);
    this.#shown = { truth, over };
    return over;
  }
}
