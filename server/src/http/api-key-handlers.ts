import type { ApiKeys } from '../accounts/api-keys.ts';
import type { AccountHandlers } from './handlers.ts';

export interface ApiKeyParts {
  readonly apiKeys: Pick<ApiKeys, 'list' | 'create' | 'revoke'>;
}

type Names = 'listApiKeys' | 'createApiKey' | 'revokeApiKey';

/** Keys with which programs come in, each one's own. */
export function apiKeyHandlers({ apiKeys }: ApiKeyParts): Pick<AccountHandlers, Names> {
  return {
    listApiKeys: async ({ person }) => ({ items: await apiKeys.list(person.userId) }),
    createApiKey: ({ asking, body }) => apiKeys.create(asking, body),
    revokeApiKey: ({ asking, params }) => apiKeys.revoke(asking, params.id),
  };
}
