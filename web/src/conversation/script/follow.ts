/** Where a scroller stands. */
export interface Geometry {
  readonly top: number;
  /** Of everything inside. */
  readonly height: number;
  /** Of what is seen. */
  readonly view: number;
}

export interface FollowState {
  /** The reader wants to see the end. This is intent; being at the end is only position. */
  readonly pinned: boolean;
  readonly geometry: Geometry;
}

/** As near to the end as counts as being there, in pixels: browsers round. */
export const END_PX = 2;

export function distanceFromEnd({ top, height, view }: Geometry): number {
  return Math.max(0, height - view - top);
}

/**
 * What a scroll event says about the reader. Going up is leaving: when nothing changed its size at the same moment,
 * or when a hand moved the wheel, the page or the bar. A list that measures its rows scrolls by itself too.
 * Coming to the end by going down, or by standing still while the rest shrinks away, is following again.
 */
export function followScroll(before: FollowState, geometry: Geometry, gesture: boolean): FollowState {
  const atEnd = distanceFromEnd(geometry) <= END_PX;
  const up = geometry.top < before.geometry.top - 1;
  const sameSize = geometry.height === before.geometry.height && geometry.view === before.geometry.view;
  if (!atEnd && up && (sameSize || gesture)) return { pinned: false, geometry };
  if (atEnd && !(up && gesture)) return { pinned: true, geometry };
  return { pinned: before.pinned, geometry };
}

/** Rows that came after the last one the reader saw before leaving the end. */
export function newRows(order: readonly string[], lastSeen: string | undefined): number {
  if (lastSeen === undefined) return 0;
  const place = order.lastIndexOf(lastSeen);
  return place < 0 ? 0 : order.length - 1 - place;
}
