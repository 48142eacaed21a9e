import {
  type Connection,
  type ModelBrain,
  type Provider as ProviderListing,
} from '@chimera/protocol/provider';
import type { Dispatcher } from 'undici';
import { notFound } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { BrainsConfig } from './brains-config.ts';
import type { AnswerCache } from './cache/answer-cache.ts';
import { isChatModel } from './chat-model.ts';
import { ConnectionBook, type OwnConnections } from './connection-book.ts';
import {
  notTested,
  problemOf,
  testConnection,
  type TestOptions,
  type TestOutcome,
} from './connection-test.ts';
import { Discovery } from './discovery.ts';
import { candidateOf, type ChosenBrain, type Reached } from './candidate.ts';
import { firstReady, preferredModel } from './free-choice.ts';
import { instanceConnections } from './instance-connections.ts';
import { Guards } from './guards.ts';
import { answerOf, openAnswer } from './opening.ts';
import { missingConnection, requireDefaultBrain } from './missing-connection.ts';
import { type Ask, type Part, type Provider, ProviderError } from './provider.ts';
import {
  type InstanceParts,
  type OfferedModels,
  isListed,
  listProviders,
  listShared,
} from './provider-listing.ts';
import type { ServedConnection } from './served-connection.ts';
import { type Candidate, withFallback } from './with-fallback.ts';

/** Everything that can produce words on this instance, for each owner what is theirs. */
export interface Brains {
  /** Asks the first of these, the others stand in for it in order; null is whoever the server chooses. */
  stream(
    ownerId: string,
    wanted: readonly (ModelBrain | null)[],
    ask: Ask,
    signal: AbortSignal,
  ): AsyncIterable<Part>;
  /** Who would be asked now. Throws a ProviderError when the brain's connection does not exist. */
  choose(ownerId: string, brain: ModelBrain | null): Promise<ChosenBrain>;
  /** How all providers are; it is known or given up within a second and a half. */
  providers(ownerId: string): Promise<ProviderListing[]>;
  connections(ownerId: string): Promise<Connection[]>;
  /** What everybody may use, with where it leads. */
  shared(): Promise<Connection[]>;
  /** Whether admins made it for everybody. */
  isShared(connectionId: string): Promise<boolean>;
  models(ownerId: string, connectionId: string, signal: AbortSignal): Promise<OfferedModels>;
  /** Asks a connection for a real, short answer. */
  test(ownerId: string, connectionId: string, options: TestOptions): Promise<TestOutcome>;
  close(): void;
}

export interface BrainsOptions {
  readonly config: BrainsConfig;
  readonly own: OwnConnections;
  /** Speaks when there is nothing else. */
  readonly demo: Provider;
  /** Belongs to the caller, who closes it. */
  readonly dispatcher: Dispatcher;
  /** The way out for connections that people made, where it is narrower than the operator's. */
  readonly narrowDispatcher?: Dispatcher;
  readonly logger: Logger;
  readonly clock: () => number;
  readonly cache?: AnswerCache;
  readonly guards?: Guards;
}

const DEMO_MODEL = 'improviser';

export function createBrains(options: BrainsOptions): Brains {
  return new InstanceBrains(options);
}

class InstanceBrains implements Brains {
  readonly #config: BrainsConfig;
  readonly #demo: Provider;
  readonly #logger: Logger;
  readonly #instance: ReadonlyMap<string, ServedConnection>;
  readonly #book: ConnectionBook;
  readonly #discovery: Discovery;
  readonly #guards: Guards;
  readonly #cache: AnswerCache | null;

  constructor(options: BrainsOptions) {
    const { config, own, demo, dispatcher, narrowDispatcher = dispatcher, logger, clock, cache } = options;
    this.#config = config;
    this.#cache = cache ?? null;
    this.#guards = options.guards ?? new Guards();
    this.#demo = demo;
    this.#logger = logger;
    const serving = { dispatcher, logger, clock, onLocalFailure: () => this.#discovery.doubt() };
    this.#instance = instanceConnections(config, serving);
    const parts = { ...serving, dispatcher: narrowDispatcher };
    const hasAccounts = config.auth === 'accounts';
    this.#book = new ConnectionBook({ instance: this.#instance, own, parts, hasAccounts });
    const servers = this.#locals().map(({ kind, provider }) => ({
      id: kind,
      models: (signal: AbortSignal) => provider.models(signal),
    }));
    this.#discovery = new Discovery(servers, clock);
    requireDefaultBrain(config, this.#instance);
    // The first look happens while the rest of the server starts.
    void this.#discovery.settled();
  }

  stream(
    ownerId: string,
    wanted: readonly (ModelBrain | null)[],
    ask: Ask,
    signal: AbortSignal,
  ): AsyncIterable<Part> {
    return answerOf(async () => {
      const candidates = wanted.map((each, index) =>
        this.#candidate(ownerId, each, ask, index < wanted.length - 1),
      );
      const call = withFallback(candidates, (brain, { problem }) =>
        this.#logger.warn({ brain, problem }, 'Another brain takes over.'),
      );
      return openAnswer(call, signal);
    });
  }

  async choose(ownerId: string, brain: ModelBrain | null): Promise<ChosenBrain> {
    return (await this.#chosen(ownerId, brain)).chosen;
  }

  async providers(ownerId: string): Promise<ProviderListing[]> {
    return listProviders(this.#parts, await this.#book.usableBy(ownerId));
  }

  async shared(): Promise<Connection[]> {
    return listShared(this.#parts, await this.#book.shared());
  }

  isShared(connectionId: string): Promise<boolean> {
    return this.#book.isShared(connectionId);
  }

  async connections(ownerId: string): Promise<Connection[]> {
    return (await this.providers(ownerId)).flatMap(({ connections }) => connections);
  }

  async models(ownerId: string, connectionId: string, signal: AbortSignal): Promise<OfferedModels> {
    if (connectionId === 'demo') return { kind: 'demo', models: await this.#demo.models(signal) };
    const served = await this.#book.find(ownerId, connectionId);
    if (!served || !(await isListed(this.#parts, served))) throw notFound('connection');
    const models = await served.provider.models(signal);
    return { kind: served.kind, models: models.filter(({ id }) => isChatModel(id)) };
  }

  async test(ownerId: string, connectionId: string, options: TestOptions): Promise<TestOutcome> {
    const { model, limit, signal } = options;
    if (connectionId === 'demo') {
      return { result: { ok: true, latencyMs: 0, model: DEMO_MODEL }, used: null };
    }
    try {
      const served = await this.#book.find(ownerId, connectionId);
      if (!served) throw notFound('connection');
      if (limit !== null && !served.vendor.local) return notTested(limit);
      const { provider } = served;
      const chosen = model ?? preferredModel(served, await provider.models(signal));
      return await testConnection(provider, chosen, signal);
    } catch (error) {
      return { result: { ok: false, latencyMs: 0, problem: problemOf(error, signal) }, used: null };
    }
  }

  close(): void {
    this.#discovery.close();
    this.#book.close();
  }

  /** A brain that may be asked; whether its connection is there, and with which key, is seen when it is. */
  #candidate(ownerId: string, brain: ModelBrain | null, ask: Ask, hasNext: boolean): Candidate {
    const label = () => this.#labelOf(ownerId, brain);
    const reach = () => this.#reach(ownerId, brain);
    const parts = { guards: this.#guards, cache: this.#cache, logger: this.#logger };
    return candidateOf(parts, { ownerId, label, brain, reach, hasNext }, ask);
  }

  /** What the operator said; else what runs here and is free; else whatever else is ready; else the demo brain. */
  async #chooseFreely(ownerId: string): Promise<ChosenBrain> {
    const given = this.#config.defaultBrain;
    if (given !== null) return { connectionId: given.kind, ...given };
    await this.#discovery.settled();
    const found = this.#locals().flatMap(({ kind }) => {
      const sighting = this.#discovery.sightingOf(kind);
      return sighting.state === 'found' ? sighting.models.map((model) => ({ kind, ...model })) : [];
    });
    // What is in memory answers at once.
    const free = found.find(({ loaded }) => loaded) ?? found[0];
    if (free) return { connectionId: free.kind, kind: free.kind, model: free.id };
    const setUp = [...this.#instance.values()].filter(
      ({ vendor, configured }) => configured && !vendor.local,
    );
    const ready = await firstReady([...(await this.#book.usableBy(ownerId)), ...setUp]);
    return ready ?? { connectionId: 'demo', kind: 'demo', model: DEMO_MODEL };
  }

  async #labelOf(ownerId: string, brain: ModelBrain | null): Promise<string> {
    try {
      const { kind, model } = await this.choose(ownerId, brain);
      return `${kind} · ${model}`;
    } catch (error) {
      // Whoever cannot be asked is still named when another speaks instead.
      if (error instanceof ProviderError && brain) return brain.model;
      throw error;
    }
  }

  /** Who would speak, and the connection that leads there; null: none does, it is the demo brain. */
  async #chosen(ownerId: string, brain: ModelBrain | null): Promise<Omit<Reached, 'provider'>> {
    const { connectionId, model } = brain ?? (await this.#chooseFreely(ownerId));
    if (connectionId === 'demo') return { chosen: { connectionId, kind: 'demo', model }, served: null };
    const served = await this.#book.find(ownerId, connectionId);
    if (!served)
      throw new ProviderError('request-refused', missingConnection(connectionId), { retryable: false });
    return { chosen: { connectionId, kind: served.kind, model }, served };
  }

  /** What speaks now; of a local server with what is known of its models. */
  async #reach(ownerId: string, brain: ModelBrain | null): Promise<Reached> {
    const { chosen, served } = await this.#chosen(ownerId, brain);
    if (!served) return { chosen, provider: this.#demo, served };
    // What a local server has in memory changes: the next turn should know.
    if (served.connection.builtIn && served.vendor.local) this.#discovery.sightingOf(served.kind);
    else if (served.vendor.local) await served.health.recent();
    return { chosen, provider: served.provider, served };
  }

  get #parts(): InstanceParts {
    return { instance: this.#instance, discovery: this.#discovery };
  }

  #locals(): ServedConnection[] {
    return [...this.#instance.values()].filter(({ vendor }) => vendor.local);
  }
}
