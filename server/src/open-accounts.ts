import { localRules } from './accounts/owner-rules-store.ts';
import { localAuthoriser } from './identity.ts';
import { type AccountsFoundation, type OpenAccounts, openForMany } from './open-for-many.ts';

/** A part of the composition root: accounts, or the one owner who needs none. */
export async function openAccounts(foundation: AccountsFoundation): Promise<OpenAccounts> {
  const { config } = foundation;
  if (config.auth === 'accounts') return openForMany(foundation);
  return {
    authoriser: localAuthoriser,
    instance: async () => ({ auth: 'local' }),
    rules: localRules(config.maxCostPerDay),
    jobHandlers: {},
    announce: async () => undefined,
    close: async () => undefined,
  };
}
