import type { Reason } from '@chimera/protocol/seat';

/** Why an owner may spend no more for now; null: they may. */
export type OverLimit = (ownerId: string) => Promise<Reason | null>;

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
