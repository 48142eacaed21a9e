import { usePreferences } from '../preferences/use-preferences.tsx';
import { useSelected } from '../live/use-selected.ts';
import { useStage } from './stage.tsx';

export type Hint = 'face' | 'space';

/** Messages after which a hint is due. */
const DUE = { face: 2, space: 5 } as const;
const NOTES = { face: 'hint-face', space: 'hint-space' } as const;

/** The hint that is due now, and how to be done with it. One at a time, each once in a lifetime. */
export function useHint(): { readonly hint: Hint | null; readonly close: () => void } {
  const { store } = useStage();
  const { preferences, change } = usePreferences();
  const lines = useSelected(store.order, (order) => Math.min(order.length, DUE.space + 1));
  const { closedNotes } = preferences;
  const due = (['face', 'space'] as const).find(
    (hint) => lines > DUE[hint] && !closedNotes.includes(NOTES[hint]),
  );
  return {
    hint: due ?? null,
    close: () => {
      if (due) change({ closedNotes: [...closedNotes, NOTES[due]] });
    },
  };
}
