import type { Model } from '@chimera/protocol/provider';
import { isChatModel } from './chat-model.ts';
import { type Provider, ProviderError } from './provider.ts';

/** A machine that runs a model at this moment answers late. */
const PROBE_TIMEOUT_MS = 1000;
const REFRESH_MS = 10_000;

/** What was last seen of a server on this machine. */
export type Sighting =
  | { readonly state: 'unknown' }
  | { readonly state: 'found'; readonly models: readonly Model[]; readonly latencyMs: number }
  | { readonly state: 'absent'; readonly error: ProviderError };

export interface LocalServer {
  readonly id: string;
  readonly models: Provider['models'];
}

/**
 * Looks whether model servers run on this machine. Asking answers at once from memory; an answer
 * that has become old is renewed in the background, so nothing is called while nobody asks.
 */
export class Discovery {
  readonly #servers: readonly LocalServer[];
  readonly #clock: () => number;
  readonly #sightings = new Map<string, Sighting>();
  readonly #closing = new AbortController();
  #looking: Promise<void> | null = null;
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(servers: readonly LocalServer[], clock: () => number) {
    this.#servers = servers;
    this.#clock = clock;
  }

  sightingOf(id: string): Sighting {
    this.#lookWhenOld();
    return this.#sightings.get(id) ?? { state: 'unknown' };
  }

  /** Resolves when every server has been looked for at least once; takes no longer than a probe. */
  async settled(): Promise<void> {
    this.#lookWhenOld();
    if (this.#sightings.size < this.#servers.length) await this.#looking;
  }

  /** A call has failed: what was seen may be over, so the next question looks again. */
  doubt(): void {
    this.#lookedAt = Number.NEGATIVE_INFINITY;
  }

  close(): void {
    this.#closing.abort();
  }

  #lookWhenOld(): void {
    const old = this.#clock() - this.#lookedAt >= REFRESH_MS;
    if (!old || this.#looking !== null || this.#closing.signal.aborted) return;
    this.#lookedAt = this.#clock();
    this.#looking = this.#look().finally(() => {
      this.#looking = null;
    });
  }

  async #look(): Promise<void> {
    await Promise.all(
      this.#servers.map(async (server) => {
        this.#sightings.set(server.id, await this.#probe(server));
      }),
    );
  }

  async #probe(server: LocalServer): Promise<Sighting> {
    const startedAt = this.#clock();
    const limit = AbortSignal.timeout(PROBE_TIMEOUT_MS);
    try {
      const models = await server.models(AbortSignal.any([limit, this.#closing.signal]));
      const latencyMs = this.#clock() - startedAt;
      return { state: 'found', models: models.filter(({ id }) => isChatModel(id)), latencyMs };
    } catch (cause) {
      const error =
        cause instanceof ProviderError
          ? cause
          : new ProviderError('timeout', 'It did not answer in time.', { retryable: true, cause });
      return { state: 'absent', error };
    }
  }
}
