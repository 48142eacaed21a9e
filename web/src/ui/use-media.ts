import { useCallback, useSyncExternalStore } from 'react';

/** True while a media query holds. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    [query],
  );
  const get = useCallback(() => matchMedia(query).matches, [query]);
  return useSyncExternalStore(subscribe, get, () => false);
}

/** Where the layout of the conversation changes; the same widths as in the theme. */
export const WIDE = '(min-width: 64rem)';
export const HOUSE = '(min-width: 100rem)';
