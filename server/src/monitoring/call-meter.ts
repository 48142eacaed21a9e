import { Counter, Gauge, Histogram } from 'prom-client';
import type { Metrics } from '../metrics.ts';
import type { Pressure } from '../providers/guards.ts';
import { ProviderError } from '../providers/provider.ts';
import type { Watch } from '../providers/watch.ts';

/** Counts calls of brains and how they ended. Each try again is a call. */
export function callMeter(metrics: Metrics): Watch {
  const registers = [metrics];
  const calls = new Counter({
    name: 'chimera_provider_calls_total',
    help: 'Calls of providers that ended: finished, failed, or left because nobody wanted more.',
    labelNames: ['provider', 'outcome'],
    registers,
  });
  const errors = new Counter({
    name: 'chimera_provider_errors_total',
    help: 'Calls of providers that failed, by what was wrong.',
    labelNames: ['provider', 'problem'],
    registers,
  });
  const lengths = new Histogram({
    name: 'chimera_provider_call_seconds',
    help: 'From the question to the end of the answer, time in line included.',
    labelNames: ['provider'],
    buckets: [0.1, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 320, 640],
    registers,
  });
  return {
    begin({ brain: { kind: provider } }) {
      const startedAt = performance.now();
      let isFinished = false;
      return {
        prompted: () => undefined,
        hear: ({ type }) => {
          isFinished ||= type === 'finish';
        },
        end(failure) {
          const error = failure?.error;
          if (error instanceof ProviderError) errors.inc({ provider, problem: error.problem });
          const outcome = error instanceof ProviderError ? 'failed' : isFinished ? 'finished' : 'left';
          calls.inc({ provider, outcome });
          lengths.observe({ provider }, (performance.now() - startedAt) / 1000);
        },
      };
    },
  };
}

/** How the calls under way stand, looked at when Prometheus asks. */
export function measurePressure(metrics: Metrics, pressure: () => readonly Pressure[]): void {
  gauge('active', 'Answers of providers under way.', ({ active }) => active);
  gauge('in_line', 'Calls of providers that wait for a place.', ({ inLine }) => inLine);
  gauge('paused', 'Breakers that keep calls from a provider that failed too often.', ({ paused }) => paused);

  function gauge(what: string, help: string, valueOf: (of: Pressure) => number): void {
    const measured = new Gauge({
      name: `chimera_provider_${what}`,
      help,
      labelNames: ['provider'],
      registers: [metrics],
      collect() {
        measured.reset();
        for (const each of pressure()) measured.set({ provider: each.kind }, valueOf(each));
      },
    });
  }
}
