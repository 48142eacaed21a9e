import { setTimeout as wait } from 'node:timers/promises';
import type { VendorKind } from '@chimera/server/providers/vendors';
import { writeToDisk } from './busy-disk.ts';
import { chunkCost } from './chunk-cost.ts';
import type { Bench, Finding, Measure } from './measure.ts';
import { promptShare } from './prompt-share.ts';
import { readVendors } from './read-vendors.ts';
import type { StartSubject } from './subject.ts';
import { compare, type Load, type Metric, type Window } from './window.ts';

/** A turn of ordinary length, so that what a turn costs by itself counts as it does in life. */
const TURN_TOKENS = 200;
const IDLE_VIEWERS = 2_000;

export const measures: readonly Measure[] = [
  { name: 'start', run: startTime },
  { name: 'latency', run: latency },
  { name: 'cpu-1', run: (bench) => cpu(1, bench) },
  { name: 'cpu-50', run: (bench) => cpu(50, bench) },
  { name: 'cpu-200', run: (bench) => cpu(200, bench) },
  { name: 'throughput', run: throughput },
  { name: 'crowd-1000', run: (bench) => crowd(1_000, 50, bench) },
  { name: 'crowd-300', run: (bench) => crowd(300, 200, bench) },
  { name: 'disk', run: busyDisk },
  { name: 'idle', run: idleMemory },
  ...readVendors.map(
    (kind): Measure => ({ name: `provider-${kind}`, run: (bench) => provider(kind, bench) }),
  ),
  { name: 'prompts', run: async () => [promptShare()] },
];

async function startTime(bench: Bench): Promise<Finding[]> {
  const chimera: number[] = [];
  const floor: number[] = [];
  for (let run = 0; run < bench.scale.starts; run += 1) {
    floor.push(await startOnce(bench.startFloor, bench));
    chimera.push(await startOnce(bench.startChimera, bench));
  }
  return [{ name: 'start to listening', unit: 'ms', chimera, floor }];
}

async function startOnce(start: StartSubject, { modelUrl }: Bench): Promise<number> {
  const subject = await start(modelUrl);
  await subject.close();
  return subject.process.startMs;
}

function latency(bench: Bench): Promise<Finding[]> {
  const load: Load = {
    conversations: 10,
    viewersEach: 1,
    model: modelAt('50'),
    runs: bench.scale.latencyRuns,
  };
  const metrics: Metric[] = [
    { name: 'token on its way, p50', unit: 'ms', value: ({ p50Micros }) => p50Micros / 1000 },
    { name: 'token on its way, p99', unit: 'ms', value: ({ p99Micros }) => p99Micros / 1000 },
  ];
  return compare(load, metrics, bench);
}

function cpu(conversations: number, bench: Bench): Promise<Finding[]> {
  const load: Load = { conversations, viewersEach: 1, model: modelAt('50'), runs: bench.scale.runs };
  const metrics: Metric[] = [
    {
      name: `CPU of a million tokens, ${conversations} at once`,
      unit: 's',
      value: ({ cpuSeconds, tokens }) => (cpuSeconds / tokens) * 1e6,
    },
    // Says whether it keeps pace: a server that brings fewer tokens could look cheap.
    { name: `time of a million tokens, ${conversations} at once`, unit: 's', value: timeOfAMillion },
  ];
  return compare(load, metrics, bench);
}

function throughput(bench: Bench): Promise<Finding[]> {
  const load: Load = { conversations: 20, viewersEach: 1, model: modelAt('max'), runs: bench.scale.runs };
  const name = 'time of a million tokens, 20 unthrottled';
  return compare(load, [{ name, unit: 's', value: timeOfAMillion }], bench);
}

function timeOfAMillion({ seconds, tokens }: Window): number {
  return (seconds / tokens) * 1e6;
}

function crowd(viewersEach: number, perSecond: number, bench: Bench): Promise<Finding[]> {
  const load: Load = {
    conversations: 1,
    viewersEach,
    model: modelAt(`${perSecond}`),
    runs: bench.scale.runs,
  };
  const who = `${viewersEach} viewers at ${perSecond} tokens/s`;
  const metrics: Metric[] = [
    {
      name: `CPU of a frame, ${who}`,
      unit: 'µs',
      value: ({ cpuSeconds, frames }) => (cpuSeconds / frames) * 1e6,
    },
    {
      name: `CPU of a token seen, ${who}`,
      unit: 'µs',
      value: ({ cpuSeconds, tokens }) => (cpuSeconds / tokens) * 1e6,
    },
  ];
  return compare(load, metrics, bench);
}

/** Fifty talks store what they say on a disk that others keep busy. */
async function busyDisk(bench: Bench): Promise<Finding[]> {
  const load: Load = { conversations: 50, viewersEach: 1, model: modelAt('50'), runs: bench.scale.runs };
  const name = 'p99 of the event loop, 50 at once, busy disk';
  const endWriting = writeToDisk();
  try {
    return await compare(load, [{ name, unit: 'ms', value: ({ loopDelayMs }) => loopDelayMs }], bench);
  } finally {
    await endWriting();
  }
}

async function provider(kind: VendorKind, bench: Bench): Promise<Finding[]> {
  const spoken = await chunkCost(kind, { readers: 100, pace: '50' }, bench);
  const atOnce = await chunkCost(kind, { readers: 20, pace: 'max' }, bench);
  return [
    { name: `CPU of a chunk, ${kind}`, unit: 'µs', ...spoken },
    // Many chunks come in one packet: what is left is the reading itself.
    { name: `CPU of a chunk, ${kind} unthrottled`, unit: 'µs', ...atOnce },
  ];
}

async function idleMemory(bench: Bench): Promise<Finding[]> {
  const floor = await idleKilobytes(bench.startFloor, bench);
  const chimera = await idleKilobytes(bench.startChimera, bench);
  return [{ name: 'memory of an idle viewer', unit: 'kB', chimera: [chimera], floor: [floor] }];
}

async function idleKilobytes(start: StartSubject, { modelUrl, viewers, scale }: Bench): Promise<number> {
  const subject = await start(modelUrl);
  try {
    const seats = (await subject.prepare(1, modelAt('50'))).map(({ seat }) => seat);
    const open = (count: number) =>
      viewers.open(seats.flatMap((seat) => Array.from({ length: count }, () => seat)));
    // The first viewers pay for what is made once for all.
    await open(50);
    await wait(scale.warmMs);
    const before = await subject.process.residentBytes();
    await open(IDLE_VIEWERS);
    await wait(scale.warmMs);
    return ((await subject.process.residentBytes()) - before) / IDLE_VIEWERS / 1024;
  } finally {
    await viewers.close();
    await subject.close();
  }
}

function modelAt(pace: string): string {
  return `tokens-${TURN_TOKENS}@${pace}`;
}
