import type { CacheEntry, CacheStats } from '@chimera/protocol/cache';
import type { Logger } from '../../logger.ts';
import type { Metrics } from '../../metrics.ts';
import { answerOf, type Call, openAnswer, type Opening } from '../opening.ts';
import type { CostOf } from '../prices.ts';
import type { Ask } from '../provider.ts';
import { answerKey, ownerKey, type Question } from './answer-key.ts';
import { CacheBook } from './cache-book.ts';
import { cacheMeter, type CacheMeter } from './cache-meter.ts';
import type { CachedAnswer } from './cached-answer.ts';
import { type Recorded, recorded } from './recording.ts';
import { replayed, replayTimes } from './replay.ts';
import type { Place, Shelf } from './shelf.ts';
import { SingleFlight, type SingleFlightLimits } from './single-flight.ts';

export interface AnswerCacheOptions {
  readonly shelf: Shelf;
  /** Of all nodes the same: where answers lie, and for whom, is made from it. */
  readonly secret: Buffer;
  readonly enabled: boolean;
  readonly ttlSeconds: number;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** US dollars that an answer took; undefined when its price is not known. */
  readonly costOf?: CostOf;
  readonly limits?: SingleFlightLimits;
}

/** Whole answers of brains, to be said again when the very same is asked by the same owner. */
export class AnswerCache {
  readonly #options: AnswerCacheOptions;
  readonly #shelf: Shelf;
  readonly #flight: SingleFlight;
  readonly #book: CacheBook;
  readonly #meter: CacheMeter;

  constructor(options: AnswerCacheOptions) {
    this.#options = options;
    this.#shelf = options.shelf;
    this.#meter = cacheMeter(options.metrics, options.shelf);
    this.#flight = new SingleFlight(options.shelf, () => this.#meter.wait(), options.limits);
    this.#book = new CacheBook(options);
  }

  /**
   * The call, answered from the cache where it may be. `question` says what will be asked; null: nothing
   * that is worth keeping.
   */
  around(ask: Pick<Ask, 'cache' | 'onKept'>, question: () => Promise<Question | null>, call: Call): Call {
    if (!this.#options.enabled || ask.cache === 'off') return call;
    return (signal) =>
      answerOf(async () => {
        const asked = await question();
        if (asked === null || asked.connection.kind === 'demo') return openAnswer(call, signal);
        const place = this.#placeOf(asked);
        const inquiry = { asked, place, call, onKept: ask.onKept };
        if (ask.cache === 'renew') {
          this.#log('bypass', asked);
          return openAnswer(
            this.#keeping(inquiry, () => undefined),
            signal,
          );
        }
        return this.#openOnce(inquiry, signal);
      });
  }

  stats(ownerId: string): Promise<CacheStats> {
    return this.#book.stats(this.#ownerOf(ownerId));
  }

  /** A page of one's own entries, newest first. */
  entries(
    ownerId: string,
    page: { limit: number; cursor?: string | undefined },
  ): Promise<{ items: CacheEntry[]; nextCursor?: string }> {
    return this.#book.entries(this.#ownerOf(ownerId), page);
  }

  /** Forgets one's own answers, all or those of a connection or a model; says how many. */
  clear(
    ownerId: string,
    which: { connectionId?: string | undefined; model?: string | undefined },
  ): Promise<number> {
    return this.#book.clear(this.#ownerOf(ownerId), which);
  }

  async #openOnce(inquiry: Inquiry, signal: AbortSignal): Promise<Opening> {
    const { place } = inquiry;
    const found = await this.#flight.enter(place, signal);
    if ('answer' in found) return this.#openKept(inquiry, found.answer, signal);
    this.#log('miss', inquiry.asked);
    this.#shelf.count(place.owner, inquiry.asked.connection.kind, { misses: 1 });
    this.#meter.miss(inquiry.asked.connection.kind);
    return openAnswer(this.#keeping(inquiry, found.land), signal);
  }

  /** Asks, and keeps the answer when it was read to its end. */
  #keeping({ asked, place, call, onKept }: Inquiry, land: (answer: CachedAnswer | null) => void): Call {
    return recorded(call, performance.now.bind(performance), (heard) => {
      const answer = heard && this.#answerOf(asked, heard);
      if (!answer) {
        land(null);
        return;
      }
      const kept = this.#shelf.put(place, answer);
      void kept.then(() => land(answer));
      onKept?.(() => void kept.then(() => this.#forget(place)));
    });
  }

  async #openKept(
    { asked, place, onKept }: Inquiry,
    answer: CachedAnswer,
    signal: AbortSignal,
  ): Promise<Opening> {
    const { kind } = asked.connection;
    const times = replayTimes(answer, asked.request.scene.pace);
    const savedMs = Math.max(0, answer.totalMs - (times.at(-1) ?? 0));
    const { brain, usage } = answer;
    const savedCost = usage ? ((await this.#options.costOf?.(brain, usage)) ?? 0) : 0;
    this.#log('hit', asked);
    this.#shelf.count(place.owner, kind, { hits: 1, savedMs, savedCost });
    this.#meter.hit(kind);
    onKept?.(() => void this.#forget(place));
    return { held: [], rest: replayed(answer, times, signal) };
  }

  /** Null when another brain answered than was asked: it stepped in before a word was said. */
  #answerOf({ connection, request }: Question, heard: Recorded): CachedAnswer | null {
    const { kind, id: connectionId } = connection;
    const { brain } = heard;
    const isAnother = brain.kind !== kind || (brain.connectionId ?? connectionId) !== connectionId;
    if (isAnother || brain.model !== request.model) return null;
    return { ...heard, connectionId, kind, model: request.model, createdAtMs: this.#options.clock() };
  }

  async #forget({ owner, id }: Place): Promise<void> {
    try {
      await this.#shelf.remove(owner, [id]);
    } catch {
      // It cannot be reached, and what lies there ends by itself.
    }
  }

  #placeOf(asked: Question): Place {
    return { owner: this.#ownerOf(asked.ownerId), id: answerKey(this.#options.secret, asked) };
  }

  #ownerOf(ownerId: string): string {
    return ownerKey(this.#options.secret, ownerId);
  }

  #log(outcome: 'hit' | 'miss' | 'bypass', { connection, request }: Question): void {
    const { conversationId, turnId, attempt } = request.scene;
    const brain = `${connection.kind} · ${request.model}`;
    this.#options.logger.info(
      { conversationId, turnId, attempt, brain, cache: outcome },
      `Cache ${outcome}.`,
    );
  }
}

interface Inquiry {
  readonly asked: Question;
  readonly place: Place;
  readonly call: Call;
  readonly onKept: Ask['onKept'];
}
