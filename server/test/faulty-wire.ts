import type { Ear, Wire } from '../src/live/shared-bus.ts';

/** What happens to a text on its way to the other nodes. */
export type Fate = 'arrives' | 'late' | 'lost';

/** A wire between nodes of one process that loses and delays what a test says. */
export class FaultyWire {
  readonly #ears = new Map<string, Set<Ear>>();
  readonly #late: (() => void)[] = [];
  readonly sent: string[] = [];
  fate: Fate = 'arrives';
  isWhole = true;
  /** When whoever subscribes is heard. */
  ready: Promise<void> = Promise.resolve();

  /** One end of it. */
  end(): Wire {
    const whole = () => this.isWhole;
    return {
      get isWhole() {
        return whole();
      },
      send: async (channel, text) => {
        this.sent.push(text);
        const deliver = () => {
          for (const ear of this.#ears.get(channel) ?? []) ear.hear(text);
        };
        if (this.fate === 'arrives') deliver();
        if (this.fate === 'late') this.#late.push(deliver);
        return true;
      },
      subscribe: (channel, ear) => {
        const ears = this.#ears.get(channel) ?? new Set();
        this.#ears.set(channel, ears.add(ear));
        return { ready: this.ready, end: () => ears.delete(ear) };
      },
    };
  }

  /** What was late arrives now. */
  deliverLate(): void {
    for (const deliver of this.#late.splice(0)) deliver();
  }

  /** All ears are told that they missed something. */
  tellMissed(): void {
    for (const ears of this.#ears.values()) for (const ear of ears) ear.missed();
  }
}
