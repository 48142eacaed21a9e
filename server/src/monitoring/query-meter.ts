import { Counter, Histogram } from 'prom-client';
import type { OnQuery } from '../db/open-database.ts';
import type { Metrics } from '../metrics.ts';

/** Times every statement. Waiting for a connection is a part of it; see `chimera_database_connections`. */
export function queryMeter(metrics: Metrics): OnQuery {
  const registers = [metrics];
  const lengths = new Histogram({
    name: 'chimera_database_query_seconds',
    help: 'How long statements took.',
    labelNames: ['operation'],
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers,
  });
  const errors = new Counter({
    name: 'chimera_database_errors_total',
    help: 'Statements that failed.',
    registers,
  });
  return ({ operation, tookMs, hasFailed }) => {
    lengths.observe({ operation }, tookMs / 1000);
    if (hasFailed) errors.inc();
  };
}
