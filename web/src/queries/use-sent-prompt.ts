import type { Message } from '@chimera/protocol/message';
import { useQuery } from '@tanstack/react-query';
import { useRest } from './rest.tsx';

/** What was sent for the version of a message that is shown. It never changes once it is there. */
export function useSentPrompt(
  conversationId: string,
  { id: messageId, turnId, chosen }: Pick<Message, 'id' | 'turnId' | 'chosen'>,
) {
  const rest = useRest();
  return useQuery({
    queryKey: ['sent-prompt', conversationId, messageId, turnId, chosen],
    queryFn: () => rest.call('getMessagePrompt', { params: { id: conversationId, messageId } }),
    retry: false,
  });
}
