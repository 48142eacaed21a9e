import { type Connections, createConnections } from '../accounts/connections.ts';
import { createConnectionStore } from '../accounts/connection-store.ts';
import { createKeyring } from '../accounts/keyring.ts';
import type { MasterKeys } from '../accounts/master-keys.ts';
import type { Database } from '../db/open-database.ts';
import { vendorAddress } from '../providers/vendor-address.ts';
import { vendors } from '../providers/vendors.ts';

/** The connections that people made, to be opened and sealed by these keys. */
export function connectionsSealedBy(masterKeys: MasterKeys, database: Database): Connections {
  return createConnections({
    store: createConnectionStore(database),
    keyring: createKeyring(masterKeys),
    now: () => new Date(),
    originOf: (kind, baseUrl) => vendorAddress(kind, baseUrl).origin,
    nameOf: (kind) => vendors[kind].name,
  });
}
