import { Counter, Histogram } from 'prom-client';
import type { CheckpointStore } from '../conversations/checkpoint-store.ts';
import { CHECKPOINT_MS } from '../engine/checkpoints.ts';
import type { Metrics } from '../metrics.ts';

/** The same checkpoints; times each save. One that takes longer than their rhythm makes the next one late. */
export function meteredCheckpoints(checkpoints: CheckpointStore, metrics: Metrics): CheckpointStore {
  const registers = [metrics];
  const saves = new Histogram({
    name: 'chimera_checkpoint_seconds',
    help: 'How long it took to save the words in flight of all conversations.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers,
  });
  const late = new Counter({
    name: 'chimera_checkpoints_late_total',
    help: 'Saves that took so long that the next one was late.',
    registers,
  });
  const failures = new Counter({
    name: 'chimera_checkpoint_failures_total',
    help: 'Saves that failed; the words are saved with the next one.',
    registers,
  });
  return {
    ...checkpoints,
    async save(...given) {
      const startedAt = performance.now();
      try {
        await checkpoints.save(...given);
      } catch (error) {
        failures.inc();
        throw error;
      } finally {
        const tookMs = performance.now() - startedAt;
        saves.observe(tookMs / 1000);
        if (tookMs > CHECKPOINT_MS) late.inc();
      }
    },
  };
}
