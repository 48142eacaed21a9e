import type { Config } from './config.ts';
import type { CheckpointStore } from './conversations/checkpoint-store.ts';
import type { LeaseStore } from './conversations/lease-store.ts';
import type { Log } from './conversations/log.ts';
import type { Database } from './db/open-database.ts';
import type { Charged } from './engine/bill.ts';
import type { RequestWatch } from './http/watch-requests.ts';
import type { Handler } from './jobs/worker.ts';
import type { Limits } from './limits/limits.ts';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';
import { callMeter, measurePressure } from './monitoring/call-meter.ts';
import { meteredCheckpoints } from './monitoring/checkpoint-meter.ts';
import { meteredHandlers } from './monitoring/job-meter.ts';
import { meteredLeases } from './monitoring/lease-meter.ts';
import { meteredLimits } from './monitoring/limit-meter.ts';
import { measureNode, type NodeParts } from './monitoring/measure-node.ts';
import { measureVitals } from './monitoring/measure-vitals.ts';
import { requestMeter } from './monitoring/request-meter.ts';
import { talkMeter } from './monitoring/talk-meter.ts';
import type { Tracing } from './monitoring/tracing.ts';
import { createVitalsStore } from './monitoring/vitals-store.ts';
import { watchedLog } from './monitoring/watched-log.ts';
import { Guards } from './providers/guards.ts';
import type { Watch } from './providers/watch.ts';

interface Foundation {
  readonly config: Config;
  readonly database: Database;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly node: string;
}

/** The same parts of the house, looked on: each is given out as it was taken in. */
export interface OpenMonitoring {
  readonly guards: Guards;
  readonly requestWatches: readonly RequestWatch[];
  stores<S extends { readonly leases: LeaseStore; readonly checkpoints: CheckpointStore }>(stores: S): S;
  log(log: Log): Log;
  handlers(handlers: Readonly<Record<string, Handler>>): Readonly<Record<string, Handler>>;
  limits(limits: Limits | null): Limits | null;
  /** A call of a brain that no log tells of. */
  charged(charged: Charged): void;
  /** Looks at what the node has in hand whenever somebody asks. */
  node(parts: Omit<NodeParts, 'database'>): void;
  close(): Promise<void>;
}

/** A part of the composition root: who looks on. */
export async function openMonitoring(foundation: Foundation): Promise<OpenMonitoring> {
  const { config, database, logger, metrics } = foundation;
  const tracing = await openTracing(foundation);
  const talk = talkMeter(metrics);
  const logWatchers = tracing ? [talk, tracing.turns] : [talk];
  const guards = new Guards(bothOf(callMeter(metrics), tracing?.calls));
  const requests = requestMeter(metrics);
  measurePressure(metrics, () => guards.pressure());
  return {
    guards,
    requestWatches: tracing ? [requests, tracing.requests] : [requests],
    stores: (stores) => ({
      ...stores,
      leases: meteredLeases(stores.leases, metrics),
      checkpoints: meteredCheckpoints(stores.checkpoints, metrics),
    }),
    log: (log) => watchedLog(log, logWatchers),
    handlers: (handlers) => meteredHandlers(handlers, metrics),
    limits: (limits) => limits && meteredLimits(limits, metrics),
    charged: (charged) => talk.charged(charged),
    node(parts) {
      measureNode(metrics, { ...parts, database });
      // What it asks of the database comes after the connections are counted: they are not those of whoever looks.
      measureVitals(metrics, { store: createVitalsStore(database), dataDir: config.dataDir, logger });
    },
    close: async () => tracing?.close(),
  };
}

/** Its packages are loaded only where spans are collected. */
async function openTracing({ config, logger, node }: Foundation): Promise<Tracing | null> {
  if (config.traces === null) return null;
  const { startTracing } = await import('./monitoring/tracing.ts');
  return startTracing({ ...config.traces, logger, node });
}

function bothOf(first: Watch, second: Watch | undefined): Watch {
  if (!second) return first;
  return {
    begin(asked) {
      const all = [first.begin(asked), second.begin(asked)];
      return {
        prompted: (tookMs) => all.forEach((each) => each.prompted(tookMs)),
        hear: (part) => all.forEach((each) => each.hear(part)),
        end: (failure) => all.forEach((each) => each.end(failure)),
      };
    },
  };
}
