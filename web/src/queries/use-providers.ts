import { useQuery } from '@tanstack/react-query';
import { useRest } from './rest.tsx';

export function useProviders() {
  return useQuery({ ...useListing(), select: ({ items }) => items });
}

/** Who would speak now for a seat without a brain of its own; null while nobody knows. */
export function useChosenBrain() {
  return useQuery({ ...useListing(), select: ({ chosen }) => chosen }).data ?? null;
}

function useListing() {
  const rest = useRest();
  return {
    queryKey: ['providers'],
    queryFn: ({ signal }: { signal: AbortSignal }) => rest.call('listProviders', { signal }),
  };
}
