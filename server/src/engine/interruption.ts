import type { Conversation } from '@chimera/protocol/conversation';
import type { Reason } from '@chimera/protocol/seat';

/** Why a turn is ended from outside, while it is being taken. */
export class Interruption extends Error {
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reason.text);
    this.name = 'Interruption';
    this.reason = reason;
  }
}

/** The interruption that a signal was aborted with; null while it is not aborted. */
export function interruptionOf(signal: AbortSignal): Interruption | null {
  return signal.aborted && signal.reason instanceof Interruption ? signal.reason : null;
}

/** Ends the turn that is being taken when, by what happened in its conversation, it is no longer wanted. */
export function abortUnwanted(
  taking: AbortController | null,
  { turn, state, stopReason }: Conversation,
): void {
  if (!turn) taking?.abort(new Interruption({ code: 'closed', text: 'The turn was ended.' }));
  else if (state !== 'running') {
    taking?.abort(new Interruption(stopReason ?? { code: 'paused', text: 'Paused.' }));
  }
}
