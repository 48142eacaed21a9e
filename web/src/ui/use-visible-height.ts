import { useEffect, useState } from 'react';

export interface VisibleHeight {
  readonly heightPx: number;
  /** What the on-screen keyboard covers at the foot of the page. */
  readonly belowPx: number;
}

/** The part of the page that is really visible: `dvh` ignores the keyboard of iOS, the visual viewport does not. */
export function useVisibleHeight(enabled: boolean): VisibleHeight {
  const [visible, setVisible] = useState<VisibleHeight>(measure);
  useEffect(() => {
    const viewport = window.visualViewport;
    if (!enabled || !viewport) return undefined;
    const update = () => setVisible(measure());
    update();
    viewport.addEventListener('resize', update);
    viewport.addEventListener('scroll', update);
    return () => {
      viewport.removeEventListener('resize', update);
      viewport.removeEventListener('scroll', update);
    };
  }, [enabled]);
  return visible;
}

function measure(): VisibleHeight {
  const viewport = window.visualViewport;
  if (!viewport) return { heightPx: window.innerHeight, belowPx: 0 };
  return {
    heightPx: viewport.height,
    belowPx: Math.max(0, window.innerHeight - viewport.height - viewport.offsetTop),
  };
}
