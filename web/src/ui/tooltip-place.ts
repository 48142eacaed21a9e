type Side = 'top' | 'bottom' | 'left' | 'right';

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Between control and words, and between words and the edge of the page, in pixels. */
const GAP = 6;
const MARGIN = 8;

const opposite: Record<Side, Side> = { top: 'bottom', bottom: 'top', left: 'right', right: 'left' };

/** Where a tooltip goes: at the wished side, at the opposite one when there is no room, never outside the page. */
export function tooltipPlace(
  anchor: Box,
  bubble: Size,
  page: Size,
  side: Side,
): { left: number; top: number } {
  const wished = beside(anchor, bubble, side);
  const place = fits(wished, bubble, page, side) ? wished : beside(anchor, bubble, opposite[side]);
  return {
    left: within(place.left, page.width - bubble.width),
    top: within(place.top, page.height - bubble.height),
  };
}

function beside(anchor: Box, bubble: Size, side: Side): { left: number; top: number } {
  const middle = {
    left: anchor.left + (anchor.width - bubble.width) / 2,
    top: anchor.top + (anchor.height - bubble.height) / 2,
  };
  if (side === 'top') return { ...middle, top: anchor.top - bubble.height - GAP };
  if (side === 'bottom') return { ...middle, top: anchor.top + anchor.height + GAP };
  if (side === 'left') return { ...middle, left: anchor.left - bubble.width - GAP };
  return { ...middle, left: anchor.left + anchor.width + GAP };
}

function fits(place: { left: number; top: number }, bubble: Size, page: Size, side: Side): boolean {
  if (side === 'top') return place.top >= MARGIN;
  if (side === 'bottom') return place.top + bubble.height <= page.height - MARGIN;
  if (side === 'left') return place.left >= MARGIN;
  return place.left + bubble.width <= page.width - MARGIN;
}

function within(value: number, most: number): number {
  return Math.max(MARGIN, Math.min(value, most - MARGIN));
}
