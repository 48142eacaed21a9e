import { Link } from '@tanstack/react-router';
import { reasonOf } from '../../queries/reason-of.ts';
import { useCasts } from '../../queries/use-casts.ts';
import { usePeople } from '../../queries/use-people.ts';
import { usePlayCast } from '../../queries/use-play-cast.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBlock } from '../../ui/error-block.tsx';
import { isolate } from '../../ui/isolate.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { usePersonaWords } from '../../words/use-persona-words.ts';
import { useWords } from '../../words/use-words.ts';
import { CastPoster } from './cast-poster.tsx';

const PLACEHOLDERS = 4;

/** The casts, in a row that scrolls by itself. */
export function CastRow() {
  const { common } = useWords();
  const { casts: words } = usePersonaWords();
  const casts = useCasts();
  const play = usePlayCast();
  const items = casts.data ?? [];
  const people = usePeople(items.flatMap(({ seats }) => seats.map(({ personaId }) => personaId)));
  return (
    <section aria-labelledby="casts-title" className="mb-10">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-x-4">
        <h2 id="casts-title" className="font-serif text-head font-medium">
          {words.title}
        </h2>
        <Link
          to="/casts/new"
          className="control-height inline-flex items-center text-body text-accent underline underline-offset-4"
        >
          {words.make}
        </Link>
      </div>
      {play.isError && (
        <div className="mb-3">
          <ErrorBlock title={words.notStarted(isolate(play.variables.name))}>
            {reasonOf(play.error)}
          </ErrorBlock>
        </div>
      )}
      {casts.isError && (
        <ErrorBlock
          title={words.failed}
          actions={<Button onClick={() => void casts.refetch()}>{common.retry}</Button>}
        >
          {reasonOf(casts.error)}
        </ErrorBlock>
      )}
      {casts.data?.length === 0 && <p className="py-2 text-body text-muted">{words.none}</p>}
      {/* To the edges of the page, so that one sees that it goes on. */}
      <ul
        aria-busy={casts.isPending}
        className="-mx-4 flex scroll-px-4 gap-4 overflow-x-auto overscroll-x-contain px-4 pb-2 sm:-mx-6 sm:px-6 lg:-mx-10 lg:px-10"
      >
        {casts.isPending &&
          Array.from({ length: PLACEHOLDERS }, (_, index) => (
            <li key={index}>
              <Skeleton className="h-48 w-64 sm:w-72" />
            </li>
          ))}
        {items.map((cast) => (
          <li key={cast.id}>
            <CastPoster
              cast={cast}
              people={people}
              busy={play.isPending && play.variables.id === cast.id}
              onPlay={() => {
                if (!play.isPending) play.mutate(cast);
              }}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
