import { type RefObject, useEffect, useRef } from 'react';

/** So far below the view the next part is asked for already. */
const AHEAD = '800px';

/** Calls when the element comes near the view, again as often as it does. Without such a browser nothing is called. */
export function useNearEnd(onNear: () => void): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null);
  const latest = useRef(onNear);
  useEffect(() => {
    latest.current = onNear;
  });
  useEffect(() => {
    if (element.current === null || typeof IntersectionObserver === 'undefined') return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) latest.current();
      },
      { rootMargin: `0px 0px ${AHEAD}` },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return element;
}
