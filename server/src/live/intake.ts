import type { ClientFrame } from '@chimera/protocol/socket';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { readClientFrame } from './read-client-frame.ts';

/** Frames that a client may send at once, and in the long run. */
const BURST = 200;
const FRAMES_PER_SECOND = 50;
/** Less than between two pings, whose answers would look like an end. */
const UNFINISHED_MS = 10_000;

/** What comes in on one WebSocket, and how much of it is too much. */
export class Intake {
  #allowance = BURST;
  #allowanceAtMs = performance.now();
  /** Since when something came that is no whole frame yet. */
  #unfinishedSinceMs: number | null = null;
  #isAlive = true;

  constructor(
    { socket, stream }: { readonly socket: WebSocket; readonly stream: Duplex },
    told: { readonly frame: (frame: ClientFrame | null) => void; readonly tooMany: () => void },
  ) {
    const counted = (then: () => void) => {
      this.#unfinishedSinceMs = null;
      if (this.#takeOne(performance.now())) then();
      else told.tooMany();
    };
    // Before ws reads the same bytes, which ends what they finish.
    stream.prependListener('data', () => {
      this.#unfinishedSinceMs ??= performance.now();
    });
    socket.on('message', (data, isBinary) =>
      counted(() => told.frame(readClientFrame(isBinary || !Buffer.isBuffer(data) ? null : data.toString()))),
    );
    // Who does not read gets no pile of answers (RFC 6455, section 5.5.3, allows to leave some out).
    socket.on('ping', (data) => counted(() => stream.writableNeedDrain || socket.pong(data)));
    socket.on('pong', () =>
      counted(() => {
        this.#isAlive = true;
      }),
    );
  }

  /** A frame was begun and is not finished though there was time. */
  isStuck(nowMs: number): boolean {
    return this.#unfinishedSinceMs !== null && nowMs - this.#unfinishedSinceMs > UNFINISHED_MS;
  }

  /** Whether a ping was answered since this was asked last. */
  takeAlive(): boolean {
    const wasAlive = this.#isAlive;
    this.#isAlive = false;
    return wasAlive;
  }

  #takeOne(nowMs: number): boolean {
    const earned = ((nowMs - this.#allowanceAtMs) / 1000) * FRAMES_PER_SECOND;
    this.#allowance = Math.min(BURST, this.#allowance + earned);
    this.#allowanceAtMs = nowMs;
    if (this.#allowance < 1) return false;
    this.#allowance -= 1;
    return true;
  }
}
