import { useEffect } from 'react';

/**
 * Keeps the page from scrolling under what lies over it, without a jump where the scroll bar was. Set on the element
 * itself: a style sheet made at run time would need a hole in the content security policy.
 */
export function useScrollLock(locked: boolean): void {
  useEffect(() => {
    if (!locked) return undefined;
    const page = document.documentElement;
    const { overflow, paddingRight } = page.style;
    const barPx = window.innerWidth - page.clientWidth;
    page.style.overflow = 'hidden';
    if (barPx > 0) page.style.paddingRight = `${barPx}px`;
    return () => {
      page.style.overflow = overflow;
      page.style.paddingRight = paddingRight;
    };
  }, [locked]);
}
