import { parseArgs } from 'node:util';
import { ChildServer } from './child-server.ts';
import { compareLog } from './compare-log.ts';
import { progress } from './progress.ts';
import { isWhole, reportOfRooms, type RoomsOutcome, rowsOfRooms } from './rooms-report.ts';
import { type Around, playRooms, type RoomsLoad, type RoomsRun } from './rooms-run.ts';
import { openChimera, openFloor, type RoomsStage, type StageOptions } from './rooms-stage.ts';
import { Viewers } from './viewers-process.ts';

/**
 * Many conversations before many viewers, for a long time: does everybody get everything once and in order, how late,
 * and at what cost? `node bench/src/rooms.ts`; what can be chosen is in bench/README.md.
 */
const { values: options } = parseArgs({
  options: {
    nodes: { type: 'string', default: '1' },
    conversations: { type: 'string', default: '50' },
    viewers: { type: 'string', default: '20' },
    /** Tokens a second of each conversation. */
    pace: { type: 'string', default: '20' },
    /** Tokens of a turn. */
    turn: { type: 'string', default: '200' },
    minutes: { type: 'string', default: '10' },
    /** How many of the conversations have viewers; all, when it is not given. */
    watched: { type: 'string' },
    /** How long the floor plays before; 0: not at all. */
    'floor-minutes': { type: 'string', default: '1' },
    'no-nginx': { type: 'boolean', default: false },
    /** Megabytes that the heap of a node may grow to, as in a container with a limit; absent: Node decides. */
    heap: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

const conversations = wanted('conversations');
const load: RoomsLoad = {
  conversations,
  watched: options.watched === undefined ? conversations : Math.min(conversations, wanted('watched')),
  viewersEach: wanted('viewers'),
  pace: wanted('pace'),
  turnTokens: wanted('turn'),
  seconds: wanted('minutes') * 60,
};
const floorSeconds = Number(options['floor-minutes']) * 60;

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());

const model = await ChildServer.start(new URL('model.ts', import.meta.url));
const viewers = new Viewers();
try {
  const around = { viewers, model };
  const stage: StageOptions = {
    modelUrl: model.url,
    nodes: wanted('nodes'),
    conversations,
    behindNginx: !options['no-nginx'],
    heapMegabytes: options.heap === undefined ? null : wanted('heap'),
  };
  const floor = floorSeconds > 0 ? await floorRun({ ...load, seconds: floorSeconds }, stage, around) : null;
  const outcome = await chimeraRun(stage, around, floor);
  const found = { ...outcome, rows: rowsOfRooms(outcome) };
  console.log(options.json ? JSON.stringify(found, null, 2) : reportOfRooms(outcome));
  if (!isWhole(outcome)) process.exitCode = 1;
} finally {
  viewers.end();
  await model.end();
}

async function floorRun(floorLoad: RoomsLoad, on: StageOptions, around: Around): Promise<RoomsRun> {
  progress('the floor starts');
  return onStage(await openFloor(on), async (stage) => {
    const how = { load: floorLoad, checks: false };
    const { run } = await playRooms(stage, how, around, stopping.signal);
    return run;
  });
}

async function chimeraRun(on: StageOptions, around: Around, floor: RoomsRun | null): Promise<RoomsOutcome> {
  progress('Chimera starts');
  return onStage(await openChimera(on), async (stage) => {
    const { run, playing } = await playRooms(stage, { load, checks: true }, around, stopping.signal);
    const audience = { viewers: around.viewers, stretch: run };
    const log = await compareLog(stage.url, playing, audience, stopping.signal);
    return { load, chimera: run, floor, log };
  });
}

/** Whatever happens, nothing of the stage is left running. */
async function onStage<Outcome>(
  stage: RoomsStage,
  work: (stage: RoomsStage) => Promise<Outcome>,
): Promise<Outcome> {
  try {
    const outcome = await work(stage);
    await viewers.close();
    return outcome;
  } finally {
    await stage.close();
  }
}

function wanted(
  name: 'nodes' | 'conversations' | 'viewers' | 'pace' | 'turn' | 'minutes' | 'watched' | 'heap',
): number {
  const value = Number(options[name]);
  if (value > 0) return value;
  throw new Error(`--${name} takes a number above 0.`);
}
