import type { ReadHeads } from '../conversations/heads-store.ts';
import type { Logger } from '../logger.ts';
import type { Bus, SignalListener } from './bus.ts';

/** Somebody who follows a conversation by what the bus says. */
export interface Follower {
  readonly conversationId: string;
  /** How far it got; 0 while it is not reading yet. */
  readonly head: () => number;
  readonly hear: SignalListener;
}

/** A signal that got lost is made up for within this time. */
const LOOK_MS = 1000;

/** Looks in the database whether conversations went on without a signal: those are hints, and may get lost. */
export class Lookout {
  readonly #readHeads: ReadHeads;
  readonly #bus: Pick<Bus, 'others'>;
  readonly #logger: Logger;
  readonly #followers = new Set<Follower>();
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> | null = null;

  constructor(parts: { readHeads: ReadHeads; bus: Pick<Bus, 'others'>; logger: Logger }) {
    this.#readHeads = parts.readHeads;
    this.#bus = parts.bus;
    this.#logger = parts.logger;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#looking ??= this.look().finally(() => {
        this.#looking = null;
      });
    }, LOOK_MS);
    this.#timer.unref();
  }

  async close(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#looking;
  }

  /** Returns the function that ends it. */
  watch(follower: Follower): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }

  /** Once; never rejects. */
  async look(): Promise<void> {
    const before = [...this.#followers].map((follower) => ({ follower, head: follower.head() }));
    const reading = before.filter(({ head }) => head > 0);
    if (reading.length === 0) return;
    try {
      const ids = new Set(reading.map(({ follower }) => follower.conversationId));
      const heads = await this.#readHeads([...ids]);
      for (const { follower } of reading) this.#tell(follower, heads.get(follower.conversationId));
    } catch (error) {
      this.#logger.warn({ error }, 'the heads of conversations could not be read; trying again');
    }
  }

  #tell(follower: Follower, head: number | undefined): void {
    if (!this.#followers.has(follower)) return;
    if (head === undefined) follower.hear({ type: 'deleted' });
    else if (head > follower.head()) follower.hear({ type: 'missed' });
    else if (this.#bus.others === 'unheard') follower.hear({ type: 'unheard' });
  }
}
