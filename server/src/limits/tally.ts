import { createHmac } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterRes } from 'rate-limiter-flexible';
import type { RedisClient, RedisLink } from '../redis/redis-link.ts';
import { type Rule, type Standing, stricter } from './rule.ts';

export interface TallyParts {
  /** Null: each node counts for itself. */
  readonly redis: RedisLink | null;
  /** All nodes have the same: what they count together has the same name. */
  readonly secret: Buffer;
}

/** How long a window lasts when it is not as long as the rule says. */
interface Window {
  readonly seconds?: number;
}

/**
 * Counts by one rule, for all nodes together where there is Redis. Each node counts its own part as well: that is what
 * holds while Redis is gone or was emptied.
 */
export class Tally {
  readonly #rule: Rule;
  readonly #parts: TallyParts;
  readonly #here: RateLimiterMemory;
  #shared: RateLimiterRedis | null = null;

  constructor(rule: Rule, parts: TallyParts) {
    this.#rule = rule;
    this.#parts = parts;
    this.#here = new RateLimiterMemory(optionsOf(rule));
  }

  /** Counts once more, and says where that leads; nothing is refused here. */
  async add(who: string, { seconds }: Window = {}): Promise<Standing> {
    const key = this.#keyOf(who);
    const window = seconds === undefined ? {} : { customDuration: seconds };
    const here = this.#standing(await this.#here.penalty(key, 1, window));
    const shared = await this.#ask((limiter) => limiter.penalty(key, 1, window));
    return shared === undefined ? here : stricter(here, this.#standing(shared));
  }

  /** Takes back one time that turned out not to count. */
  async takeBack(who: string): Promise<void> {
    const key = this.#keyOf(who);
    await this.#here.reward(key);
    await this.#ask((limiter) => limiter.reward(key));
  }

  async forget(who: string): Promise<void> {
    const key = this.#keyOf(who);
    await this.#here.delete(key);
    await this.#ask((limiter) => limiter.delete(key));
  }

  /** How often it happened, by what is known where it is known best. */
  async used(who: string): Promise<number> {
    const key = this.#keyOf(who);
    const here = (await this.#here.get(key))?.consumedPoints ?? 0;
    const shared = await this.#ask((limiter) => limiter.get(key));
    return Math.max(here, shared?.consumedPoints ?? 0);
  }

  #standing({ consumedPoints: used, msBeforeNext }: RateLimiterRes): Standing {
    return { rule: this.#rule, used, resetMs: Math.max(0, msBeforeNext) };
  }

  /** Within the time that RedisLink has for it; undefined: Redis does not answer, and our own count holds. */
  async #ask<T>(work: (limiter: RateLimiterRedis) => Promise<T>): Promise<T | undefined> {
    return this.#parts.redis?.attempt((client) => work(this.#limiterOn(client)));
  }

  #limiterOn(storeClient: RedisClient): RateLimiterRedis {
    this.#shared ??= new RateLimiterRedis({ ...optionsOf(this.#rule), storeClient });
    return this.#shared;
  }

  /** Nobody reads addresses or names of accounts in Redis. */
  #keyOf(who: string): string {
    return createHmac('sha256', this.#parts.secret).update(`${this.#rule.name}\0${who}`).digest('base64url');
  }
}

function optionsOf({ name, points, seconds }: Rule) {
  return { keyPrefix: `chimera:limits:${name}`, points, duration: seconds };
}
