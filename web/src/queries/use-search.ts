import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useRest } from './rest.tsx';

const PAGE = 30;

export interface SearchFilter {
  readonly q: string;
  readonly speaker: string;
  /** Days where the person is, as `2026-01-31`; empty: any. */
  readonly from: string;
  readonly to: string;
}

/** Lines in which all of this is, page by page; nobody is asked while nothing is looked for. */
export function useSearch({ q, speaker, from, to }: SearchFilter) {
  const rest = useRest();
  return useInfiniteQuery({
    queryKey: ['conversations', 'search', { q, speaker, from, to }],
    enabled: q.trim() !== '' || speaker.trim() !== '',
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      rest.call('search', {
        query: {
          limit: PAGE,
          ...(q !== '' && { q }),
          ...(speaker !== '' && { speaker }),
          ...momentAs('from', from, 0),
          ...momentAs('to', to, 1),
          ...(pageParam !== '' && { cursor: pageParam }),
        },
        signal,
      }),
    getNextPageParam: (page) => page.nextCursor ?? null,
    placeholderData: keepPreviousData,
  });
}

/** When a day begins where the person is, some days later. */
function momentAs(name: 'from' | 'to', day: string, later: number): { from?: string; to?: string } {
  const [year, month, date] = day.split('-').map(Number);
  if (year === undefined || month === undefined || date === undefined) return {};
  const begins = new Date(year, month - 1, date + later);
  return Number.isNaN(begins.getTime()) || begins.getFullYear() < 1 ? {} : { [name]: begins.toISOString() };
}
