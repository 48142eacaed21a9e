import { useQuery } from '@tanstack/react-query';
import { useRest } from './rest.tsx';

/** Who is signed in. Where there are no accounts, there is nothing at its address. */
export function useProfile() {
  const rest = useRest();
  return useQuery({
    queryKey: ['profile'],
    queryFn: ({ signal }) => rest.call('getProfile', { signal }),
    retry: false,
  });
}
