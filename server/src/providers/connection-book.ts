import { LRUCache } from 'lru-cache';
import { ProviderError } from './provider.ts';
import { serve, type ServedConnection, type ServingParts } from './served-connection.ts';
import { type VendorKind, vendors } from './vendors.ts';

/** A connection that somebody made, with its key in the clear. */
export interface OwnConnection {
  readonly id: string;
  readonly ownerId: string;
  readonly kind: VendorKind;
  readonly label: string;
  readonly baseUrl: string | null;
  readonly apiKey: string | null;
  readonly isSealBroken: boolean;
  readonly keyLast4: string | null;
  /** Grows with each change. */
  readonly version: number;
  readonly createdAt: string;
}

/** Where the connections that people made are kept. */
export interface OwnConnections {
  list(ownerId: string): Promise<readonly OwnConnection[]>;
  find(ref: { readonly id: string; readonly ownerId: string }): Promise<OwnConnection | null>;
}

/** Owns the connections that admins made for everybody. No account has such an id. */
export const SHARED_OWNER = 'instance';

/** Connections that are kept ready; one that nobody used for long is made again from its row. */
const READY_LIMIT = 1000;

/**
 * Every connection that an owner may use: the environment's, the owner's own and, where there are accounts, those
 * that admins made for everybody. All but the environment's are read from their store each time, so that a change holds from the next call on, on every node; what was built of it, and
 * what is known of how it does, is kept as long as its row is the same.
 */
export class ConnectionBook {
  readonly #instance: ReadonlyMap<string, ServedConnection>;
  readonly #own: OwnConnections;
  readonly #parts: ServingParts;
  readonly #hasAccounts: boolean;
  readonly #ready = new LRUCache<string, { readonly version: number; readonly served: ServedConnection }>({
    max: READY_LIMIT,
    dispose: ({ served }) => served.health.close(),
  });

  constructor(options: {
    readonly instance: ReadonlyMap<string, ServedConnection>;
    readonly own: OwnConnections;
    readonly parts: ServingParts;
    readonly hasAccounts: boolean;
  }) {
    this.#instance = options.instance;
    this.#own = options.own;
    this.#parts = options.parts;
    this.#hasAccounts = options.hasAccounts;
  }

  /** The connection of this id, when it is the instance's or the owner's; null: there is none. */
  async find(ownerId: string, id: string): Promise<ServedConnection | null> {
    const shared = this.#instance.get(id);
    if (shared) return shared;
    const own = (await this.#own.find({ id, ownerId })) ?? (await this.#findShared(id));
    if (own === null) return null;
    if (own.isSealBroken) {
      const detail = `The stored key of ${own.label} does not open any more. ${own.ownerId === SHARED_OWNER ? 'An admin has to give it again.' : 'Give it again under Providers.'}`;
      throw new ProviderError('key-refused', detail, { retryable: false });
    }
    return this.#serve(own);
  }

  /** The owner's own, then those that admins made for everybody; oldest first. */
  async usableBy(ownerId: string): Promise<ServedConnection[]> {
    return [...(await this.#ownOf(ownerId)), ...(await this.shared())];
  }

  /** Those that admins made for everybody, oldest first. */
  async shared(): Promise<ServedConnection[]> {
    return this.#hasAccounts ? this.#ownOf(SHARED_OWNER) : [];
  }

  async isShared(id: string): Promise<boolean> {
    return (await this.#findShared(id)) !== null;
  }

  close(): void {
    for (const { health } of this.#instance.values()) health.close();
    this.#ready.clear();
  }

  async #ownOf(ownerId: string): Promise<ServedConnection[]> {
    return (await this.#own.list(ownerId)).map((own) => this.#serve(own));
  }

  async #findShared(id: string): Promise<OwnConnection | null> {
    return this.#hasAccounts ? this.#own.find({ id, ownerId: SHARED_OWNER }) : null;
  }

  #serve(own: OwnConnection): ServedConnection {
    const known = this.#ready.get(own.id);
    if (known?.version === own.version) return known.served;
    const { id, kind, label, apiKey, keyLast4, createdAt } = own;
    const baseUrl = own.baseUrl ?? vendors[kind].baseUrl ?? '';
    const isShared = own.ownerId === SHARED_OWNER;
    const place = { id, kind, label, baseUrl, createdAt, isShared };
    const facts = { ...place, apiKey, keyLast4, builtIn: false, configured: true };
    const served = serve(facts, this.#parts);
    this.#ready.set(id, { version: own.version, served });
    return served;
  }
}
