import type { EventOf } from '@chimera/protocol/event';
import type { CostOf } from '../providers/prices.ts';
import type { Used } from './asked-brains.ts';
import { charged } from './bill.ts';
import { countedAsk } from './counted-ask.ts';
import type { AskBrain } from './speak.ts';

interface Asked extends Used {
  readonly task: string;
}

/** Counts what is asked of models beside the talk, so that it reaches the totals and the limits. */
export class Unheard {
  readonly #costOf: CostOf;
  readonly #onHeard: () => void;
  #asked: Asked[] = [];

  /** `onHeard` is told whenever there is something to take. */
  constructor(costOf: CostOf, onHeard: () => void) {
    this.#costOf = costOf;
    this.#onHeard = onHeard;
  }

  /** The same brains; what they use is counted, however a call ends. */
  counting(ask: AskBrain): AskBrain {
    return countedAsk(ask, (used, { scene }) => {
      this.#asked.push(...used.map((each) => ({ ...each, task: scene.turnId })));
      this.#onHeard();
    });
  }

  /** Hands out what was counted since the last time, as events; what could not be written comes next time. */
  async writtenBy<T>(
    at: string,
    write: (events: readonly EventOf<'brain-asked'>[]) => Promise<T>,
  ): Promise<T> {
    const asked = this.#asked;
    this.#asked = [];
    try {
      return await write(await Promise.all(asked.map((each) => this.#eventOf(each, at))));
    } catch (error) {
      this.#asked = [...asked, ...this.#asked];
      throw error;
    }
  }

  async #eventOf({ task, ...used }: Asked, at: string): Promise<EventOf<'brain-asked'>> {
    return { type: 'brain-asked', at, task, ...(await charged(used, this.#costOf)) };
  }
}
