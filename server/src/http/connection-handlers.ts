import type { Connection } from '@chimera/protocol/provider';
import type { Reason } from '@chimera/protocol/seat';
import type { Connections, OpenConnection } from '../accounts/connections.ts';
import { ChimeraError } from '../errors.ts';
import type { Brains } from '../providers/brains.ts';
import type { TestOutcome } from '../providers/connection-test.ts';
import type { Prices } from '../providers/prices.ts';
import { isVendorKind, vendorAddress } from '../providers/vendor-address.ts';
import type { Handlers } from './handlers.ts';

export interface ConnectionParts {
  readonly brains: Pick<Brains, 'choose' | 'providers' | 'connections' | 'models' | 'test'>;
  readonly connections: Connections;
  readonly prices: Pick<Prices, 'withPrices'>;
  /** The limit that an owner has reached; null: none. */
  readonly overLimit: (ownerId: string) => Promise<Reason | null>;
  /** Counts what was used outside of conversations. */
  readonly charge: (ownerId: string, used: NonNullable<TestOutcome['used']>) => Promise<void>;
}

type Names =
  | 'listProviders'
  | 'listConnections'
  | 'createConnection'
  | 'changeConnection'
  | 'deleteConnection'
  | 'testConnection'
  | 'listModels';

const MODELS_TIMEOUT_MS = 10_000;
/** A local server may have to load a model first. */
const TEST_TIMEOUT_MS = 60_000;

/** Providers, and the ways to reach them. */
export function connectionHandlers(parts: ConnectionParts): Pick<Handlers, Names> {
  const { brains, connections, prices, overLimit, charge } = parts;
  return {
    async listProviders({ person }) {
      const [items, chosen] = await Promise.all([
        brains.providers(person.userId),
        brains.choose(person.userId, null),
      ]);
      return { items, chosen };
    },
    listConnections: async ({ person }) => ({ items: await brains.connections(person.userId) }),
    createConnection: async ({ body, person }) => untried(await connections.create(person.userId, body)),
    async changeConnection({ params, body, person }) {
      requireOwn(params.id);
      return untried(await connections.change({ id: params.id, ownerId: person.userId }, body));
    },
    async deleteConnection({ params, person }) {
      requireOwn(params.id);
      await connections.remove({ id: params.id, ownerId: person.userId });
    },
    async testConnection({ params, body, person: { userId } }) {
      const { result, used } = await brains.test(userId, params.id, {
        model: body?.model ?? null,
        limit: await overLimit(userId),
        signal: AbortSignal.timeout(TEST_TIMEOUT_MS),
      });
      if (used) await charge(userId, used);
      return result;
    },
    async listModels({ params, person }) {
      const signal = AbortSignal.timeout(MODELS_TIMEOUT_MS);
      const { kind, models } = await brains.models(person.userId, params.id, signal);
      return { items: await prices.withPrices(kind, models) };
    },
  };
}

/** The instance's connections are called by their kinds. */
function requireOwn(id: string): void {
  if (id !== 'demo' && !isVendorKind(id)) return;
  throw new ChimeraError(
    'forbidden',
    'This connection comes with the server: from its environment, or found on its machine. It is changed there.',
  );
}

/** As nobody has called it yet. */
function untried({ id, kind, label, baseUrl, keyLast4, createdAt }: OpenConnection): Connection {
  return {
    id,
    kind,
    label,
    baseUrl: vendorAddress(kind, baseUrl).href,
    ...(keyLast4 !== null && { keyLast4 }),
    builtIn: false,
    status: 'untried',
    detail: 'Not tried yet.',
    createdAt,
  };
}
