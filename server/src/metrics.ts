import { collectDefaultMetrics, Registry } from 'prom-client';

/** What this process counts for Prometheus. Each part adds its own counters, named `chimera_…`. */
export type Metrics = Registry;

/** One for each app, not the package's global one: a test may start several. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  // The process itself: memory, processor, garbage collection and how late the event loop is.
  collectDefaultMetrics({ register: registry });
  return registry;
}
