import type { Logger } from '../logger.ts';
import { createBell } from './bell.ts';
import { CLAIM_MS, type Job, type JobStore } from './job-store.ts';

export interface Worker {
  /** Something was committed: look for work now. */
  poke(): void;
  /** Takes no more work and waits for what is under way. */
  close(): Promise<void>;
}

/** Does a job. It may run again after it succeeded (at least once), so doing it twice must not matter. */
export type Handler = (job: Job) => Promise<void>;

interface Parts {
  readonly store: JobStore;
  /** By kind. Jobs of other kinds are left to processes that know them. */
  readonly handlers: Readonly<Record<string, Handler>>;
  readonly logger: Logger;
}

const CONCURRENCY = 4;
/** For work of other processes and for what comes due: nobody pokes for that. */
const POLL_MS = 5000;

/** Does the jobs of this process, a few at a time, from now on. */
export function createWorker(parts: Parts): Worker {
  const bell = createBell();
  const closing = new AbortController();
  const running = new Set<Promise<void>>();
  const stopped = run();
  return {
    poke: () => bell.ring(),
    async close() {
      closing.abort();
      bell.ring();
      await stopped;
    },
  };

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      const jobs = await claim(parts, CONCURRENCY - running.size);
      for (const job of jobs) start(job);
      await bell.rung(POLL_MS);
    }
    await Promise.all(running);
  }

  function start(job: Job): void {
    const work = attempt(parts, job).then((retryMs) => {
      running.delete(work);
      bell.ring();
      if (retryMs !== null) setTimeout(() => bell.ring(), retryMs).unref();
    });
    running.add(work);
  }
}

async function claim({ store, handlers, logger }: Parts, limit: number): Promise<Job[]> {
  try {
    return await store.claim(Object.keys(handlers), limit);
  } catch (error) {
    // The database is away. The jobs wait in it; the next poll finds them.
    logger.error({ err: error }, 'jobs could not be claimed');
    return [];
  }
}

/** One try. Says after how many milliseconds the next one is due, when there has to be one. */
async function attempt({ store, handlers, logger }: Parts, job: Job): Promise<number | null> {
  const log = logger.child({ kind: job.kind, subject: job.subject, attempts: job.attempts });
  const renewal = setInterval(() => {
    store
      .renew(job)
      .catch((error: unknown) => log.warn({ err: error }, 'the claim of a job was not renewed'));
  }, CLAIM_MS / 3);
  try {
    await handlers[job.kind]?.(job);
    await store.complete(job);
    return null;
  } catch (error) {
    log.warn({ err: error }, 'a job failed and will be tried again');
    return await putBack(store, job, error, log);
  } finally {
    clearInterval(renewal);
  }
}

async function putBack(
  store: JobStore,
  job: Job,
  cause: unknown,
  log: Pick<Logger, 'error'>,
): Promise<number> {
  try {
    return await store.fail(job, cause instanceof Error ? cause.message : String(cause));
  } catch (error) {
    log.error({ err: error }, 'a job could not be put back; its claim runs out by itself');
    return CLAIM_MS;
  }
}
