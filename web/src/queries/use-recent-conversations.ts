import { useQuery } from '@tanstack/react-query';
import { useRest } from './rest.tsx';

const RECENT = 6;
const REFRESH_MS = 10_000;

/** The conversations touched last. Asked for again while one of them is running. */
export function useRecentConversations() {
  const rest = useRest();
  return useQuery({
    queryKey: ['conversations', 'recent'],
    queryFn: async ({ signal }) =>
      (await rest.call('listConversations', { query: { limit: RECENT }, signal })).items,
    refetchInterval: ({ state }) => (state.data?.some((one) => one.state === 'running') ? REFRESH_MS : false),
  });
}
