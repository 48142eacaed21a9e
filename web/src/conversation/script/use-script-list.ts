import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';
import type { Reading } from '../../live/cell.ts';
import type { ConversationStore } from '../../live/conversation-store.ts';
import type { History } from '../../live/pages.ts';
import type { ScriptHandle } from '../stage.tsx';
import type { Geometry } from './follow.ts';
import { type Following, useFollow } from './use-follow.ts';

/** History is asked for this many screens ahead, so that it rarely arrives under a moving finger. */
const SCREENS_AHEAD = 1.5;
const ROW_ESTIMATE_PX = 120;
const OVERSCAN_ROWS = 6;
/** Rows that are always there in a steady transcript. */
const STEADY_ROWS = 300;

/** The list of rows: which ones are really there, where the reader stands, and how to go elsewhere. */
export function useScriptList({
  rows,
  store,
  scroller,
  steady,
}: {
  readonly rows: readonly string[];
  readonly store: ConversationStore;
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** The last rows are really there, however far they are from the view. */
  readonly steady: boolean;
}) {
  const [focused, setFocused] = useState<string | null>(null);
  const focusedIndex = focused === null ? -1 : rows.indexOf(focused);
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoized by a compiler
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLElement>({
    count: rows.length,
    getScrollElement: useCallback(() => scroller.current, [scroller]),
    getItemKey: useCallback((index: number) => rows[index] ?? index, [rows]),
    estimateSize: () => ROW_ESTIMATE_PX,
    overscan: OVERSCAN_ROWS,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: 2,
    directDomUpdates: true,
    directDomUpdatesMode: 'position',
    // A row with the focus stays, however far one scrolls: otherwise the focus would fall out of the page.
    rangeExtractor: useCallback(
      (range: Range) =>
        withRow(steady ? withEnd(range) : defaultRangeExtractor(range), focusedIndex, range.count),
      [focusedIndex, steady],
    ),
  });

  // The row that was the last loses the room below it, and while the list scrolls it takes new rows to be as high as
  // it guessed. Told at once: by itself it would notice only after all of them were laid out, that much too low.
  const last = rows.at(-1);
  const lastBefore = useRef(last);
  useLayoutEffect(() => {
    const from = rows.lastIndexOf(lastBefore.current ?? '');
    lastBefore.current = last;
    if (from < 0 || from === rows.length - 1) return;
    for (const { index, height } of heightsFrom(scroller.current, from))
      virtualizer.resizeItem(index, height);
  }, [virtualizer, scroller, rows, last]);

  const scrollToEnd = useCallback(() => virtualizer.scrollToEnd(), [virtualizer]);
  const askForHistory = useCallback(
    ({ top, view }: Geometry) => {
      if (top < view * SCREENS_AHEAD && store.history.get().kind === 'more') void store.loadEarlier();
    },
    [store],
  );
  const follow = useFollow({ scroller, order: rows, scrollToEnd, onScroll: askForHistory });
  const following = useBackToNow(follow, store);
  const handle = useHandle({ rows, store, virtualizer, scroller, following });
  return { virtualizer, following, handle, setFocused };
}

/** To the end is back to now: what was gone to long ago, and is not joined to it, goes. */
function useBackToNow(follow: Following, store: ConversationStore): Following {
  const { toEnd } = follow;
  const backToNow = useCallback(() => {
    store.backToNow();
    toEnd();
  }, [store, toEnd]);
  return { ...follow, toEnd: backToNow };
}

function heightsFrom(scroller: HTMLElement | null, from: number): { index: number; height: number }[] {
  return [...(scroller?.querySelectorAll<HTMLElement>('[data-index]') ?? [])]
    .map((row) => ({ row, index: Number(row.dataset['index']) }))
    .filter(({ index }) => index >= from)
    .map(({ row, index }) => ({ index, height: row.offsetHeight }));
}

function withRow(indexes: number[], index: number, count: number): number[] {
  if (index < 0 || index >= count || indexes.includes(index)) return indexes;
  return [...indexes, index].sort((a, b) => a - b);
}

/** The rows in view, and all of the last ones. */
function withEnd(range: Range): number[] {
  const from = Math.max(0, range.count - STEADY_ROWS);
  const before = defaultRangeExtractor(range).filter((index) => index < from);
  return [...before, ...Array.from({ length: range.count - from }, (_, index) => from + index)];
}

interface Moving {
  readonly rows: readonly string[];
  readonly store: ConversationStore;
  readonly virtualizer: {
    scrollToIndex: (index: number, options?: { align?: 'auto' | 'start' | 'center' }) => void;
  };
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly following: { readonly toEnd: () => void; readonly leave: () => void };
}

function useHandle(moving: Moving): ScriptHandle {
  const latest = useRef(moving);
  useEffect(() => {
    latest.current = moving;
  });
  const journey = useRef<AbortController>(null);
  return useMemo(() => {
    // Going elsewhere ends a way to the beginning that is still under way.
    const setOut = () => {
      journey.current?.abort();
      journey.current = new AbortController();
      return journey.current.signal;
    };
    const go = (index: number, align: 'auto' | 'start') => {
      const { rows, virtualizer, scroller, following } = latest.current;
      const row = rows[index];
      if (row === undefined) return;
      if (index < rows.length - 1) following.leave();
      virtualizer.scrollToIndex(index, { align });
      focusWhenThere(scroller, row);
    };
    /** What was said first may still have to be fetched, page by page. */
    const goToBeginning = async () => {
      const signal = setOut();
      const { store } = latest.current;
      go(0, 'start');
      while (!signal.aborted && (await settled(store.history)).kind === 'more') await store.loadEarlier();
      if (!signal.aborted) go(0, 'start');
    };
    return {
      toEnd: () => {
        setOut();
        const { following, rows, scroller } = latest.current;
        following.toEnd();
        const last = rows.at(-1);
        if (last !== undefined && scroller.current?.contains(document.activeElement))
          focusWhenThere(scroller, last);
      },
      toBeginning: () => void goToBeginning(),
      goTo: async (seq) => {
        const signal = setOut();
        const { store, following } = latest.current;
        following.leave();
        const row = await store.goTo(seq);
        if (signal.aborted) return row;
        if (row === null) {
          latest.current.following.toEnd();
          return null;
        }
        // The list is told of new rows only after they were drawn.
        for (let tries = 0; tries < 10 && !latest.current.rows.includes(row); tries += 1) await nextFrame();
        if (signal.aborted) return row;
        const { rows, virtualizer, scroller } = latest.current;
        latest.current.following.leave();
        virtualizer.scrollToIndex(rows.indexOf(row), { align: 'center' });
        focusWhenThere(scroller, row);
        return row;
      },
      move: (by) => {
        setOut();
        const { rows, scroller } = latest.current;
        const here = rowOf(document.activeElement);
        const index = here === null ? nearest(rows, scroller.current, by) : rows.indexOf(here) + by;
        go(Math.min(Math.max(index, 0), rows.length - 1), 'auto');
      },
      show: (id) => {
        setOut();
        const { rows, virtualizer, following } = latest.current;
        const index = rows.indexOf(id);
        if (index < 0) return;
        if (index < rows.length - 1) following.leave();
        virtualizer.scrollToIndex(index, { align: 'center' });
      },
      focus: () => {
        setOut();
        go(latest.current.rows.length - 1, 'auto');
      },
    };
  }, []);
}

/** The state of the history once nothing is being fetched. */
async function settled(history: Reading<History>): Promise<History> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = () => {
    if (history.get().kind !== 'loading') resolve();
  };
  const stop = history.subscribe(look);
  look();
  await promise;
  stop();
  return history.get();
}

/** The id of the row that an element is in. */
export function rowOf(element: Element | null): string | null {
  return element?.closest('[data-row]')?.getAttribute('data-row') ?? null;
}

/** From outside the script, the first move goes to what is in view: the last row for back, the first for on. */
function nearest(rows: readonly string[], scroller: HTMLElement | null, by: number): number {
  if (!scroller) return rows.length - 1;
  const box = scroller.getBoundingClientRect();
  const seen = [...scroller.querySelectorAll('[data-row]')].filter((row) => {
    const { top, bottom } = row.getBoundingClientRect();
    return bottom > box.top && top < box.bottom;
  });
  const row = rowOf((by > 0 ? seen.at(0) : seen.at(-1)) ?? null);
  return row === null ? rows.length - 1 : rows.indexOf(row);
}

function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => resolve());
    // No frame comes in a hidden tab.
    setTimeout(resolve, 100);
  });
}

/** A row far away is put up only after the list was scrolled there. */
function focusWhenThere(scroller: RefObject<HTMLElement | null>, row: string, tries = 10): void {
  const found = scroller.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(row)}"]`);
  if (found) found.focus({ preventScroll: true });
  else if (tries > 0) requestAnimationFrame(() => focusWhenThere(scroller, row, tries - 1));
}
