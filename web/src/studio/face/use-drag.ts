import { type PointerEvent, useRef } from 'react';

interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Drag {
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerCancel: (event: PointerEvent<HTMLElement>) => void;
}

/** One finger or the mouse moves, two fingers also come nearer: told as steps. */
export function useDrag(onStep: (by: Point, factor: number) => void): Drag {
  const down = useRef(new Map<number, Point>());
  const up = (event: PointerEvent<HTMLElement>) => void down.current.delete(event.pointerId);
  return {
    onPointerDown: (event) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      down.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
    },
    onPointerMove: (event) => {
      const known = down.current;
      if (!known.has(event.pointerId)) return;
      const before = pictureOf([...known.values()]);
      known.set(event.pointerId, { x: event.clientX, y: event.clientY });
      const after = pictureOf([...known.values()]);
      const by = { x: after.middle.x - before.middle.x, y: after.middle.y - before.middle.y };
      onStep(by, before.spread > 0 ? after.spread / before.spread : 1);
    },
    onPointerUp: up,
    onPointerCancel: up,
  };
}

/** Where the fingers are together, and how far they are from there. */
function pictureOf(points: readonly Point[]): { readonly middle: Point; readonly spread: number } {
  const sum = points.reduce((all, point) => ({ x: all.x + point.x, y: all.y + point.y }), { x: 0, y: 0 });
  const middle = { x: sum.x / points.length, y: sum.y / points.length };
  const spread = points.reduce((all, { x, y }) => all + Math.hypot(x - middle.x, y - middle.y), 0);
  return { middle, spread };
}
