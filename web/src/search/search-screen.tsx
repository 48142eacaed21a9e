import { reasonOf } from '../queries/reason-of.ts';
import { type SearchFilter, useSearch } from '../queries/use-search.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { Page } from '../ui/page.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useSearchWords } from '../words/use-search-words.ts';
import { useWords } from '../words/use-words.ts';
import { HitRow } from './hit-row.tsx';
import { SearchFilters } from './search-filters.tsx';
import { useSearchFilter } from './use-search-filter.ts';

/** What was said in all of one's conversations, found by its words. */
export function SearchScreen() {
  const { common } = useWords();
  const words = useSearchWords();
  const { typed, wanted, change } = useSearchFilter();
  const isWish = wanted.q.trim() !== '' || wanted.speaker.trim() !== '';
  return (
    <Page title={common.search} product={common.product} lead={words.lead}>
      <SearchFilters filter={typed} onChange={change} />
      {isWish ? (
        <Hits wanted={wanted} onClear={() => change(nothing)} />
      ) : (
        <EmptyState title={words.noWish}>{words.noWishHint}</EmptyState>
      )}
    </Page>
  );
}

const nothing: SearchFilter = { q: '', speaker: '', from: '', to: '' };

function Hits({ wanted, onClear }: { readonly wanted: SearchFilter; readonly onClear: () => void }) {
  const { common } = useWords();
  const words = useSearchWords();
  const search = useSearch(wanted);
  const pages = search.data?.pages ?? [];
  const items = pages.flatMap((page) => page.items);
  const counts = pages[0];
  if (search.isPending) return <Loading />;
  if (search.isError && items.length === 0) {
    return (
      <ErrorBlock
        title={words.failed}
        actions={<Button onClick={() => void search.refetch()}>{common.retry}</Button>}
      >
        {reasonOf(search.error)}
      </ErrorBlock>
    );
  }
  const isNarrow = wanted.q.trim() !== '' && `${wanted.speaker}${wanted.from}${wanted.to}` !== '';
  return (
    <>
      <output aria-live="polite" className="mb-2 block text-note text-muted">
        {items.length > 0 && (search.hasNextPage ? words.foundMore : words.found)(items.length)}
      </output>
      {counts !== undefined && counts.unread > 0 && (
        <p className="mb-2 text-note text-muted">{words.unread(counts.unread)}</p>
      )}
      {items.length === 0 ? (
        <EmptyState
          title={(isNarrow ? words.noneThen : words.none)(wanted.q.trim())}
          action={<Button onClick={onClear}>{words.clear}</Button>}
        >
          {words.searched(counts?.searched ?? 0)}
        </EmptyState>
      ) : (
        <>
          <h2 className="sr-only">{words.lines}</h2>
          <ul
            className={search.isPlaceholderData ? 'border-t border-line opacity-60' : 'border-t border-line'}
          >
            {items.map((hit) => (
              <li key={`${hit.conversationId} ${hit.seq}`}>
                <HitRow hit={hit} />
              </li>
            ))}
          </ul>
        </>
      )}
      {search.isFetchNextPageError && <p className="mt-4 text-body text-danger">{reasonOf(search.error)}</p>}
      {search.hasNextPage && (
        <div className="mt-6">
          <Button busy={search.isFetchingNextPage} onClick={() => void search.fetchNextPage()}>
            {words.more}
          </Button>
        </div>
      )}
    </>
  );
}

function Loading() {
  const { common } = useWords();
  return (
    <div className="flex flex-col gap-4 pt-4">
      <output className="sr-only">{common.loading}</output>
      {[0, 1, 2, 3].map((row) => (
        <Skeleton key={row} className="h-20 w-full" />
      ))}
    </div>
  );
}
