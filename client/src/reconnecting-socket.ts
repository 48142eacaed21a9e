import type { closeCodes as protocolCloseCodes } from '@chimera/protocol/socket';
import { ApiError } from './api-error.ts';
import type { LiveStatus } from './follower.ts';
import { Heartbeat } from './heartbeat.ts';
import { reconnectDelayMs } from './reconnect-delay.ts';

/** The part of WebSocket that is used: browsers, Node and `ws` have it. */
export interface WebSocketLike {
  send(data: string): void;
  close(): void;
  addEventListener(type: 'open', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(
    type: 'close',
    listener: (event: { readonly code: number; readonly reason: string }) => void,
  ): void;
  addEventListener(type: 'error', listener: () => void): void;
}
export type WebSocketConstructor = new (url: string) => WebSocketLike;

/** A copy that the type checker proves, so that no schema reaches a browser. */
const closeCodes = {
  tooSlow: 4008,
  unauthenticated: 4401,
  forbidden: 4403,
  rightsChanged: 4409,
} as const satisfies typeof protocolCloseCodes;

export interface ReconnectingSocketParts {
  url: string | (() => Promise<string>);
  webSocket: WebSocketConstructor;
  chance: () => number;
  /** How many watch along, as far as it is known. */
  viewers: () => number;
  wake: ((retry: () => void) => () => void) | undefined;
  onOpen: () => void;
  onMessage: (data: unknown) => void;
  onDown: () => void;
  onStatus: (status: LiveStatus) => void;
}

/** A socket that stays: from `start` to `stop` it connects again whenever it is cut off. */
export class ReconnectingSocket {
  readonly #parts: ReconnectingSocketParts;
  readonly #heartbeat: Heartbeat;
  #status: LiveStatus = { state: 'idle' };
  #socket: WebSocketLike | null = null;
  /** Attempts since the server last said anything. */
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #unwake: (() => void) | undefined;
  /** Counts connections, so that what an earlier one still says is not heard. */
  #round = 0;

  constructor(parts: ReconnectingSocketParts) {
    this.#parts = parts;
    this.#heartbeat = new Heartbeat({
      ping: () => this.send('{"type":"ping"}'),
      onDead: () => this.#cutOff(this.#delayMs()),
    });
  }

  get status(): LiveStatus {
    return this.#status;
  }

  start(): void {
    this.#unwake = this.#parts.wake?.(() => this.#wake());
    this.#failures = 0;
    this.#connect();
  }

  stop(): void {
    this.#release();
    this.#become({ state: 'idle' });
  }

  send(data: string): void {
    if (this.#status.state === 'open') this.#socket?.send(data);
  }

  #connect(): void {
    clearTimeout(this.#retry);
    this.#round += 1;
    const round = this.#round;
    this.#become({ state: 'connecting' });
    const { url } = this.#parts;
    if (typeof url === 'string') return this.#open(url, round);
    url().then(
      (asked) => round === this.#round && this.#open(asked, round),
      (error: unknown) => round === this.#round && this.#unasked(error),
    );
  }

  #open(url: string, round: number): void {
    const socket = new this.#parts.webSocket(url);
    this.#socket = socket;
    const current = () => round === this.#round;
    socket.addEventListener('open', () => current() && this.#opened());
    socket.addEventListener('message', ({ data }) => current() && this.#heard(data));
    socket.addEventListener('close', ({ code, reason }) => current() && this.#closed(code, reason));
    // A close always follows and carries what there is to know; without a listener `ws` would throw.
    socket.addEventListener('error', () => {});
  }

  /** No address could be had: the server may refuse a ticket as it refuses a socket. */
  #unasked(error: unknown): void {
    const code = error instanceof ApiError ? error.problem.code : null;
    if (error instanceof ApiError && (code === 'unauthenticated' || code === 'forbidden')) {
      return this.#refuse({ code, detail: error.problem.detail });
    }
    this.#cutOff(this.#delayMs());
  }

  #opened(): void {
    this.#heartbeat.start();
    this.#become({ state: 'open' });
    this.#parts.onOpen();
  }

  #heard(data: unknown): void {
    this.#failures = 0;
    this.#heartbeat.heard();
    this.#parts.onMessage(data);
  }

  #closed(code: number, reason: string): void {
    if (code === closeCodes.unauthenticated) {
      return this.#refuse({ code: 'unauthenticated', detail: reason || 'Log in to watch.' });
    }
    if (code === closeCodes.forbidden) {
      return this.#refuse({ code: 'forbidden', detail: reason || 'You may not watch this.' });
    }
    // Only the first time: a viewer who is too slow again and again must not hammer the server.
    const atOnce = code === closeCodes.tooSlow && this.#failures === 0;
    this.#cutOff(atOnce ? 0 : this.#delayMs());
  }

  #cutOff(delayMs: number): void {
    this.#failures += 1;
    this.#drop();
    this.#retry = setTimeout(() => this.#connect(), delayMs);
    this.#become({ state: 'waiting', delayMs });
    this.#parts.onDown();
  }

  #refuse(problem: Extract<LiveStatus, { state: 'refused' }>['problem']): void {
    this.#release();
    this.#become({ state: 'refused', problem });
  }

  /** The network or the person is back: do not wait, and do not trust an open socket. */
  #wake(): void {
    if (this.#status.state === 'waiting') this.#connect();
    else if (this.#status.state === 'open') this.#heartbeat.check();
  }

  #release(): void {
    clearTimeout(this.#retry);
    this.#unwake?.();
    this.#unwake = undefined;
    this.#drop();
    this.#parts.onDown();
  }

  #drop(): void {
    this.#round += 1;
    this.#heartbeat.stop();
    this.#socket?.close();
    this.#socket = null;
  }

  #delayMs(): number {
    return reconnectDelayMs({ failures: this.#failures, viewers: this.#parts.viewers() }, this.#parts.chance);
  }

  #become(status: LiveStatus): void {
    this.#status = status;
    this.#parts.onStatus(status);
  }
}
