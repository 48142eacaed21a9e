import type { ConversationStore } from '../conversations/conversation-store.ts';
import type { SearchStore } from '../conversations/search-store.ts';
import type { Handlers } from './handlers.ts';

export interface SearchParts {
  readonly conversations: ConversationStore;
  readonly searches: SearchStore;
}

export function searchHandlers({ conversations, searches }: SearchParts): Pick<Handlers, 'search'> {
  return {
    async search({ query, person: { userId: ownerId } }) {
      const { conversationId: id } = query;
      // Nothing in one's own conversation is something else than somebody else's conversation.
      if (id !== undefined) await conversations.get({ ownerId, id });
      const [found, counts] = await Promise.all([searches.search(ownerId, query), searches.counts(ownerId)]);
      return { ...found, ...counts };
    },
  };
}
