import type { LogOutcome, Talk } from './compare-log.ts';
import type { Finding } from './measure.ts';
import { faultKinds } from './order.ts';
import { median } from './quantile.ts';
import { type Row, rowOf, tableOf } from './report.ts';
import type { RoomsLoad, RoomsRun } from './rooms-run.ts';
import { targets } from './targets.ts';
import { growthInLastHalf, megabytesByMinute, type Vitals } from './vitals.ts';

export interface RoomsOutcome {
  readonly load: RoomsLoad;
  readonly chimera: RoomsRun;
  /** Null: it was not measured. */
  readonly floor: RoomsRun | null;
  readonly log: LogOutcome;
}

/** A conversation whose last line is so much older than a turn takes has stood still. */
const STILL_TURNS = 2;
const STILL_SECONDS = 10;
const SHOWN = 5;

export function rowsOfRooms(outcome: RoomsOutcome): Row[] {
  const { chimera, floor } = outcome;
  const row = (name: string, unit: string, valueOf: (run: RoomsRun) => number): Finding => ({
    name,
    unit,
    chimera: [valueOf(chimera)],
    floor: floor ? [valueOf(floor)] : [],
  });
  const findings = [
    row('delta on its way, p50', 'ms', ({ p50Micros }) => p50Micros / 1000),
    row('delta on its way, p95', 'ms', ({ p95Micros }) => p95Micros / 1000),
    row('delta on its way, p99', 'ms', ({ p99Micros }) => p99Micros / 1000),
    row('CPU of a frame, all nodes', 'µs', ({ cores, seconds, frames }) => {
      return ((sum(cores.nodes) * seconds) / frames) * 1e6;
    }),
    row('CPU of all nodes', 'cores', ({ cores }) => sum(cores.nodes)),
    ...chimera.cores.nodes.map((cores, index) => own(`CPU of node ${index + 1}`, 'cores', cores)),
    row('CPU of nginx', 'cores', ({ cores }) => cores.nginx),
    row('CPU of the viewers', 'cores', ({ cores }) => cores.viewers),
    row('CPU of the model', 'cores', ({ cores }) => cores.model),
    row('CPU of this machine, with what others do', 'cores', ({ cores }) => cores.machine),
    ...chimera.vitals.flatMap((series, index) => rowsOfNode(series, `node ${index + 1}`)),
    ...rowsOfTokens(outcome),
  ];
  // A short run has too few readings for some.
  const found = findings.filter(({ chimera: [value] }) => Number.isFinite(value));
  return found.map((finding) => rowOf(finding, targetOf(finding.name)));
}

/** The same for each node. */
function targetOf(name: string) {
  return targets.get(name) ?? targets.get(name.replace(/, node \d+$/, '')) ?? null;
}

function rowsOfNode(series: readonly Vitals[], node: string): Finding[] {
  // The first reading tells of the time before.
  const late = series.slice(1).map(({ loopDelayMs }) => loopDelayMs);
  return [
    own(`event loop late by, p99, ${node}`, 'ms', median(late)),
    own(`event loop late by, p99 of the worst ten seconds, ${node}`, 'ms', Math.max(...late)),
    own(`memory, growth in the last half, ${node}`, '%', growthInLastHalf(series) * 100),
  ];
}

/** By the logs, so also of conversations that nobody watches; the floor keeps none, and is counted by its viewers. */
function rowsOfTokens({ load, chimera, log: { talks }, floor }: RoomsOutcome): Finding[] {
  const paces = talks.map(({ tokens }) => (tokens / (chimera.toMs - chimera.fromMs)) * 1000);
  const ofFloor = floor ? floor.tokens / floor.seconds / load.viewersEach / load.watched / load.pace : null;
  return [
    own('tokens a second, all conversations', '', sum(paces)),
    {
      name: 'tokens, of those ordered',
      unit: '%',
      chimera: [(sum(paces) / load.pace / load.conversations) * 100],
      floor: ofFloor === null ? [] : [ofFloor * 100],
    },
    own('tokens, of those ordered, slowest conversation', '%', (Math.min(...paces) / load.pace) * 100),
  ];
}

function own(name: string, unit: string, value: number): Finding {
  return { name, unit, chimera: [value], floor: [] };
}

/** Whether everybody got everything, and every conversation went on until it was told to pause. */
export function isWhole({ log: { verdict, elsewhere, unlike, talks } }: RoomsOutcome): boolean {
  return (
    sum(Object.values(verdict.faults)) === 0 &&
    elsewhere.length === 0 &&
    unlike.length === 0 &&
    talks.every(({ ended }) => ended === null)
  );
}

/** All that was found, for people. */
export function reportOfRooms(outcome: RoomsOutcome): string {
  const { load, chimera, log } = outcome;
  const { verdict, talks } = log;
  const faults = faultKinds.map((kind) => `${kind} ${verdict.faults[kind]}`).join(', ');
  const closed = Object.entries(verdict.closed).map(([code, count]) => `${count} with ${code}`);
  const stopped = talks.filter(({ ended }) => ended !== null);
  const still = talks.filter((talk) => stoodStill(talk, load));
  const lines = [
    tableOf(rowsOfRooms(outcome)),
    '',
    `viewers        ${verdict.viewers}, with ${verdict.deltas} deltas and ${verdict.events} events`,
    `faults         ${faults}`,
    `new starts     ${verdict.resets}; sockets closed: ${closed.join(', ') || 'none'}`,
    `the log        ${log.messages} messages compared, unlike in ${log.unlike.length} conversations; ${log.elsewhere.length} viewers stand elsewhere`,
    `conversations  ${talks.length}: ${stopped.length} ended by themselves, ${still.length} stood still`,
    ...chimera.vitals.map((series, index) => nodeLine(series, index)),
    ...[
      ...verdict.firstFaults,
      ...log.elsewhere.slice(0, SHOWN),
      ...log.unlike.slice(0, SHOWN).map((id) => `${id}: a viewer has other messages than the log`),
      ...stopped.slice(0, SHOWN).map(({ id, ended }) => `${id}: ${ended}`),
      ...still
        .slice(0, SHOWN)
        .map(({ id, silentSeconds }) => `${id}: silent for ${Math.round(silentSeconds)} s`),
    ].map((what) => `! ${what}`),
  ];
  return lines.join('\n');
}

function nodeLine(series: readonly Vitals[], index: number): string {
  const last = series.at(-1);
  const memory = megabytesByMinute(series).join(' ');
  const has = `runs ${last?.conversations} conversations, has ${last?.sockets} sockets, lost ${last?.leasesLost} leases`;
  return `node ${index + 1}         ${has}; MB by minute: ${memory}`;
}

function stoodStill({ silentSeconds }: Talk, { turnTokens, pace }: RoomsLoad): boolean {
  return silentSeconds > (turnTokens / pace) * STILL_TURNS + STILL_SECONDS;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
