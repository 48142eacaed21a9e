import { Redis } from 'ioredis';
import type { Logger } from '../logger.ts';
import { CONNECT_MS, reconnectAfter, type RedisLink } from './redis-link.ts';
import type { Sealing } from './sealing.ts';

export interface Ear {
  hear(text: string): void;
  /** Texts may have been lost. */
  missed(): void;
}

interface Channel {
  readonly ears: Set<Ear>;
  /** What is published from here on is heard. */
  readonly ready: Promise<void>;
}

/** Each node hears its own pulse come back through Redis: what carries that carries everything. */
const PULSE_MS = 1000;
/** Without a pulse for so long, texts may be lost, or late. */
const LATE_MS = 2500;
/** Without one for so long, the connection is dead, whatever it says: another one is made. */
const DEAD_MS = 10_000;
/** Texts that are still on their way back. */
const EXPECTED_LIMIT = 10_000;

/**
 * Texts between nodes by Redis' publish and subscribe, which loses what is published while somebody is not
 * connected. So whoever listens is told when that may have happened. Texts are sealed to their channel: who can
 * read Redis learns no word of a talk, and who can write there can put none into it.
 */
export class RedisWire {
  readonly #link: RedisLink;
  readonly #client: Redis;
  readonly #logger: Logger;
  readonly #pulse: string;
  readonly #sealing: Sealing;
  readonly #channels = new Map<string, Channel>();
  /** What this node sent into channels that it hears itself, until it comes back. */
  readonly #own = new Set<string>();
  readonly #timer: NodeJS.Timeout;
  #heardAt = Number.NEGATIVE_INFINITY;
  #isWhole = false;

  constructor(
    url: string,
    { link, pulse, sealing, logger }: { link: RedisLink; pulse: string; sealing: Sealing; logger: Logger },
  ) {
    this.#sealing = sealing;
    this.#link = link;
    this.#logger = logger;
    this.#pulse = pulse;
    // A connection that listens can do nothing else.
    this.#client = new Redis(url, {
      connectionName: 'chimera-wire',
      connectTimeout: CONNECT_MS,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      // All channels are subscribed to again at once, with the pulse as the last of them.
      autoResubscribe: false,
      retryStrategy: reconnectAfter,
    });
    this.#client.on('error', () => undefined);
    this.#client.on('ready', () => void this.#subscribeAll());
    this.#client.on('close', () => this.#lose());
    this.#client.on('message', (channel: string, sealed: string) => this.#receive(channel, sealed));
    this.#timer = setInterval(() => this.#beat(), PULSE_MS);
    this.#timer.unref();
  }

  /** Whether texts arrive now, and soon. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Resolves when it carries texts, or after as long as connecting may take. */
  async settled(): Promise<void> {
    const deadline = performance.now() + CONNECT_MS;
    while (!this.#isWhole && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** False when Redis does not answer: it may be lost. */
  async send(channel: string, text: string): Promise<boolean> {
    const sealed = this.#sealing.seal(text, channel);
    if (this.#channels.has(channel)) this.#expect(sealed);
    return (await this.#link.attempt((redis) => redis.publish(channel, sealed))) !== undefined;
  }

  subscribe(channel: string, ear: Ear): { readonly ready: Promise<void>; end(): void } {
    const known = this.#channels.get(channel);
    // While it is not connected nothing can be had; when it is again, all are told that they missed something.
    const ready = known?.ready ?? this.#attempt(() => this.#client.subscribe(channel));
    const here: Channel = known ?? { ears: new Set(), ready };
    here.ears.add(ear);
    this.#channels.set(channel, here);
    return {
      ready,
      end: () => {
        here.ears.delete(ear);
        if (here.ears.size > 0 || this.#channels.get(channel) !== here) return;
        this.#channels.delete(channel);
        void this.#attempt(() => this.#client.unsubscribe(channel));
      },
    };
  }

  close(): void {
    clearInterval(this.#timer);
    this.#client.disconnect();
  }

  #beat(): void {
    const silentMs = performance.now() - this.#heardAt;
    if (silentMs > LATE_MS) this.#lose();
    if (silentMs > DEAD_MS && this.#client.status === 'ready') {
      this.#heardAt = performance.now();
      this.#client.disconnect(true);
    }
    void this.send(this.#pulse, 'pulse');
  }

  /** What comes back is most of what a node hears, and is not worth opening. What is lost does not, so there is a limit. */
  #expect(sealed: string): void {
    this.#own.add(sealed);
    const [oldest] = this.#own;
    if (this.#own.size > EXPECTED_LIMIT && oldest !== undefined) this.#own.delete(oldest);
  }

  #receive(channel: string, sealed: string): void {
    if (this.#own.delete(sealed)) return;
    const text = this.#sealing.open(sealed, channel);
    if (text === null) return;
    if (channel === this.#pulse) this.#feelPulse();
    else for (const ear of this.#channels.get(channel)?.ears ?? []) ear.hear(text);
  }

  #feelPulse(): void {
    this.#heardAt = performance.now();
    if (this.#isWhole) return;
    this.#isWhole = true;
    this.#logger.info('Signals of other nodes arrive.');
    for (const { ears } of this.#channels.values()) for (const ear of ears) ear.missed();
  }

  #lose(): void {
    if (!this.#isWhole) return;
    this.#isWhole = false;
    this.#logger.warn('Signals of other nodes do not arrive; the database is looked at instead.');
  }

  async #subscribeAll(): Promise<void> {
    await this.#attempt(() => this.#client.subscribe(...this.#channels.keys(), this.#pulse));
    void this.send(this.#pulse, 'pulse');
  }

  async #attempt(work: () => Promise<unknown>): Promise<void> {
    if (this.#client.status !== 'ready') return;
    await work().catch(() => undefined);
  }
}
