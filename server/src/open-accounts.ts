import type { Instance } from '@chimera/protocol/instance';
import type { AuditStore } from './accounts/audit-store.ts';
import { localRules, type OwnerRules } from './accounts/owner-rules-store.ts';
import type { Config } from './config.ts';
import { ChimeraError } from './errors.ts';
import type { AccountHandlers } from './http/handlers.ts';
import { type Authoriser, localAuthoriser } from './identity.ts';

/** Who may come in. */
export interface OpenAccounts {
  readonly authoriser: Authoriser;
  /** What anybody may know of this server. */
  readonly instance: () => Promise<Instance>;
  readonly rules: OwnerRules;
  /** Absent where there are no accounts. */
  readonly audit?: AuditStore;
  readonly accounts?: Partial<AccountHandlers>;
}

interface Foundation {
  readonly config: Config;
}

/** A part of the composition root: accounts, or the one owner who needs none. */
export async function openAccounts({ config }: Foundation): Promise<OpenAccounts> {
  if (config.auth === 'local') {
    const rules = localRules(config.maxCostPerDay);
    return { authoriser: localAuthoriser, instance: async () => ({ auth: 'local' }), rules };
  }
  throw new ChimeraError('invalid-request', 'CHIMERA_AUTH: accounts are not built yet.');
}
