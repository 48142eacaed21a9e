import { useEffect, useEffectEvent, useRef } from 'react';
import type { Square } from './crop.ts';
import { useDrag } from './use-drag.ts';

const STAGE_PX = 288;
/** One notch of a wheel. */
const WHEEL_FACTOR = 1.0015;

export interface CropStageProps {
  /** Where the picture lies in this page. */
  readonly url: string;
  /** Null: it is still being read. */
  readonly square: Square | null;
  readonly onLoad: (image: HTMLImageElement) => void;
  readonly onFail: () => void;
  /** By pixels of the picture. */
  readonly onStep: (by: { readonly x: number; readonly y: number }, factor: number) => void;
}

/** The picture under a round window. For pointers only: keyboards and screen readers have sliders beside it. */
export function CropStage({ url, square, onLoad, onFail, onStep }: CropStageProps) {
  const stage = useRef<HTMLDivElement>(null);
  const scale = square === null ? 1 : STAGE_PX / square.side;
  const drag = useDrag((by, factor) => onStep({ x: by.x / scale, y: by.y / scale }, factor));
  const step = useEffectEvent(onStep);
  useEffect(() => {
    // React hears wheels passively, and the page would scroll.
    const element = stage.current;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      step({ x: 0, y: 0 }, WHEEL_FACTOR ** -event.deltaY);
    };
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, []);
  return (
    <div
      ref={stage}
      aria-hidden="true"
      {...drag}
      className="relative size-72 max-w-full shrink-0 cursor-grab touch-none overflow-hidden rounded-card bg-sunken select-none active:cursor-grabbing"
    >
      <img
        src={url}
        alt=""
        draggable={false}
        onLoad={({ currentTarget }) => onLoad(currentTarget)}
        onError={onFail}
        className={square === null ? 'invisible' : 'absolute top-0 left-0 max-w-none origin-top-left'}
        style={
          square === null
            ? {}
            : { transform: `scale(${scale}) translate(${-square.left}px, ${-square.top}px)` }
        }
      />
      <span className="pointer-events-none absolute inset-0 rounded-full shadow-[0_0_0_200px_var(--scrim)] outline-2 -outline-offset-2 outline-accent-ink" />
    </div>
  );
}
