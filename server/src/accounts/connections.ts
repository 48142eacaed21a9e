import { randomUUID } from 'node:crypto';
import type { ConnectableKind, ConnectionChange, NewConnection } from '@chimera/protocol/connection';
import { ChimeraError, notFound } from '../errors.ts';
import { keyHint, secrets } from '../secrets.ts';
import type { ConnectionRef, ConnectionStore, StoredConnection } from './connection-store.ts';
import type { Keyring } from './keyring.ts';

/** A connection with its key in the clear, for whoever calls the provider and for nobody else. */
export interface OpenConnection {
  readonly id: string;
  readonly ownerId: string;
  readonly kind: ConnectableKind;
  readonly label: string;
  readonly baseUrl: string | null;
  readonly apiKey: string | null;
  /** It has a key that does not open: the row was changed by another hand. It has to be given again. */
  readonly isSealBroken: boolean;
  readonly keyLast4: string | null;
  readonly version: number;
  readonly createdAt: string;
}

/** The connections that people made, each one's own. */
export interface Connections {
  list(ownerId: string): Promise<OpenConnection[]>;
  find(ref: ConnectionRef): Promise<OpenConnection | null>;
  create(ownerId: string, wanted: NewConnection): Promise<OpenConnection>;
  change(ref: ConnectionRef, wanted: ConnectionChange): Promise<OpenConnection>;
  remove(ref: ConnectionRef): Promise<void>;
  /** Refuses to go on with master keys that do not fit; seals anew what older ones sealed. */
  checkKeys(): Promise<CheckedKeys>;
}

/** Provider keys of all owners, counted. */
export interface CheckedKeys {
  readonly sealed: number;
  readonly sealedAnew: number;
  /** Of those under an older master key: they do not open, as their rows were changed by another hand: they have to be given again. */
  readonly broken: number;
}

export interface ConnectionsParts {
  readonly store: ConnectionStore;
  readonly keyring: Keyring;
  readonly now: () => Date;
  /** Where a connection leads, from the address that was given; throws what a person can mend when that is none. */
  readonly originOf: (kind: ConnectableKind, baseUrl: string | null) => string;
  readonly nameOf: (kind: ConnectableKind) => string;
}

const CONNECTIONS_LIMIT = 100;
const CHECK_TEXT = 'chimera';
const CHECK_PLACE = 'seal_check';

export function createConnections(parts: ConnectionsParts): Connections {
  const { store, keyring, now, originOf, nameOf } = parts;
  const seals = keySeals({ keyring, originOf });
  const { placeOf, opened, sealed } = seals;

  return {
    async list(ownerId) {
      return (await store.list(ownerId)).map(opened);
    },

    async find(ref) {
      const stored = await store.find(ref);
      return stored && opened(stored);
    },

    async create(ownerId, { kind, label, baseUrl = null, apiKey = null }) {
      if ((await store.list(ownerId)).length >= CONNECTIONS_LIMIT) {
        throw new ChimeraError('conflict', `There are ${CONNECTIONS_LIMIT} connections. Remove one first.`);
      }
      originOf(kind, baseUrl);
      const at = now().toISOString();
      const place = { id: randomUUID(), ownerId, kind, baseUrl };
      const named = { ...place, label: label ?? nameOf(kind), version: 1, createdAt: at, updatedAt: at };
      const stored = { ...named, ...sealed(place, apiKey) };
      await store.add(stored);
      return opened(stored);
    },

    async change(ref, wanted) {
      const before = await store.find(ref);
      if (!before) throw notFound('connection');
      const baseUrl = wanted.baseUrl === undefined ? before.baseUrl : wanted.baseUrl;
      const place = { ...ref, kind: before.kind, baseUrl };
      const leadsElsewhere = placeOf(place) !== placeOf(before);
      if (before.sealedKey !== null && wanted.apiKey === undefined && leadsElsewhere) throw keyNeededAgain();
      const after: StoredConnection = {
        ...before,
        baseUrl,
        label: wanted.label ?? before.label,
        ...(wanted.apiKey !== undefined && sealed(place, wanted.apiKey)),
        version: before.version + 1,
        updatedAt: now().toISOString(),
      };
      if (!(await store.replace(after))) {
        throw new ChimeraError('conflict', 'This connection was changed elsewhere. Load it again.');
      }
      return opened(after);
    },

    async remove(ref) {
      if (!(await store.remove(ref))) throw notFound('connection');
    },

    async checkKeys() {
      const check = await store.sealCheck(() => keyring.seal(CHECK_TEXT, CHECK_PLACE));
      const isFit = opensCheck(keyring, check);
      const all = await store.sealed();
      // Where nothing was sealed yet, nothing is lost by other keys.
      if (all.length > 0 && !isFit) throw unfit();
      if (all.some(({ sealedKey }) => sealedKey !== null && !keyring.knows(sealedKey))) throw unfit();
      const counts = await sealAllAnew({ store, keyring, seals }, all);
      if (!isFit || keyring.isOld(check)) {
        await store.renewSealCheck(keyring.seal(CHECK_TEXT, CHECK_PLACE));
      }
      return counts;
    },
  };
}

/** What an older master key sealed is sealed with the present one; who changes it meanwhile does the same. */
async function sealAllAnew(
  { store, keyring, seals }: Pick<ConnectionsParts, 'store' | 'keyring'> & { readonly seals: KeySeals },
  all: readonly StoredConnection[],
): Promise<CheckedKeys> {
  let sealedAnew = 0;
  let broken = 0;
  for (const stored of all) {
    if (stored.sealedKey === null || !keyring.isOld(stored.sealedKey)) continue;
    const { apiKey, isSealBroken } = seals.opened(stored);
    const { sealedKey } = seals.sealed(stored, apiKey);
    if (isSealBroken) broken += 1;
    else if (sealedKey !== null) {
      await store.reseal(stored, sealedKey);
      sealedAnew += 1;
    }
  }
  return { sealed: all.length, sealedAnew, broken };
}

/** Whether these master keys are those of a database, by the sealed text that it keeps for this. */
export function opensCheck(keyring: Keyring, sealed: string): boolean {
  return keyring.open(sealed, CHECK_PLACE) === CHECK_TEXT;
}

type KeySeals = ReturnType<typeof keySeals>;
type Place = Pick<StoredConnection, 'id' | 'ownerId' | 'kind' | 'baseUrl'>;

/** A key opens only in its row, for its owner, and for where it is sent: nobody can redirect it by changing a row. */
function keySeals({ keyring, originOf }: Pick<ConnectionsParts, 'keyring' | 'originOf'>) {
  const placeOf = ({ id, ownerId, kind, baseUrl }: Place) =>
    ['provider_key', id, ownerId, kind, originOf(kind, baseUrl)].join('|');
  return {
    placeOf,
    opened: (stored: StoredConnection): OpenConnection => {
      const { sealedKey, updatedAt: _, ...connection } = stored;
      const apiKey = sealedKey === null ? null : keyring.open(sealedKey, placeOf(stored));
      secrets.add(apiKey);
      return { ...connection, apiKey, isSealBroken: sealedKey !== null && apiKey === null };
    },
    sealed: (place: Place, apiKey: string | null) => ({
      sealedKey: apiKey === null ? null : keyring.seal(apiKey, placeOf(place)),
      keyLast4: apiKey === null ? null : keyHint(apiKey),
    }),
  };
}

function unfit(): ChimeraError {
  return new ChimeraError(
    'unavailable',
    'The master keys do not fit this database: its provider keys were sealed with others. Give those in CHIMERA_MASTER_KEYS (or put back master.key in the data directory). Nothing was changed.',
  );
}

function keyNeededAgain(): ChimeraError {
  const message = 'A key is only sent to the server that it was given for. Give the key again.';
  return new ChimeraError('invalid-request', message, { errors: [{ path: 'apiKey', message }] });
}
