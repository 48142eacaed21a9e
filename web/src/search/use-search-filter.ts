import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { SearchFilter } from '../queries/use-search.ts';
import { useSettled } from '../ui/use-settled.ts';
import { searchAddressOf, type SearchAddress } from './search-address.ts';

const route = getRouteApi('/page/search');
/** As long as somebody types, nobody is asked. */
const SEARCH_DELAY_MS = 200;

/**
 * What is being typed, and what is looked for: that stands in the address, so that a way back leads to what was found.
 */
export function useSearchFilter() {
  const address = searchAddressOf({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const wanted = filterOf(address);
  const [typed, setTyped] = useState(wanted);
  const settled = useSettled(typed, SEARCH_DELAY_MS);
  const here = JSON.stringify(wanted);
  const latest = useRef(here);
  useEffect(() => {
    const next = searchAddressOf({ ...settled });
    const place = JSON.stringify(filterOf(next));
    if (place === latest.current) return;
    latest.current = place;
    void navigate({ search: next, replace: true, resetScroll: false });
  }, [settled, navigate]);
  useEffect(() => {
    // The address changed by itself, as by a link to another search.
    if (here === latest.current) return;
    latest.current = here;
    setTyped(filterOf(searchAddressOf({ ...JSON.parse(here) })));
  }, [here]);
  return { typed, wanted, change: setTyped };
}

function filterOf({ q = '', speaker = '', from = '', to = '' }: SearchAddress): SearchFilter {
  return { q, speaker, from, to };
}
