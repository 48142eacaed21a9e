import type { Attempt } from './speak.ts';

/** What went wrong with the turns of a talk lately, as far as this node saw it. */
export class Troubles {
  /** Whether an answer was refused, by seat and turn, the newest last. */
  readonly #refused = new Map<string, readonly boolean[]>();
  /** The newest turn ended with a brain that did not want to answer. */
  hasDeclined = false;

  note(seatId: string, { kind, tries, ...end }: Attempt): void {
    if (tries.length === 0) return;
    const turns = [...(this.#refused.get(seatId) ?? []), tries.some(({ refused }) => refused !== null)];
    this.#refused.set(seatId, turns.slice(-TURNS_LOOKED_AT));
    this.hasDeclined = kind === 'failed' && 'reason' in end && end.reason?.code === 'declined';
  }

  /** The seat was asked again so often that its turns get one step less. */
  isSpent(seatId: string): boolean {
    return (this.#refused.get(seatId) ?? []).filter(Boolean).length >= RETRIED_LIMIT;
  }
}

const TURNS_LOOKED_AT = 20;
/** Turns of a seat with more than one try, among so many of its newest. */
const RETRIED_LIMIT = 2;
