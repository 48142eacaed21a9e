import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { distanceFromEnd, END_PX, followScroll, newRows, type FollowState, type Geometry } from './follow.ts';

/** After a hand was on the wheel, the page or the bar, scrolling for this long is the reader's own. */
const GESTURE_MS = 700;

export interface Following {
  /** There is something below what the reader sees. */
  readonly away: boolean;
  /** Rows that came since the reader left the end. */
  readonly fresh: number;
  readonly toEnd: () => void;
  /** The reader goes somewhere else on purpose. */
  readonly leave: () => void;
}

/**
 * Keeps the end in view while the reader is there, and only then. What grows inside is held by the list itself;
 * this covers what it does not see: a viewport that shrinks, a page that comes back from the background.
 */
export function useFollow({
  scroller,
  order,
  scrollToEnd,
  onScroll,
}: {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly order: readonly string[];
  readonly scrollToEnd: () => void;
  readonly onScroll: (geometry: Geometry) => void;
}): Following {
  const state = useRef<FollowState>({ pinned: true, geometry: { top: 0, height: 0, view: 0 } });
  const [pinned, setPinned] = useState(true);
  const [far, setFar] = useState(false);
  const [lastSeen, setLastSeen] = useState<string | undefined>(undefined);
  const last = order.at(-1);

  const become = useCallback(
    (next: FollowState) => {
      if (state.current.pinned && !next.pinned) setLastSeen(last);
      state.current = next;
      setPinned(next.pinned);
    },
    [last],
  );
  const leave = useCallback(() => become({ ...state.current, pinned: false }), [become]);
  const toEnd = useCallback(() => {
    become({ ...state.current, pinned: true });
    scrollToEnd();
  }, [become, scrollToEnd]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    return listenToReader(element, (geometry, gesture) => {
      become(followScroll(state.current, geometry, gesture));
      setFar(distanceFromEnd(geometry) > END_PX);
      onScroll(geometry);
    });
  }, [scroller, become, onScroll]);

  useEffect(() => {
    const element = scroller.current;
    if (!element || typeof ResizeObserver === 'undefined') return undefined;
    const hold = () => {
      if (state.current.pinned && !document.hidden && distanceFromEnd(geometryOf(element)) > 0) scrollToEnd();
    };
    const observer = new ResizeObserver(hold);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, [scroller, scrollToEnd]);

  useReturn({ state, last, leave, toEnd, scroller });

  // A row that was appended while at the end: the list measures it only after it was drawn.
  useLayoutEffect(() => {
    if (last !== undefined && state.current.pinned && !document.hidden) scrollToEnd();
  }, [last, scrollToEnd]);

  const fresh = pinned ? 0 : newRows(order, lastSeen);
  return { away: !pinned && (far || fresh > 0), fresh, toEnd, leave };
}

/** A page that comes back to more than a screen of news stays where the reader was. */
function useReturn({
  state,
  last,
  leave,
  toEnd,
  scroller,
}: {
  readonly state: RefObject<FollowState>;
  readonly last: string | undefined;
  readonly leave: () => void;
  readonly toEnd: () => void;
  readonly scroller: RefObject<HTMLElement | null>;
}): void {
  const left = useRef<string | undefined>(undefined);
  useEffect(() => {
    const onChange = () => {
      if (document.hidden) {
        left.current = state.current.pinned ? last : undefined;
        if (state.current.pinned) leave();
        return;
      }
      const element = scroller.current;
      if (left.current === undefined || !element) return;
      left.current = undefined;
      const geometry = geometryOf(element);
      if (distanceFromEnd(geometry) <= geometry.view) toEnd();
    };
    document.addEventListener('visibilitychange', onChange);
    return () => document.removeEventListener('visibilitychange', onChange);
  }, [state, last, leave, toEnd, scroller]);
}

function listenToReader(
  element: HTMLElement,
  onScroll: (geometry: Geometry, gesture: boolean) => void,
): () => void {
  let gestureAt = Number.NEGATIVE_INFINITY;
  const gestures = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const;
  const onGesture = (event: Event) => {
    gestureAt = event.timeStamp;
  };
  const onMove = (event: Event) => onScroll(geometryOf(element), event.timeStamp - gestureAt < GESTURE_MS);
  for (const name of gestures) element.addEventListener(name, onGesture, { passive: true });
  element.addEventListener('scroll', onMove, { passive: true });
  return () => {
    for (const name of gestures) element.removeEventListener(name, onGesture);
    element.removeEventListener('scroll', onMove);
  };
}

export function geometryOf(element: HTMLElement): Geometry {
  return { top: element.scrollTop, height: element.scrollHeight, view: element.clientHeight };
}
