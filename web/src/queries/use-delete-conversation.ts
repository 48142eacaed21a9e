import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRest } from './rest.tsx';

export function useDeleteConversation() {
  const rest = useRest();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => rest.call('deleteConversation', { params: { id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['conversations'] }),
  });
}
