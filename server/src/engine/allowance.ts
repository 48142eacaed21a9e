import type { Reason } from '@chimera/protocol/seat';
import { ProviderError } from '../providers/provider.ts';
import type { AskBrain } from './speak.ts';

/** Why an owner may spend no more for now; null: they may. */
export type OverLimit = (ownerId: string) => Promise<Reason | null>;

/** Those of these owners for whom nothing is done any more. */
export type Barred = (ownerIds: readonly string[]) => Promise<ReadonlySet<string>>;

export const ACCOUNT_DISABLED: Reason = {
  code: 'account-disabled',
  text: 'Paused: the account that this conversation belongs to is disabled.',
};

/** Whether a talk waits for this to be over; other reasons end it. */
export function mayPass({ code }: Reason): boolean {
  return code === 'nobody-watching' || code === ACCOUNT_DISABLED.code;
}

/** The same brains, which nobody asks any more for an owner who is barred: not the next time, and not beside the talk. */
export function askUnlessBarred(ask: AskBrain, barred: Barred, ownerId: string): AskBrain {
  return async function* (...request) {
    if ((await barred([ownerId])).has(ownerId)) {
      throw new ProviderError('request-refused', ACCOUNT_DISABLED.text, { retryable: false });
    }
    yield* ask(...request);
  };
}

/** Whether a conversation may spend more, by the limits of its owner. Asked once for each position of its log. */
export class Allowance {
  readonly #ask: () => Promise<Reason | null>;
  #clearAt = -1;

  constructor(overLimit: OverLimit, ownerId: string) {
    this.#ask = () => overLimit(ownerId);
  }

  /** Why nothing more may be spent; null: go on. */
  async refusal(head: number): Promise<Reason | null> {
    if (head === this.#clearAt) return null;
    const reason = await this.#ask();
    if (!reason) this.#clearAt = head;
    return reason;
  }
}
