import { Counter, Histogram } from 'prom-client';
import type { RequestWatch } from '../http/watch-requests.ts';
import type { Metrics } from '../metrics.ts';

/** Counts requests by what they ask for: operations of the API by name, the rest by route. */
export function requestMeter(metrics: Metrics): RequestWatch {
  const registers = [metrics];
  const requests = new Counter({
    name: 'chimera_http_requests_total',
    help: 'Requests that were answered.',
    labelNames: ['operation', 'status'],
    registers,
  });
  const lengths = new Histogram({
    name: 'chimera_http_request_seconds',
    help: 'From a request to the end of its answer; event streams, which stay open, are left out.',
    labelNames: ['operation'],
    buckets: [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
    registers,
  });
  return {
    began({ operation }) {
      const startedAt = performance.now();
      return (status, { isStream }) => {
        requests.inc({ operation, status });
        if (!isStream) lengths.observe({ operation }, (performance.now() - startedAt) / 1000);
      };
    },
  };
}
