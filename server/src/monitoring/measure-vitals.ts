import { statfs } from 'node:fs/promises';
import { Gauge } from 'prom-client';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';
import type { Vitals, VitalsStore } from './vitals-store.ts';

export interface VitalsParts {
  readonly store: VitalsStore;
  readonly dataDir: string;
  readonly logger: Logger;
}

/** Within this time whoever scrapes gets what was looked up before. */
const FRESH_MS = 1000;

/** What the database and the disk say of the instance, looked up when Prometheus asks. What is not known is not told. */
export function measureVitals(metrics: Metrics, { store, dataDir, logger }: VitalsParts): void {
  const vitals = kept(() => store.vitals());
  const disk = kept(() => statfs(dataDir));

  fromDatabase('chimera_conversations_playing', 'Conversations that play, on all nodes.', (of) => of.playing);
  fromDatabase(
    'chimera_conversation_silence_seconds',
    'For how long the playing conversation that was silent for longest has written nothing into its log.',
    ({ silentSince }) =>
      silentSince === null ? 0 : Math.max(0, (Date.now() - Date.parse(silentSince)) / 1000),
  );
  fromDatabase('chimera_jobs_waiting', 'Jobs that wait or run and have not failed.', (of) => of.jobs.waiting);
  fromDatabase('chimera_jobs_failing', 'Jobs that failed and are tried again.', (of) => of.jobs.failing);
  fromDatabase(
    'chimera_jobs_overdue_seconds',
    'For how long the oldest job that nobody does is due.',
    (of) => of.overdueMs / 1000,
  );
  fromDatabase('chimera_database_bytes', 'Size of the database.', (of) => of.databaseBytes);
  measure('chimera_data_directory_free_bytes', 'Space left where the data directory lies.', async () => {
    const { bavail, bsize } = await disk();
    return bavail * bsize;
  });
  measure('chimera_data_directory_size_bytes', 'Space where the data directory lies.', async () => {
    const { blocks, bsize } = await disk();
    return blocks * bsize;
  });

  function fromDatabase(name: string, help: string, valueOf: (vitals: Vitals) => number): void {
    measure(name, help, async () => valueOf(await vitals()));
  }

  function measure(name: string, help: string, valueOf: () => Promise<number>): void {
    const gauge = new Gauge({
      name,
      help,
      registers: [metrics],
      async collect() {
        try {
          gauge.set(await valueOf());
        } catch (error) {
          logger.debug({ error, metric: name }, 'a metric could not be measured');
          gauge.remove();
        }
      },
    });
  }
}

/** The same answer for all who ask at the same moment. */
function kept<T>(look: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | null = null;
  let askedAt = 0;
  return () => {
    const now = performance.now();
    if (answer === null || now - askedAt > FRESH_MS) {
      answer = look();
      askedAt = now;
    }
    return answer;
  };
}
