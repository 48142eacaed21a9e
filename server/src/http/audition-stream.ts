import type { ServerResponse } from 'node:http';
import type { AuditionEvent } from '@chimera/protocol/audition';
import type { Reason } from '@chimera/protocol/seat';
import { Interruption } from '../engine/interruption.ts';
import type { Identity } from '../identity.ts';
import type { OpenStream } from '../live/connections.ts';

/** A comment that keeps proxies from closing a silent stream, such as while a local server loads a model. */
const HEARTBEAT = ': still here\n\n';
const HEARTBEAT_MS = 20_000;
/** Who has not read to the end by then is cut off. */
const CLOSE_MS = 2000;

const GONE: Reason = { code: 'gone', text: 'Nobody listens any more.' };
const RESTART: Reason = { code: 'restart', text: 'The server is restarting. Nothing is lost; try again.' };
const DISMISSED: Reason = { code: 'unauthenticated', text: 'Your session ended or your rights changed.' };
const TOO_LONG: Reason = { code: 'timeout', text: 'It took too long and was stopped.' };

/** An audition as server-sent events. Whoever goes away, or may not stay, ends it. */
export class AuditionStream implements OpenStream {
  readonly identity: Identity;
  readonly #response: ServerResponse;
  readonly #stopping = new AbortController();
  readonly #timers: NodeJS.Timeout[];

  constructor(response: ServerResponse, identity: Identity, limitMs: number) {
    this.identity = identity;
    this.#response = response;
    this.#timers = [
      setInterval(() => this.#write(HEARTBEAT), HEARTBEAT_MS),
      setTimeout(() => this.#stop(TOO_LONG), limitMs),
    ];
    response.on('error', () => response.destroy());
    this.onClose(() => this.#stop(GONE));
    response.flushHeaders();
  }

  /** Aborted with an Interruption when no more is wanted. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  tell(event: AuditionEvent): void {
    this.#write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  }

  /** Nothing more is told. */
  finish(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#response.end();
    setTimeout(() => this.#response.destroy(), CLOSE_MS).unref();
  }

  end(): void {
    this.#stop(RESTART);
  }

  dismiss(): void {
    this.#stop(DISMISSED);
  }

  /** Calls at once when the reader has left already. */
  onClose(listener: () => void): void {
    if (this.#response.closed) listener();
    else this.#response.once('close', listener);
  }

  #stop(reason: Reason): void {
    this.#stopping.abort(new Interruption(reason));
  }

  #write(text: string): void {
    if (this.#response.writable) this.#response.write(text);
  }
}
