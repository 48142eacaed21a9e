import { useEffect } from 'react';
import { placesOf } from './find-in-talk.ts';

const FOUND = 'found';
const FOUND_HERE = 'found-here';

/**
 * Marks the words wherever they stand in the script, without touching its nodes: what is said is put up once and
 * never again. Follows the rows that the list puts up while one scrolls.
 */
export function useHighlight(query: string, here: string | undefined): void {
  useEffect(() => {
    const script = document.getElementById('script');
    if (query.trim() === '' || script === null || !('highlights' in CSS)) return undefined;
    let asked = 0;
    const mark = () => {
      asked = 0;
      const ranges = rangesIn(script, query);
      const isHere = (range: Range) =>
        range.startContainer.parentElement?.closest('[data-row]')?.getAttribute('data-row') === here;
      CSS.highlights.set(FOUND, new Highlight(...ranges.filter((range) => !isHere(range))));
      CSS.highlights.set(FOUND_HERE, new Highlight(...ranges.filter(isHere)));
    };
    const observer = new MutationObserver(() => {
      asked ||= requestAnimationFrame(mark);
    });
    observer.observe(script, { childList: true, subtree: true });
    mark();
    return () => {
      observer.disconnect();
      cancelAnimationFrame(asked);
      CSS.highlights.delete(FOUND);
      CSS.highlights.delete(FOUND_HERE);
    };
  }, [query, here]);
}

function rangesIn(script: HTMLElement, query: string): Range[] {
  return [...script.querySelectorAll('.said')].flatMap((said) => {
    const walker = document.createTreeWalker(said, NodeFilter.SHOW_TEXT);
    const ranges: Range[] = [];
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
      for (const [begin, end] of placesOf(node.nodeValue ?? '', query))
        ranges.push(rangeOf(node, begin, end));
    return ranges;
  });
}

function rangeOf(node: Node, begin: number, end: number): Range {
  const range = document.createRange();
  range.setStart(node, begin);
  range.setEnd(node, end);
  return range;
}
