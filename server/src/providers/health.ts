import type { Model } from '@chimera/protocol/provider';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CallOutcome } from './streamed-answer.ts';
import { ProviderError, type ProviderProblem } from './provider.ts';

const FRESH_MS = 60_000;
/** So long a refused key counts where a list of models says nothing of it. */
const REFUSED_MS = 600_000;
/** A page that shows how providers are does not wait longer for one of them. */
const PROBE_WAIT_MS = 1_500;

export type Condition =
  /** `proven`: by a real answer, not only by a list of models. */
  | { readonly state: 'ready'; readonly latencyMs: number; readonly proven: boolean }
  | { readonly state: 'failed'; readonly error: ProviderError }
  | { readonly state: 'unknown' };

/** They say something about one request, nothing about the vendor. */
const problemsOfRequest: ReadonlySet<ProviderProblem> = new Set([
  'model-missing',
  'context-too-long',
  'request-refused',
  'content-filter',
]);

/** How a connection is: known from the last real call, or else from a cheap one. */
export class Health {
  readonly #probe: (signal: AbortSignal) => Promise<readonly Model[]>;
  readonly #clock: () => number;
  /** False when anybody may list the models: then a list says nothing of a key that was refused. */
  readonly #provesKey: boolean;
  readonly #closing = new AbortController();
  #condition: Condition = { state: 'unknown' };
  #models: readonly Model[] = [];
  #hasAsked = false;
  #knownAt = Number.NEGATIVE_INFINITY;
  #refusedAt = Number.NEGATIVE_INFINITY;
  #probing: Promise<void> | null = null;

  constructor(
    probe: (signal: AbortSignal) => Promise<readonly Model[]>,
    { clock, provesKey = true }: { readonly clock: () => number; readonly provesKey?: boolean },
  ) {
    this.#probe = probe;
    this.#clock = clock;
    this.#provesKey = provesKey;
  }

  /** As it was last seen, without asking. */
  get known(): Condition {
    return this.#condition;
  }

  /** What it offered when it was last asked. */
  get models(): readonly Model[] {
    return this.#models;
  }

  note(outcome: CallOutcome): void {
    if (outcome.ok) this.#know({ state: 'ready', latencyMs: outcome.latencyMs, proven: true });
    else if (!problemsOfRequest.has(outcome.error.problem)) {
      this.#refusedAt = this.#clock();
      this.#know({ state: 'failed', error: outcome.error });
    }
  }

  /** How it is now: what is old is asked for anew. */
  async condition(): Promise<Condition> {
    await this.#renewal(this.#isOld);
    return this.#condition;
  }

  /** How it is, as far as known: only the first time its models are waited for. */
  async recent(): Promise<Condition> {
    const renewal = this.#renewal(this.#isOld || !this.#hasAsked);
    if (!this.#hasAsked) await renewal;
    return this.#condition;
  }

  close(): void {
    this.#closing.abort();
  }

  get #isOld(): boolean {
    return this.#clock() - this.#knownAt >= FRESH_MS;
  }

  async #renewal(wanted: boolean): Promise<void> {
    if (!wanted || this.#closing.signal.aborted) return;
    this.#probing ??= this.#ask().finally(() => {
      this.#probing = null;
      this.#hasAsked = true;
    });
    await Promise.race([this.#probing, sleep(PROBE_WAIT_MS, undefined, { ref: false })]);
  }

  async #ask(): Promise<void> {
    const startedAt = this.#clock();
    try {
      this.#models = await this.#probe(this.#closing.signal);
      const latencyMs = this.#clock() - startedAt;
      // A list that anybody may read says nothing of a key that was refused a while ago.
      if (this.#isRefused && !this.#provesKey) this.#knownAt = this.#clock();
      else this.#know({ state: 'ready', latencyMs, proven: false });
    } catch (error) {
      // Anything else is the closing of the server, and nobody asks any more.
      if (error instanceof ProviderError) this.#know({ state: 'failed', error });
    }
  }

  get #isRefused(): boolean {
    const { state } = this.#condition;
    const isLate = this.#clock() - this.#refusedAt >= REFUSED_MS;
    return state === 'failed' && this.#condition.error.problem === 'key-refused' && !isLate;
  }

  #know(condition: Condition): void {
    this.#condition = condition;
    this.#knownAt = this.#clock();
  }
}
