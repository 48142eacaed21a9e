import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { reasonOf } from '../queries/reason-of.ts';
import { useBuiltInPersonas } from '../queries/use-built-in-personas.ts';
import { type GalleryFilter, useGallery } from '../queries/use-gallery.ts';
import { Button } from '../ui/button.tsx';
import { ErrorBlock } from '../ui/error-block.tsx';
import { Page } from '../ui/page.tsx';
import { useSettled } from '../ui/use-settled.ts';
import { usePersonaWords } from '../words/use-persona-words.ts';
import { useWords } from '../words/use-words.ts';
import { CastRow } from './casts/cast-row.tsx';
import { linkLook } from './link-look.ts';
import { DraftList } from './gallery/draft-list.tsx';
import { gallerySearchOf } from './gallery/gallery-search.ts';
import { GalleryFilters } from './gallery/gallery-filters.tsx';
import { NobodyFound } from './gallery/nobody-found.tsx';
import { PersonaGrid } from './gallery/persona-grid.tsx';

const route = getRouteApi('/page/personas');

/** As long as somebody types, nobody is asked. */
const SEARCH_DELAY_MS = 250;

/** Who there is: casts, what one has begun to write, and the characters to seat. */
export function PersonasScreen() {
  const { common } = useWords();
  const { gallery: words } = usePersonaWords();
  return (
    <Page
      title={common.personas}
      product={common.product}
      wide="full"
      lead={words.lead}
      aside={
        <div className="flex flex-wrap gap-2">
          <Link to="/personas/import" className={linkLook('secondary')}>
            {words.bringIn}
          </Link>
          <Link to="/personas/new" className={linkLook('primary')}>
            {words.make}
          </Link>
        </div>
      }
    >
      <CastRow />
      <DraftList />
      <Gallery />
    </Page>
  );
}

function Gallery() {
  const { common } = useWords();
  const { gallery: words } = usePersonaWords();
  const { filter, change, clear } = useFilter();
  const wanted = { ...filter, q: useSettled(filter.q.trim(), SEARCH_DELAY_MS) };
  const list = useGallery(wanted);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const builtIn = useBuiltInPersonas().data ?? [];
  const isFiltered = wanted.q !== '' || wanted.tag !== null;
  return (
    <section aria-labelledby="all-title">
      <h2 id="all-title" className="mb-3 font-serif text-head font-medium">
        {words.all}
      </h2>
      <GalleryFilters filter={filter} personas={[...builtIn, ...items]} onChange={change} />
      <output aria-live="polite" className="sr-only">
        {list.isSuccess && !list.isPlaceholderData && (isFiltered || wanted.part !== 'all')
          ? (list.hasNextPage ? words.foundMore : words.found)(items.length)
          : ''}
      </output>
      {list.isError && items.length === 0 && (
        <ErrorBlock
          title={words.failed}
          actions={<Button onClick={() => void list.refetch()}>{common.retry}</Button>}
        >
          {reasonOf(list.error)}
        </ErrorBlock>
      )}
      {list.isSuccess && items.length === 0 && <NobodyFound filter={wanted} onClear={clear} />}
      <PersonaGrid list={list} />
    </section>
  );
}

/** The filter as the address has it, but for what is being typed. */
function useFilter() {
  // Read once more: what an address has beyond its route comes along as it is.
  const { q = '', tag = null, show = 'all' } = gallerySearchOf({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const [typed, setTyped] = useState(q);
  const settled = useSettled(typed, SEARCH_DELAY_MS);
  const latest = useRef(q);
  useEffect(() => {
    const words = settled.trim();
    if (words === latest.current) return;
    latest.current = words;
    void navigate({
      search: ({ q: _, ...rest }) => ({ ...rest, ...(words !== '' && { q: words }) }),
      replace: true,
      resetScroll: false,
    });
  }, [settled, navigate]);
  useEffect(() => {
    // The address changed by itself, as by a link to all personas.
    if (q === latest.current) return;
    latest.current = q;
    setTyped(q);
  }, [q]);

  function change({ q: words, tag: other, part }: Partial<GalleryFilter>): void {
    if (words !== undefined) setTyped(words);
    if (other === undefined && part === undefined) return;
    void navigate({
      search: ({ tag: _, show: __, ...rest }) => ({
        ...rest,
        ...withTag(other === undefined ? tag : other),
        ...withPart(part ?? show),
      }),
      replace: true,
      resetScroll: false,
    });
  }

  function clear(): void {
    setTyped('');
    void navigate({ search: {}, replace: true, resetScroll: false });
  }

  const filter: GalleryFilter = { q: typed, tag, part: show };
  return { filter, change, clear };
}

function withTag(tag: string | null) {
  return tag === null ? {} : { tag };
}

function withPart(part: GalleryFilter['part']) {
  return part === 'all' ? {} : { show: part };
}
