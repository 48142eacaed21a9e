import { useEffect } from 'react';
import { useSelected } from '../live/use-selected.ts';
import { usePreferences } from '../preferences/use-preferences.tsx';
import { useStage } from './stage.tsx';
import { useMedia } from '../ui/use-media.ts';

export type Hint = 'face' | 'space';

/** Messages after which a hint is due. */
const DUE = { face: 2, space: 5 } as const;
const NOTES = { face: 'hint-face', space: 'hint-space' } as const;

/** The hint that is due now, and how to be done with it. One at a time, each once in a lifetime. */
export function useHint(): { readonly hint: Hint | null; readonly close: () => void } {
  const { store } = useStage();
  const { preferences, change } = usePreferences();
  const lines = useSelected(store.order, (order) => Math.min(order.length, DUE.space + 1));
  const asked = useSelected(store.conversation, (conversation) => (conversation?.queue.length ?? 0) > 0);
  const paused = useSelected(store.conversation, (conversation) => conversation?.state === 'paused');
  const { closedNotes } = preferences;
  const isTouch = useMedia('(pointer: coarse)');
  const isRunning = useSelected(store.conversation, (conversation) => conversation?.state === 'running');
  const hint =
    (['face', 'space'] as const).find((one) => lines > DUE[one] && !closedNotes.includes(NOTES[one])) ?? null;
  const close = () => {
    if (hint) change({ closedNotes: [...closedNotes, NOTES[hint]] });
  };
  const done = (hint === 'face' && asked) || (hint === 'space' && paused);
  useEffect(() => {
    if (done) close();
  });
  // What pauses is no news while nothing plays, and no key is there on touch.
  const isIdle = hint === 'space' && (!isRunning || isTouch);
  return { hint: done || isIdle ? null : hint, close };
}
