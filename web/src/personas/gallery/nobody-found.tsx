import { Link } from '@tanstack/react-router';
import type { GalleryFilter } from '../../queries/use-gallery.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { isolate } from '../../ui/isolate.ts';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { linkLook } from '../link-look.ts';

/** Why no card is shown, and what to do about it. */
export function NobodyFound({
  filter: { q, tag, part },
  onClear,
}: {
  readonly filter: GalleryFilter;
  readonly onClear: () => void;
}) {
  const { gallery: words } = usePersonaWords();
  const showAll = <Button onClick={onClear}>{words.clear}</Button>;
  if (q !== '') return <EmptyState title={words.noMatchFor(isolate(q))} action={showAll} />;
  if (tag !== null) return <EmptyState title={words.noMatch} action={showAll} />;
  if (part === 'favourites') {
    return (
      <EmptyState title={words.noFavourites} action={showAll}>
        {words.noFavouritesHint}
      </EmptyState>
    );
  }
  if (part !== 'mine') return <EmptyState title={words.none} />;
  return (
    <EmptyState
      title={words.noneOwn}
      action={
        <div className="flex flex-wrap gap-2">
          <Link to="/personas/new" className={linkLook('primary')}>
            {words.make}
          </Link>
          <Link to="/personas/import" className={linkLook('secondary')}>
            {words.bringIn}
          </Link>
        </div>
      }
    >
      {words.noneOwnHint}
    </EmptyState>
  );
}
