import { setTimeout as wait } from 'node:timers/promises';
import type { Bench, Finding } from './measure.ts';
import type { Play, StartSubject, Subject } from './subject.ts';

/** What happened in one stretch of time while conversations played. */
export interface Window {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly frames: number;
  readonly tokens: number;
  readonly p50Micros: number;
  readonly p99Micros: number;
  readonly loopDelayMs: number;
}

export interface Load {
  readonly conversations: number;
  readonly viewersEach: number;
  readonly model: string;
  readonly runs: number;
}

export interface Metric {
  readonly name: string;
  readonly unit: string;
  readonly value: (window: Window) => number;
}

/**
 * Plays conversations before an audience, the floor and the product by turns: a neighbour that takes
 * part of the machine for a while takes it from both.
 */
export async function compare(load: Load, metrics: readonly Metric[], bench: Bench): Promise<Finding[]> {
  const floor = await stageOf(bench.startFloor, load, bench);
  try {
    const chimera = await stageOf(bench.startChimera, load, bench);
    try {
      const pairs: { floor: Window; chimera: Window }[] = [];
      for (let run = 0; run < load.runs; run += 1) {
        pairs.push({ floor: await windowOf(floor, bench), chimera: await windowOf(chimera, bench) });
      }
      return metrics.map(({ name, unit, value }) => ({
        name,
        unit,
        chimera: pairs.map((pair) => value(pair.chimera)),
        floor: pairs.map((pair) => value(pair.floor)),
      }));
    } finally {
      await bench.viewers.close();
      await chimera.subject.close();
    }
  } finally {
    await floor.subject.close();
  }
}

interface Stage {
  readonly subject: Subject;
  readonly plays: readonly Play[];
}

async function stageOf(start: StartSubject, load: Load, { modelUrl, viewers }: Bench): Promise<Stage> {
  const subject = await start(modelUrl);
  try {
    const plays = await subject.prepare(load.conversations, load.model);
    await viewers.open(plays.flatMap(({ seat }) => Array.from({ length: load.viewersEach }, () => seat)));
    return { subject, plays };
  } catch (error) {
    await subject.close();
    throw error;
  }
}

async function windowOf({ subject, plays }: Stage, { viewers, scale }: Bench): Promise<Window> {
  for (const play of plays) await play.begin();
  await wait(scale.warmMs);
  await viewers.reset();
  const began = performance.now();
  await subject.loopDelayMs();
  const cpuBefore = await subject.process.cpuSeconds();
  await wait(scale.windowMs);
  const cpuSeconds = (await subject.process.cpuSeconds()) - cpuBefore;
  const count = await viewers.count();
  const seconds = (performance.now() - began) / 1000;
  const loopDelayMs = await subject.loopDelayMs();
  for (const play of plays) await play.end();
  if (count.tokens === 0) throw new Error('Nobody said anything: no token reached a viewer.');
  return { ...count, cpuSeconds, seconds, loopDelayMs };
}
