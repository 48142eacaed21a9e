import { type ProviderKind, providerKinds } from '@chimera/protocol/provider';
import { Counter, Gauge } from 'prom-client';
import type { Metrics } from '../../metrics.ts';
import type { Shelf } from './shelf.ts';

/** What Prometheus hears of the cache. */
export interface CacheMeter {
  hit(kind: ProviderKind): void;
  miss(kind: ProviderKind): void;
  wait(): void;
}

export function cacheMeter(metrics: Metrics, shelf: Shelf): CacheMeter {
  const registers = [metrics];
  const lookups = { labelNames: ['kind'], registers };
  const hits = new Counter({
    name: 'chimera_cache_hits_total',
    help: 'Answers that came from the cache.',
    ...lookups,
  });
  const misses = new Counter({
    name: 'chimera_cache_misses_total',
    help: 'Answers that the cache did not have.',
    ...lookups,
  });
  const waits = new Counter({
    name: 'chimera_cache_waits_total',
    help: 'Questions that waited for the answer to the same question of somebody else.',
    registers,
  });
  for (const kind of providerKinds) {
    hits.inc({ kind }, 0);
    misses.inc({ kind }, 0);
  }
  measured('entries', 'Answers in the cache.');
  measured('bytes', 'Bytes that answers take in the cache.');
  return {
    hit: (kind) => hits.inc({ kind }),
    miss: (kind) => misses.inc({ kind }),
    wait: () => waits.inc(),
  };

  function measured(what: 'entries' | 'bytes', help: string): void {
    const gauge = new Gauge({
      name: `chimera_cache_${what}`,
      help,
      registers,
      async collect() {
        try {
          gauge.set((await shelf.size())[what]);
        } catch {
          // It cannot be reached, and what is not known is not told.
          gauge.reset();
        }
      },
    });
  }
}
