import { useMutation } from '@tanstack/react-query';
import { useRest } from './rest.tsx';

const ASKED_FOR = 6;

export interface SuggestedTopic {
  readonly topic: string;
  readonly personaIds: readonly string[];
}

/** Openings that fit a cast; with no cast, the server also proposes who should talk. */
export function useSuggestTopic() {
  const rest = useRest();
  return useMutation({
    mutationFn: async (personaIds: readonly string[]): Promise<readonly SuggestedTopic[]> => {
      const query = { limit: ASKED_FOR, ...(personaIds.length > 0 && { personaIds: personaIds.join(',') }) };
      return (await rest.call('suggestTopics', { query })).items;
    },
  });
}
