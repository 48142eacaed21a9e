import type { ConnectionChange } from '@chimera/protocol/connection';
import type { Connection } from '@chimera/protocol/provider';
import type { Reason } from '@chimera/protocol/seat';
import type { AuditStore } from '../accounts/audit-store.ts';
import type { Connections, OpenConnection } from '../accounts/connections.ts';
import { ChimeraError } from '../errors.ts';
import type { Brains } from '../providers/brains.ts';
import type { TestOutcome } from '../providers/connection-test.ts';
import type { Prices } from '../providers/prices.ts';
import { isVendorKind, vendorAddress } from '../providers/vendor-address.ts';
import { noteOf } from './audit-note.ts';
import type { Handlers } from './handlers.ts';

export interface ConnectionParts {
  readonly brains: Pick<Brains, 'choose' | 'providers' | 'connections' | 'models' | 'test' | 'isShared'>;
  readonly connections: Connections;
  readonly prices: Pick<Prices, 'withPrices'>;
  /** The limit that an owner has reached; null: none. */
  readonly overLimit: (ownerId: string) => Promise<Reason | null>;
  /** Counts what was used outside of conversations. */
  readonly charge: (ownerId: string, used: NonNullable<TestOutcome['used']>) => Promise<void>;
  /** Absent where there are no accounts. */
  readonly audit?: Pick<AuditStore, 'note'>;
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
export const TEST_TIMEOUT_MS = 60_000;

/** Providers, and the ways to reach them. */
export function connectionHandlers(parts: ConnectionParts): Pick<Handlers, Names> {
  const { brains, connections, prices, overLimit, charge, audit } = parts;
  const requireMine = async (id: string) => {
    requireOwn(id);
    if (await brains.isShared(id)) throw adminsChangeIt();
  };
  return {
    async listProviders({ person }) {
      const [items, chosen] = await Promise.all([
        brains.providers(person.userId),
        brains.choose(person.userId, null),
      ]);
      return { items, chosen };
    },
    listConnections: async ({ person }) => ({ items: await brains.connections(person.userId) }),
    async createConnection({ body, person, asking }) {
      const made = await connections.create(person.userId, body);
      const subject = { kind: 'connection', id: made.id, name: made.label };
      await audit?.note(noteOf(asking, 'connection-made', { subject, detail: made.kind }));
      return untried(made);
    },
    async changeConnection({ params: { id }, body, person, asking }) {
      await requireMine(id);
      const changed = await connections.change({ id, ownerId: person.userId }, body);
      const subject = { kind: 'connection', id, name: changed.label };
      const detail = connectionChangeInWords(body);
      await audit?.note(noteOf(asking, 'connection-changed', { subject, detail }));
      return untried(changed);
    },
    async deleteConnection({ params: { id }, person, asking }) {
      await requireMine(id);
      const ref = { id, ownerId: person.userId };
      const name = audit && (await connections.find(ref))?.label;
      await connections.remove(ref);
      const subject = { kind: 'connection', id, ...(name !== undefined && { name }) };
      await audit?.note(noteOf(asking, 'connection-removed', { subject }));
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

/** Those of the environment are called by their kinds. */
export function requireOwn(id: string): void {
  if (id !== 'demo' && !isVendorKind(id)) return;
  throw new ChimeraError(
    'forbidden',
    'This connection comes with the server: from its environment, or found on its machine. It is changed there.',
  );
}

function adminsChangeIt(): ChimeraError {
  return new ChimeraError('forbidden', 'This connection is everybody’s. Only an admin may change it.');
}

/** Which parts changed, and never what a key is. */
export function connectionChangeInWords({ label, baseUrl, apiKey }: ConnectionChange): string {
  const parts = [
    label !== undefined && 'name',
    baseUrl !== undefined && 'address',
    apiKey !== undefined && (apiKey === null ? 'key taken away' : 'key'),
  ];
  return parts.filter((part) => part !== false).join(', ') || 'nothing';
}

/** As nobody has called it yet. */
export function untried({ id, kind, label, baseUrl, keyLast4, createdAt }: OpenConnection): Connection {
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
