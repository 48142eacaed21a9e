import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { quantile } from './quantile.ts';
import { agesOf, nowMicros, TOKEN_LENGTH } from './token.ts';
import type { Answer, Command, Count, Seat } from './viewers-process.ts';

/** Sockets that may be opening at once: a listening queue is not what is measured. */
const OPENING_AT_ONCE = 64;
/** In a crowd one viewer in so many measures the age of what it sees; all of them count it. */
const SAMPLE_OF_A_CROWD = 20;
const CROWD = 250;

const sockets = new Set<WebSocket>();
let frames = 0;
let tokens = 0;
let ages: number[] = [];
let failure: string | null = null;

process.on('message', (command: Command) => {
  carryOut(command).then(
    (count) => answer({ count, failure }),
    (error: unknown) => answer({ count: null, failure: String(error) }),
  );
});

async function carryOut(command: Command): Promise<Count | null> {
  switch (command.type) {
    case 'open':
      await openAll(command.seats);
      return null;
    case 'reset':
      [frames, tokens, ages, failure] = [0, 0, [], null];
      return null;
    case 'count': {
      const sorted = Float64Array.from(ages).sort();
      const [p50Micros, p99Micros] = [quantile(sorted, 0.5), quantile(sorted, 0.99)];
      return { frames, tokens, p50Micros, p99Micros };
    }
    case 'close':
      for (const socket of sockets) socket.terminate();
      sockets.clear();
      return null;
    default:
      throw new Error('An unknown command.');
  }
}

async function openAll(seats: readonly Seat[]): Promise<void> {
  const waiting = seats.map((seat, index) => ({
    seat,
    measures: seats.length < CROWD || index % SAMPLE_OF_A_CROWD === 0,
  }));
  const open = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await openOne(next.seat, next.measures);
  };
  await Promise.all(Array.from({ length: OPENING_AT_ONCE }, open));
  // What comes in the wake of opening is not part of any measure.
  await wait(200);
}

function openOne({ url, hello }: Seat, measures: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { perMessageDeflate: false, skipUTF8Validation: true });
    sockets.add(socket);
    socket.on('open', () => {
      if (hello !== null) socket.send(hello);
    });
    socket.once('message', () => resolve());
    socket.on('message', (data: Buffer) => see(data, measures));
    socket.on('error', reject);
    socket.on('close', (code, reason) => {
      if (!sockets.has(socket)) return;
      failure = `A viewer was closed with ${code} ${reason.toString()}`;
      reject(new Error(failure));
    });
  });
}

function see(data: Buffer, measures: boolean): void {
  const frame = data.toString('latin1');
  if (!frame.startsWith('{"type":"delta"')) {
    if (frame.startsWith('{"type":"error"')) failure = frame;
    return;
  }
  frames += 1;
  if (!measures) {
    tokens += Math.round((frame.length - frame.indexOf('"text":"') - 10) / TOKEN_LENGTH);
    return;
  }
  const seen = agesOf(frame, nowMicros());
  tokens += seen.length;
  ages.push(...seen);
}

function answer(message: Answer): void {
  process.send?.(message);
}
