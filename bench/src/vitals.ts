import { samplesIn, valueOf } from '../../server/test/metrics-text.ts';
import type { ChildServer } from './child-server.ts';
import { median } from './quantile.ts';

/** How a node does at one moment. What the floor does not tell is NaN. */
export interface Vitals {
  /** Since the first reading. */
  readonly atMs: number;
  readonly residentBytes: number;
  /** The 99th percentile of how late its event loop was since the reading before. */
  readonly loopDelayMs: number;
  readonly conversations: number;
  readonly sockets: number;
  /** Conversations that another node took from it. */
  readonly leasesLost: number;
}

const EVERY_MS = 10_000;
const MINUTE_MS = 60_000;

/** Reads the vitals of nodes every ten seconds, until it is told to stop. */
export class VitalsReader {
  /** By node. */
  readonly series: readonly Vitals[][];
  readonly #nodes: readonly ChildServer[];
  readonly #beganMs = performance.now();
  readonly #timer: NodeJS.Timeout;
  /** Rejects when a node cannot be read any more. */
  readonly failed: Promise<never>;
  readonly #fail: (error: Error) => void;
  #reading: Promise<void>;

  constructor(nodes: readonly ChildServer[]) {
    this.#nodes = nodes;
    this.series = nodes.map(() => []);
    const { promise, reject } = Promise.withResolvers<never>();
    // It may fail after the last time that somebody waited for it.
    promise.catch(() => undefined);
    this.failed = promise;
    this.#fail = reject;
    this.#reading = this.#read();
    this.#timer = setInterval(() => {
      this.#reading = this.#reading.then(() => this.#read());
    }, EVERY_MS);
  }

  async stop(): Promise<readonly (readonly Vitals[])[]> {
    clearInterval(this.#timer);
    await this.#reading;
    await this.#read();
    return this.series;
  }

  async #read(): Promise<void> {
    try {
      const atMs = performance.now() - this.#beganMs;
      const all = await Promise.all(this.#nodes.map((node) => vitalsOf(node, atMs)));
      for (const [index, vitals] of all.entries()) this.series[index]?.push(vitals);
    } catch (error) {
      this.#fail(new Error('The vitals of a node could not be read.', { cause: error }));
    }
  }
}

async function vitalsOf(node: ChildServer, atMs: number): Promise<Vitals> {
  const residentBytes = await node.residentBytes();
  const samples = samplesIn(await (await fetch(`${node.url}/metrics`)).text());
  return {
    atMs,
    residentBytes,
    loopDelayMs: valueOf(samples, 'nodejs_eventloop_lag_p99_seconds') * 1000,
    conversations: valueOf(samples, 'chimera_conversations_running'),
    leasesLost: valueOf(samples, 'chimera_leases_lost_total'),
    sockets: valueOf(samples, 'chimera_sockets'),
  };
}

/**
 * By how much memory grew in the last half, as a share: along the straight line that fits the readings best, because
 * single ones depend on when garbage was collected.
 */
export function growthInLastHalf(series: readonly Pick<Vitals, 'atMs' | 'residentBytes'>[]): number {
  const half = (series.at(-1)?.atMs ?? 0) / 2;
  const readings = series.filter(({ atMs }) => atMs >= half);
  const [first, last] = [readings[0], readings.at(-1)];
  if (!first || !last || readings.length < 3) return Number.NaN;
  const meanMs = mean(readings.map(({ atMs }) => atMs));
  const meanBytes = mean(readings.map(({ residentBytes }) => residentBytes));
  const ofTimes = readings.reduce((sum, { atMs }) => sum + (atMs - meanMs) ** 2, 0);
  const ofBoth = readings.reduce(
    (sum, { atMs, residentBytes }) => sum + (atMs - meanMs) * (residentBytes - meanBytes),
    0,
  );
  const slope = ofBoth / ofTimes;
  const at = (ms: number) => meanBytes + slope * (ms - meanMs);
  return at(last.atMs) / at(first.atMs) - 1;
}

/** Megabytes of each minute: the median of its readings. */
export function megabytesByMinute(series: readonly Vitals[]): number[] {
  const minutes = Map.groupBy(series, ({ atMs }) => Math.floor(atMs / MINUTE_MS));
  return [...minutes.values()].map((readings) =>
    Math.round(median(readings.map(({ residentBytes }) => residentBytes)) / 2 ** 20),
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
