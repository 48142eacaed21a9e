/** Wakes one loop that waits. A ring while nobody waits is kept for the next wait. */
export interface Bell {
  ring(): void;
  /** Resolves at a ring, or after this time. */
  rung(patienceMs: number): Promise<void>;
}

export function createBell(): Bell {
  let isRinging = false;
  let wake: () => void = () => undefined;
  return {
    ring() {
      isRinging = true;
      wake();
    },
    async rung(patienceMs) {
      if (!isRinging) {
        const { promise, resolve } = Promise.withResolvers<void>();
        const patience = setTimeout(resolve, patienceMs);
        wake = resolve;
        await promise;
        clearTimeout(patience);
      }
      isRinging = false;
    },
  };
}
