import { useQuery } from '@tanstack/react-query';
import { useRest } from './rest.tsx';

/** What was sent for a message. It never changes once it is there. */
export function useSentPrompt(conversationId: string, messageId: string) {
  const rest = useRest();
  return useQuery({
    queryKey: ['sent-prompt', conversationId, messageId],
    queryFn: () => rest.call('getMessagePrompt', { params: { id: conversationId, messageId } }),
    retry: false,
  });
}
