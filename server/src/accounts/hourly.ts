import type { Logger } from '../logger.ts';

const HOUR_MS = 3_600_000;

/** Does something every hour, from now on, as long as the process has other things to do. */
export function hourly(work: () => Promise<void>, logger: Pick<Logger, 'error'>): { close(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const run = (): void => {
    running = work().catch((err: unknown) => {
      logger.error({ err }, 'what has ended could not be forgotten; it is tried again in an hour');
    });
  };
  run();
  const timer = setInterval(run, HOUR_MS);
  timer.unref();
  return {
    async close() {
      clearInterval(timer);
      await running;
    },
  };
}
