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
