import type { ListedPersona } from '@chimera/protocol/persona';
import {
  type InfiniteData,
  keepPreviousData,
  type QueryClient,
  useInfiniteQuery,
} from '@tanstack/react-query';
import { useRest } from './rest.tsx';

const PAGE = 60;
const KEY = ['personas', 'gallery'];

/** Which personas are shown. */
export type GalleryPart = 'all' | 'mine' | 'built-in' | 'favourites';

export interface GalleryFilter {
  readonly q: string;
  readonly tag: string | null;
  readonly part: GalleryPart;
}

interface GalleryPage {
  readonly items: readonly ListedPersona[];
  readonly nextCursor?: string | undefined;
}

/** Personas that fit a filter, one's own first, page by page. */
export function useGallery({ q, tag, part }: GalleryFilter) {
  const rest = useRest();
  return useInfiniteQuery({
    queryKey: [...KEY, { q, tag, part }],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }): Promise<GalleryPage> =>
      rest.call('listPersonas', {
        query: {
          limit: PAGE,
          ...(q !== '' && { q }),
          ...(tag !== null && { tag }),
          ...((part === 'mine' || part === 'built-in') && { from: part }),
          ...(part === 'favourites' && { favourite: 'true' }),
          ...(pageParam !== '' && { cursor: pageParam }),
        },
        signal,
      }),
    getNextPageParam: (page) => page.nextCursor ?? null,
    placeholderData: keepPreviousData,
  });
}

/** Shows a persona as a favourite, or not, wherever it is listed; lists of favourites are asked for anew next time. */
export function showFavourite(queries: QueryClient, id: string, favourite: boolean): void {
  const marked = (persona: ListedPersona) => (persona.id === id ? { ...persona, favourite } : persona);
  queries.setQueriesData<InfiniteData<GalleryPage>>(
    { queryKey: KEY },
    (list) =>
      list && { ...list, pages: list.pages.map((page) => ({ ...page, items: page.items.map(marked) })) },
  );
  queries.setQueryData<ListedPersona>(['personas', 'one', id], (persona) => persona && marked(persona));
}

/** The lists that are not in view change the next time that they are. */
export function forgetFavouriteLists(queries: QueryClient): void {
  void queries.invalidateQueries({ queryKey: KEY, refetchType: 'none' });
}
