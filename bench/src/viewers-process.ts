import { type ChildProcess, fork } from 'node:child_process';
import type { FaultKind } from './order.ts';

/** One viewer: where it connects, and what it says first. */
export interface Seat {
  readonly url: string;
  readonly hello: string | null;
  /**
   * The conversation of which it checks that it gets everything once and in order; when its socket is closed it is
   * counted and comes back. Absent: it only counts, and a closed socket is a failure.
   */
  readonly checks?: string;
}

export type Command =
  | { readonly type: 'open'; readonly seats: readonly Seat[] }
  | { readonly type: 'reset' }
  | { readonly type: 'count' }
  | { readonly type: 'verdict' }
  | { readonly type: 'lines'; readonly conversationId: string }
  | { readonly type: 'close' };

/** What viewers saw since the last reset. */
export interface Count {
  readonly frames: number;
  readonly tokens: number;
  readonly p50Micros: number;
  readonly p95Micros: number;
  readonly p99Micros: number;
}

/** What viewers that check found since they were opened. */
export interface Verdict {
  readonly viewers: number;
  readonly events: number;
  readonly deltas: number;
  readonly faults: Readonly<Record<FaultKind, number>>;
  /** The first of some viewers. */
  readonly firstFaults: readonly string[];
  /** Snapshots that were not the first, and sockets that came back. */
  readonly resets: number;
  /** Sockets that were closed, by code. */
  readonly closed: Readonly<Record<string, number>>;
  /** The last position of each viewer, by conversation. */
  readonly heads: Readonly<Record<string, readonly (number | null)[]>>;
}

/** A message as one viewer has it at last. */
export interface Line {
  readonly id: string;
  readonly text: string;
}

export interface Answer {
  readonly failure: string | null;
  readonly count?: Count;
  readonly verdict?: Verdict;
  readonly lines?: readonly Line[];
}

/** The audience: a process of its own, so that its work is not counted as the server's. */
export class Viewers {
  readonly #child: ChildProcess = fork(new URL('viewers.ts', import.meta.url), { serialization: 'advanced' });

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async open(seats: readonly Seat[]): Promise<void> {
    await this.#ask({ type: 'open', seats });
  }

  async reset(): Promise<void> {
    await this.#ask({ type: 'reset' });
  }

  async count(): Promise<Count> {
    const { count } = await this.#ask({ type: 'count' });
    if (!count) throw new Error('The viewers did not count.');
    return count;
  }

  async verdict(): Promise<Verdict> {
    const { verdict } = await this.#ask({ type: 'verdict' });
    if (!verdict) throw new Error('The viewers gave no verdict.');
    return verdict;
  }

  /** All that the first viewer of a conversation has of it. */
  async lines(conversationId: string): Promise<readonly Line[]> {
    const { lines } = await this.#ask({ type: 'lines', conversationId });
    if (!lines) throw new Error('The viewers told no lines.');
    return lines;
  }

  async close(): Promise<void> {
    await this.#ask({ type: 'close' });
  }

  end(): void {
    this.#child.kill();
  }

  /** One command at a time. */
  #ask(command: Command): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const settle = (answer: Answer) => {
        this.#child.off('exit', ended);
        if (answer.failure === null) resolve(answer);
        else reject(new Error(answer.failure));
      };
      const ended = () => reject(new Error('The viewers ended.'));
      this.#child.once('message', settle);
      this.#child.once('exit', ended);
      this.#child.send(command);
    });
  }
}
