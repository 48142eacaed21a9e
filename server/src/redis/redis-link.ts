import { Redis } from 'ioredis';
import type { Logger } from '../logger.ts';

/** What can be asked of it. */
export type RedisClient = Redis;

/** Whoever needs Redis for an answer to somebody who waits does not wait for it longer than this. */
const COMMAND_MS = 500;
export const CONNECT_MS = 2000;
/** A connection on which an answer is due for so long is dead: another one is made. */
const SOCKET_MS = 10_000;
const RECONNECT_MS = { first: 50, longest: 2000 } as const;
/** After an answer that did not come, Redis is left alone for a while: each try costs somebody a wait. */
const REST_MS = 1000;

/** Milliseconds until the next try to connect. */
export function reconnectAfter(tries: number): number {
  return Math.min(RECONNECT_MS.first * 2 ** Math.min(tries, 10), RECONNECT_MS.longest);
}

/**
 * Redis, which may be slow, empty or gone at any time. Nothing is kept only there, and nothing waits for
 * it: what it cannot do now is not done, and it is used again as soon as it answers.
 */
export class RedisLink {
  readonly #client: Redis;
  readonly #logger: Logger;
  #restUntilMs = 0;
  #trouble: string | null = null;

  constructor(url: string, logger: Logger) {
    this.#logger = logger;
    this.#client = new Redis(url, {
      connectionName: 'chimera',
      connectTimeout: CONNECT_MS,
      commandTimeout: COMMAND_MS,
      socketTimeout: SOCKET_MS,
      // What could not be sent is not sent later: by then nobody waits for it.
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
      retryStrategy: reconnectAfter,
    });
    this.#client.on('error', (error: unknown) => this.#noteTrouble(error));
  }

  /** Connected, as far as is known. */
  get isReady(): boolean {
    return this.#client.status === 'ready';
  }

  /** What Redis answers; undefined when it does not. */
  async attempt<T>(work: (client: RedisClient) => Promise<T>): Promise<T | undefined> {
    if (this.#client.status !== 'ready' || performance.now() < this.#restUntilMs) return undefined;
    try {
      const answer = await work(this.#client);
      this.#recover();
      return answer;
    } catch (error) {
      this.#restUntilMs = performance.now() + REST_MS;
      this.#noteTrouble(error);
      return undefined;
    }
  }

  /** Until it is connected, or for as long as a connection may take. */
  async settled(): Promise<void> {
    if (this.#client.status === 'ready') return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, CONNECT_MS);
      const done = () => {
        clearTimeout(timer);
        resolve();
      };
      this.#client.once('ready', done);
      this.#client.once('error', done);
    });
  }

  /** Why it does not answer; null: it does, as far as is known. */
  get trouble(): string | null {
    return this.#trouble;
  }

  close(): void {
    this.#client.disconnect();
  }

  /** Said once, not with every command. Only the words: the error itself holds what was sent. */
  #noteTrouble(error: unknown): void {
    if (this.#trouble !== null) return;
    const detail = error instanceof Error ? error.message : String(error);
    this.#trouble = detail;
    this.#logger.warn({ detail }, 'Redis does not answer; what it would do is left out.');
  }

  #recover(): void {
    if (this.#trouble === null) return;
    this.#trouble = null;
    this.#logger.warn('Redis answers again.');
  }
}
