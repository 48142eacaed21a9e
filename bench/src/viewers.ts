import { setTimeout as wait } from 'node:timers/promises';
import { readServerFrame } from '@chimera/client/server-frame';
import { WebSocket } from 'ws';
import { quantile } from './quantile.ts';
import { agesOf, nowMicros, TOKEN_LENGTH } from './token.ts';
import type { Answer, Command, Count, Seat } from './viewers-process.ts';
import { verdictOf, Watcher } from './watcher.ts';

/** Sockets that may be opening at once: a listening queue is not what is measured. */
const OPENING_AT_ONCE = 64;
/** In a crowd one viewer in so many measures the age of what it sees; all of them count it. */
const SAMPLE_OF_A_CROWD = 20;
const CROWD = 250;
const COME_BACK_MS = 1_000;

interface Place {
  readonly seat: Seat;
  readonly measures: boolean;
  /** Null: it only counts. */
  readonly watcher: Watcher | null;
}

const sockets = new Set<WebSocket>();
let watchers: Watcher[] = [];
let frames = 0;
let tokens = 0;
let ages: number[] = [];
let failure: string | null = null;

process.on('message', (command: Command) => {
  carryOut(command).then(
    (answered) => answer({ ...answered, failure }),
    (error: unknown) => answer({ failure: String(error) }),
  );
});

async function carryOut(command: Command): Promise<Omit<Answer, 'failure'>> {
  switch (command.type) {
    case 'open':
      await openAll(command.seats);
      return {};
    case 'reset':
      [frames, tokens, ages, failure] = [0, 0, [], null];
      return {};
    case 'count':
      return { count: countNow() };
    case 'verdict':
      return { verdict: verdictOf(watchers) };
    case 'lines': {
      const keeper = watchers.find(({ conversationId }) => conversationId === command.conversationId);
      return { lines: keeper?.lines ?? [] };
    }
    case 'close':
      for (const socket of sockets) socket.terminate();
      sockets.clear();
      watchers = [];
      return {};
    default:
      throw new Error('An unknown command.');
  }
}

function countNow(): Count {
  const sorted = Float64Array.from(ages).sort();
  const at = (share: number) => quantile(sorted, share);
  return { frames, tokens, p50Micros: at(0.5), p95Micros: at(0.95), p99Micros: at(0.99) };
}

async function openAll(seats: readonly Seat[]): Promise<void> {
  const waiting = seats.map((seat, index) => ({
    seat,
    measures: seats.length < CROWD || index % SAMPLE_OF_A_CROWD === 0,
    watcher: watcherFor(seat),
  }));
  const open = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await openOne(next);
  };
  await Promise.all(Array.from({ length: OPENING_AT_ONCE }, open));
  // What comes in the wake of opening is not part of any measure.
  await wait(200);
}

/** The first who watches a conversation keeps it. */
function watcherFor({ checks }: Seat): Watcher | null {
  if (checks === undefined) return null;
  const watcher = new Watcher(checks, !watchers.some(({ conversationId }) => conversationId === checks));
  watchers.push(watcher);
  return watcher;
}

function openOne(place: Place): Promise<void> {
  const { seat, watcher } = place;
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(seat.url, { perMessageDeflate: false, skipUTF8Validation: true });
    let isIn = false;
    sockets.add(socket);
    socket.on('open', () => {
      const hello = watcher?.hello ?? seat.hello;
      if (hello !== null) socket.send(hello);
    });
    socket.once('message', () => {
      isIn = true;
      resolve();
    });
    socket.on('message', (data: Buffer) => see(data, place));
    socket.on('error', reject);
    socket.on('close', (code, reason) => {
      if (!sockets.delete(socket)) return;
      const problem = `A viewer was closed with ${code} ${reason.toString()}`;
      reject(new Error(problem));
      if (!watcher) failure = problem;
      else if (isIn) {
        watcher.lost(code);
        void comeBack(place);
      }
    });
  });
}

/** Until it is in again, or nobody watches any more. */
async function comeBack(place: Place): Promise<void> {
  await wait(COME_BACK_MS);
  if (!place.watcher || !watchers.includes(place.watcher)) return;
  // What failed is seen at the end: this viewer lacks what came meanwhile.
  await openOne(place).catch(() => comeBack(place));
}

function see(data: Buffer, { measures, watcher }: Place): void {
  if (watcher) return check(data, watcher, measures);
  const frame = data.toString('latin1');
  if (!frame.startsWith('{"type":"delta"')) {
    if (frame.startsWith('{"type":"error"')) failure = frame;
    return;
  }
  const length = frame.length - frame.indexOf('"text":"') - 10;
  measure(frame, measures ? nowMicros() : null, length);
}

function check(data: Buffer, watcher: Watcher, measures: boolean): void {
  const frame = readServerFrame(data.toString());
  if (!frame || frame.type === 'error') {
    failure = `A viewer got ${data.toString()}`;
    return;
  }
  watcher.see(frame);
  if (frame.type === 'delta') measure(frame.text, measures ? nowMicros() : null, frame.text.length);
}

/** Counts a piece of speech and its tokens; with a time, also how long they were on their way. */
function measure(text: string, micros: number | null, length: number): void {
  frames += 1;
  if (micros === null) {
    tokens += Math.round(length / TOKEN_LENGTH);
    return;
  }
  const seen = agesOf(text, micros);
  tokens += seen.length;
  ages.push(...seen);
}

function answer(message: Answer): void {
  process.send?.(message);
}
