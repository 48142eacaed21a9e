import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../logger.ts';
import type { RecordSweepStore } from './record-sweep-store.ts';

const DAY_MS = 86_400_000;
/** Between two pages, so that what is enqueued meanwhile does not wait behind all records of years. */
const REST_MS = 500;

interface Parts {
  readonly store: RecordSweepStore;
  /** There are jobs to do. */
  readonly poke: () => void;
  readonly logger: Pick<Logger, 'error'>;
}

/** Finds the records that have become too old, from now on once a day, as long as the process has other things to do. */
export function startRecordSweep(parts: Parts): { close(): Promise<void> } {
  const closing = new AbortController();
  let running: Promise<void> = Promise.resolve();
  const run = (): void => {
    running = running
      .then(() => sweep(parts, closing.signal))
      .catch((err: unknown) => {
        parts.logger.error({ err }, 'old records could not be looked for; it is tried again in a day');
      });
  };
  run();
  const timer = setInterval(run, DAY_MS);
  timer.unref();
  return {
    async close() {
      clearInterval(timer);
      closing.abort();
      await running;
    },
  };
}

async function sweep({ store, poke }: Parts, signal: AbortSignal): Promise<void> {
  let after: string | null = '';
  while (after !== null && !signal.aborted) {
    const { enqueued, next } = await store.sweepSome(after);
    after = next;
    if (enqueued === 0) continue;
    poke();
    // A rest that is cut by the end of the process is no fault: the loop sees it, too.
    await sleep(REST_MS, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
