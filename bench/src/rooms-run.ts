import { cpus } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { ChildServer } from './child-server.ts';
import { inTurns } from './in-turns.ts';
import { cpuSecondsOf } from './process-cost.ts';
import { progress } from './progress.ts';
import type { RoomsStage } from './rooms-stage.ts';
import type { Play } from './subject.ts';
import type { Stretch } from './tokens-within.ts';
import type { Count, Seat, Viewers } from './viewers-process.ts';
import { type Vitals, VitalsReader } from './vitals.ts';

export interface RoomsLoad {
  readonly conversations: number;
  /** How many of them have viewers. */
  readonly watched: number;
  readonly viewersEach: number;
  /** Tokens a second of each conversation. */
  readonly pace: number;
  readonly turnTokens: number;
  readonly seconds: number;
}

/** Processor time in cores. */
interface Cores {
  readonly nodes: readonly number[];
  readonly nginx: number;
  readonly viewers: number;
  readonly model: number;
  /** All that ran on this machine, also of others. */
  readonly machine: number;
}

/** What was seen while they played. */
export interface RoomsRun extends Count, Stretch {
  readonly seconds: number;
  readonly cores: Cores;
  /** By node. */
  readonly vitals: readonly (readonly Vitals[])[];
}

export interface Around {
  readonly viewers: Viewers;
  readonly model: ChildServer;
}

export interface Playing {
  readonly play: Play;
  /** By the machine's clock. */
  readonly beganMs: number;
}

/** From the first play until what is measured is steady. */
const WARM_MS = 5_000;
const AT_ONCE = 8;

/** Lets conversations play before their audience and looks on for a while. They go on playing. */
export async function playRooms(
  stage: RoomsStage,
  { load, checks }: { readonly load: RoomsLoad; readonly checks: boolean },
  around: Around,
  signal: AbortSignal,
): Promise<{ readonly run: RoomsRun; readonly playing: readonly Playing[] }> {
  const model = `tokens-${load.turnTokens}@${load.pace}`;
  progress('making conversations');
  const plays = await stage.prepare(load.conversations, model);
  const seatsOf = ({ id, seat }: Play): Seat[] =>
    Array.from({ length: load.viewersEach }, () => (checks ? { ...seat, checks: id } : seat));
  progress('letting viewers in');
  await around.viewers.open(plays.slice(0, load.watched).flatMap(seatsOf));
  progress('beginning to play');
  const begin = async (play: Play) => {
    await play.begin();
    return { play, beganMs: Date.now() };
  };
  const playing = await inTurns(plays, begin, AT_ONCE, signal);
  progress(`looking on for ${load.seconds} s`);
  await wait(WARM_MS, undefined, { signal });
  return { run: await windowOf(stage, load.seconds, around, signal), playing };
}

async function windowOf(
  stage: RoomsStage,
  seconds: number,
  around: Around,
  signal: AbortSignal,
): Promise<RoomsRun> {
  const reader = new VitalsReader(stage.nodes);
  await around.viewers.reset();
  const began = await spentNow(stage, around);
  const fromMs = Date.now();
  try {
    await Promise.race([wait(seconds * 1000, undefined, { signal }), reader.failed]);
  } finally {
    await reader.stop();
  }
  const toMs = Date.now();
  const ended = await spentNow(stage, around);
  const count = await around.viewers.count();
  if (count.tokens === 0) throw new Error('Nobody said anything: no token reached a viewer.');
  return {
    ...count,
    fromMs,
    toMs,
    seconds: ended.atSeconds - began.atSeconds,
    cores: coresBetween(began, ended),
    vitals: reader.series,
  };
}

interface Spent extends Cores {
  readonly atSeconds: number;
}

async function spentNow({ nodes, proxies }: RoomsStage, { viewers, model }: Around): Promise<Spent> {
  const ofNginx = await Promise.all(proxies.map(cpuSecondsOf));
  return {
    atSeconds: performance.now() / 1000,
    nodes: await Promise.all(nodes.map((node) => node.cpuSeconds())),
    nginx: ofNginx.reduce((sum, each) => sum + each, 0),
    viewers: await cpuSecondsOf(viewers.pid),
    model: await model.cpuSeconds(),
    machine: busySecondsOfMachine(),
  };
}

function busySecondsOfMachine(): number {
  return cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq, 0) / 1000;
}

function coresBetween(began: Spent, ended: Spent): Cores {
  const seconds = ended.atSeconds - began.atSeconds;
  return {
    nodes: ended.nodes.map((spent, index) => (spent - (began.nodes[index] ?? 0)) / seconds),
    nginx: (ended.nginx - began.nginx) / seconds,
    viewers: (ended.viewers - began.viewers) / seconds,
    model: (ended.model - began.model) / seconds,
    machine: (ended.machine - began.machine) / seconds,
  };
}
