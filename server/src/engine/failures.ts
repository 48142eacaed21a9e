import type { Conversation } from '@chimera/protocol/conversation';
import type { Event } from '@chimera/protocol/event';
import type { Context } from '../conversations/command.ts';
import { pause } from '../conversations/play-commands.ts';
import type { TurnOutcome } from './turn.ts';

/** Turns in a row that may fail before the conversation pauses. */
const FAILURES_LIMIT = 3;

/** Counts the turns of a conversation that failed in a row. One that waits for its provider is none, and ends no row. */
export class Failures {
  #inARow = 0;

  note(outcome: TurnOutcome): void {
    if (outcome !== 'waits') this.#inARow = outcome === 'failed' ? this.#inARow + 1 : 0;
  }

  get areTooMany(): boolean {
    return this.#inARow >= FAILURES_LIMIT;
  }

  /** Pauses, so that somebody looks at it. Counting begins anew. */
  giveUp(conversation: Conversation, context: Context): Event[] {
    this.#inARow = 0;
    const reason = {
      code: 'provider-failed',
      text: `Paused: ${FAILURES_LIMIT} turns in a row failed. Choose other brains, or press play to try again.`,
    };
    return pause(conversation, reason, context);
  }
}
