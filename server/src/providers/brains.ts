import {
  type Connection,
  type Model,
  type ModelBrain,
  type Provider as ProviderListing,
  type ProviderKind,
  providerKinds,
  type Sampling,
} from '@chimera/protocol/provider';
import type { Dispatcher } from 'undici';
import { ChimeraError, notFound } from '../errors.ts';
import type { Logger } from '../logger.ts';
import type { BrainsConfig } from './brains-config.ts';
import { isChatModel } from './chat-model.ts';
import { Discovery } from './discovery.ts';
import { answerOf, openAnswer } from './opening.ts';
import { type Ask, type Part, type Provider, ProviderError } from './provider.ts';
import { demoStatus, localStatus, missingStatus, remoteStatus } from './provider-status.ts';
import { type ServedConnection, servedConnections } from './served-connections.ts';
import { vendors } from './vendors.ts';
import { type Candidate, withFallback } from './with-fallback.ts';
import { LONGEST_WAIT_BEFORE_FALLBACK_MS, LONGEST_WAIT_MS, withRetry } from './with-retry.ts';

/** What a seat's brain comes down to at this moment. */
export interface ChosenBrain {
  readonly connectionId: string;
  readonly kind: ProviderKind;
  readonly model: string;
}

/** Everything that can produce words on this instance. */
export interface Brains {
  /** Asks a brain, or the one that the server chooses, with others standing in for it in order. */
  stream(
    brain: ModelBrain | null,
    fallbacks: readonly ModelBrain[],
    ask: Ask,
    signal: AbortSignal,
  ): AsyncIterable<Part>;
  /** Who would be asked now. Throws a ProviderError when the brain's connection does not exist. */
  choose(brain: ModelBrain | null): ChosenBrain;
  /** How all providers are; it is known or given up within a second and a half. */
  providers(): Promise<ProviderListing[]>;
  connections(): Connection[];
  models(connectionId: string, signal: AbortSignal): Promise<readonly Model[]>;
  close(): void;
}

export interface BrainsOptions {
  readonly config: BrainsConfig;
  /** Speaks when there is nothing else. */
  readonly demo: Provider;
  /** Belongs to the caller, who closes it. */
  readonly dispatcher: Dispatcher;
  readonly logger: Logger;
  readonly clock: () => number;
}

const DEMO_MODEL = 'improviser';

export function createBrains(options: BrainsOptions): Brains {
  return new InstanceBrains(options);
}

class InstanceBrains implements Brains {
  readonly #config: BrainsConfig;
  readonly #demo: Provider;
  readonly #logger: Logger;
  readonly #served: ReadonlyMap<string, ServedConnection>;
  readonly #discovery: Discovery;

  constructor({ config, demo, dispatcher, logger, clock }: BrainsOptions) {
    this.#config = config;
    this.#demo = demo;
    this.#logger = logger;
    const onLocalFailure = () => this.#discovery.doubt();
    this.#served = servedConnections({ config, dispatcher, logger, clock, onLocalFailure });
    const servers = this.#locals().map(({ kind, provider }) => ({
      id: kind,
      models: (signal: AbortSignal) => provider.models(signal),
    }));
    this.#discovery = new Discovery(servers, clock);
    const wanted = config.defaultBrain?.kind;
    if (wanted !== undefined && !this.#exists(wanted)) {
      throw new ChimeraError('invalid-request', `The default brain cannot be used. ${this.#missing(wanted)}`);
    }
    // The first look happens while the rest of the server starts.
    void this.#discovery.settled();
  }

  stream(
    brain: ModelBrain | null,
    fallbacks: readonly ModelBrain[],
    ask: Ask,
    signal: AbortSignal,
  ): AsyncIterable<Part> {
    return answerOf(async () => {
      if (brain === null && this.#config.defaultBrain === null) await this.#discovery.settled();
      const candidates = [brain, ...fallbacks].map((each, index) =>
        this.#candidate(each, ask, index < fallbacks.length),
      );
      const call = withFallback(candidates, (failed, { problem }) =>
        this.#logger.warn({ brain: failed.label, problem }, 'Another brain takes over.'),
      );
      return openAnswer(call, signal);
    });
  }

  choose(brain: ModelBrain | null): ChosenBrain {
    if (brain === null) return this.#chooseFreely();
    const { connectionId, model } = brain;
    if (connectionId === 'demo') return { connectionId, kind: 'demo', model };
    const served = this.#served.get(connectionId);
    if (!served)
      throw new ProviderError('request-refused', this.#missing(connectionId), { retryable: false });
    return { connectionId, kind: served.kind, model };
  }

  async providers(): Promise<ProviderListing[]> {
    return Promise.all(providerKinds.map((kind) => this.#statusOf(kind)));
  }

  connections(): Connection[] {
    const listed = [...this.#served.values()].filter(
      ({ kind, configured }) => configured || this.#discovery.sightingOf(kind).state === 'found',
    );
    return [...listed.map(({ connection }) => connection), ...demoStatus.connections];
  }

  async models(connectionId: string, signal: AbortSignal): Promise<readonly Model[]> {
    if (connectionId === 'demo') return this.#demo.models(signal);
    const served = this.#served.get(connectionId);
    if (!served) throw notFound('connection');
    const models = await served.provider.models(signal);
    return models.filter(({ id }) => isChatModel(id));
  }

  close(): void {
    this.#discovery.close();
    for (const { health } of this.#served.values()) health.close();
  }

  #candidate(brain: ModelBrain | null, { promptFor, onLost, ...request }: Ask, hasNext: boolean): Candidate {
    const label = brain ? `${this.#kindOf(brain.connectionId)} · ${brain.model}` : this.#labelOfChosen();
    const call = (signal: AbortSignal) => {
      const chosen = this.choose(brain);
      const provider = this.#served.get(chosen.connectionId)?.provider ?? this.#demo;
      const sampling: Sampling = brain?.params ?? {};
      const prompt = promptFor({ ...chosen, sampling });
      return provider.stream({ ...request, prompt, model: chosen.model, sampling }, signal);
    };
    const longestWaitMs = hasNext ? LONGEST_WAIT_BEFORE_FALLBACK_MS : LONGEST_WAIT_MS;
    const onRetry = ({ problem }: ProviderError, waitMs: number) =>
      this.#logger.info({ brain: label, problem, waitMs }, 'A provider is asked again.');
    return { label, call: withRetry(call, { longestWaitMs, onRetry, onLost }) };
  }

  #chooseFreely(): ChosenBrain {
    const given = this.#config.defaultBrain;
    if (given !== null) return { connectionId: given.kind, ...given };
    for (const { kind } of this.#locals()) {
      const sighting = this.#discovery.sightingOf(kind);
      const model = sighting.state === 'found' ? sighting.models[0] : undefined;
      if (model) return { connectionId: kind, kind, model: model.id };
    }
    return { connectionId: 'demo', kind: 'demo', model: DEMO_MODEL };
  }

  #labelOfChosen(): string {
    const { kind, model } = this.#chooseFreely();
    return `${kind} · ${model}`;
  }

  #kindOf(connectionId: string): string {
    return this.#served.get(connectionId)?.kind ?? connectionId;
  }

  #locals(): ServedConnection[] {
    return [...this.#served.values()].filter(({ vendor }) => vendor.local);
  }

  async #statusOf(kind: ProviderKind): Promise<ProviderListing> {
    if (kind === 'demo') return demoStatus;
    const served = this.#served.get(kind);
    if (!served) return missingStatus(kind);
    if (served.vendor.local) {
      await this.#discovery.settled();
      return localStatus(served, this.#discovery.sightingOf(kind));
    }
    return remoteStatus(served, await served.health.condition());
  }

  #exists(connectionId: string): boolean {
    return connectionId === 'demo' || this.#served.has(connectionId);
  }

  #missing(connectionId: string): string {
    const kind = providerKinds.find((known) => known === connectionId);
    if (kind === undefined || kind === 'demo') return `There is no connection called ${connectionId}.`;
    return `${vendors[kind].name} is not set up here. ${vendors[kind].advice}`;
  }
}
