import type { useGallery } from '../../queries/use-gallery.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBlock } from '../../ui/error-block.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { reasonOf } from '../../queries/reason-of.ts';
import { useWords } from '../../words/use-words.ts';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { PersonaCard } from './persona-card.tsx';
import { useNearEnd } from './use-near-end.ts';

const PLACEHOLDERS = 12;
const GRID = 'grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-4';

/** The personas that were found, as cards; more of them are asked for as the end comes near. */
export function PersonaGrid({ list }: { readonly list: ReturnType<typeof useGallery> }) {
  const { common } = useWords();
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.isPending) {
    return (
      <>
        <output className="sr-only">{common.loading}</output>
        <div className={GRID}>
          {Array.from({ length: PLACEHOLDERS }, (_, index) => (
            <Skeleton key={index} className="h-32 w-full" />
          ))}
        </div>
      </>
    );
  }
  return (
    <>
      <ul className={GRID} aria-busy={list.isPlaceholderData}>
        {items.map((persona) => (
          // A thousand cards cost no more than those in view.
          <li key={persona.id} className="[contain-intrinsic-size:auto_132px] [content-visibility:auto]">
            <PersonaCard persona={persona} />
          </li>
        ))}
      </ul>
      {list.hasNextPage && <MorePersonas list={list} />}
    </>
  );
}

function MorePersonas({ list }: { readonly list: ReturnType<typeof useGallery> }) {
  const { gallery: words } = usePersonaWords();
  const { common } = useWords();
  const { isFetchingNextPage, isFetchNextPageError: hasFailed } = list;
  // After a failure it waits to be pressed.
  const sentinel = useNearEnd(() => {
    if (!isFetchingNextPage && !hasFailed && !list.isPlaceholderData) void list.fetchNextPage();
  });
  return (
    <div ref={sentinel} className="mt-6">
      {hasFailed && (
        <div className="mb-4">
          <ErrorBlock title={words.moreFailed}>{reasonOf(list.error)}</ErrorBlock>
        </div>
      )}
      <Button busy={isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        {hasFailed ? common.retry : words.more}
      </Button>
    </div>
  );
}
