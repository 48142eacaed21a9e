import { useMemo } from 'react';
import type { Action } from '../keys/action.ts';
import { useActions } from '../keys/use-actions.tsx';
import { useWords } from '../words/use-words.ts';

/** The parts of the screen by their ids, in the order in which one goes around. */
const REGIONS = ['bar', 'cast', 'script', 'desk', 'panel'];

/** F6 goes from part to part of the screen, also out of a field. */
export function useRegionKeys(): void {
  const { conversation: words } = useWords();
  const actions = useMemo<readonly Action[]>(() => {
    const action = (id: string, label: string, key: string, by: 1 | -1): Action => ({
      id: `conversation:${id}`,
      label,
      keys: [key],
      group: words.group,
      inFields: true,
      run: () => goRound(by),
    });
    return [
      action('next-region', words.keyNextRegion, 'F6', 1),
      action('previous-region', words.keyPreviousRegion, 'Shift+F6', -1),
    ];
  }, [words]);
  useActions(actions);
}

function goRound(by: 1 | -1): void {
  const regions = REGIONS.flatMap((id) => document.getElementById(id) ?? []);
  const here = regions.findIndex((region) => region.contains(document.activeElement));
  const next = here < 0 && by < 0 ? regions.length - 1 : (here + by + regions.length) % regions.length;
  regions[next]?.focus();
}
