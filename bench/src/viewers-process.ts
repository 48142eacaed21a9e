import { type ChildProcess, fork } from 'node:child_process';

/** One viewer: where it connects, and what it says first. */
export interface Seat {
  readonly url: string;
  readonly hello: string | null;
}

export type Command =
  | { readonly type: 'open'; readonly seats: readonly Seat[] }
  | { readonly type: 'reset' }
  | { readonly type: 'count' }
  | { readonly type: 'close' };

/** What viewers saw since the last reset. */
export interface Count {
  readonly frames: number;
  readonly tokens: number;
  readonly p50Micros: number;
  readonly p99Micros: number;
}

export interface Answer {
  readonly count: Count | null;
  readonly failure: string | null;
}

/** The audience: a process of its own, so that its work is not counted as the server's. */
export class Viewers {
  readonly #child: ChildProcess = fork(new URL('viewers.ts', import.meta.url), { serialization: 'advanced' });

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
