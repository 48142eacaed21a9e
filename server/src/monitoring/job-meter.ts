import { Counter, Histogram } from 'prom-client';
import type { Handler } from '../jobs/worker.ts';
import type { Metrics } from '../metrics.ts';

type Handlers = Readonly<Record<string, Handler>>;

/** The same work; counts how often each kind was done or failed, and how long it took. */
export function meteredHandlers(handlers: Handlers, metrics: Metrics): Handlers {
  const registers = [metrics];
  const runs = new Counter({
    name: 'chimera_job_runs_total',
    help: 'Tries at a job that ended here. What failed is tried again.',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const lengths = new Histogram({
    name: 'chimera_job_seconds',
    help: 'How long tries at a job took.',
    labelNames: ['kind'],
    buckets: [0.005, 0.025, 0.1, 0.5, 1, 5, 30, 120],
    registers,
  });
  return Object.fromEntries(
    Object.entries(handlers).map(([kind, handler]) => [kind, metered(kind, handler)]),
  );

  function metered(kind: string, handler: Handler): Handler {
    for (const outcome of ['done', 'failed']) runs.inc({ kind, outcome }, 0);
    return async (job) => {
      const end = lengths.startTimer({ kind });
      let outcome = 'failed';
      try {
        await handler(job);
        outcome = 'done';
      } finally {
        end();
        runs.inc({ kind, outcome });
      }
    };
  }
}
