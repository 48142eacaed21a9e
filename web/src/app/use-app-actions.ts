import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Action } from '../keys/action.ts';
import { useActions } from '../keys/use-actions.tsx';
import { useWords } from '../words/use-words.ts';

/** What can be done on every screen. */
export function useAppActions(open: (what: 'palette' | 'shortcuts') => void): void {
  const navigate = useNavigate();
  const { common, keys } = useWords();
  const actions = useMemo<readonly Action[]>(() => {
    const goTo = (
      to: '/' | '/conversations' | '/search' | '/personas' | '/providers' | '/costs' | '/cache' | '/settings',
      key: string,
      place: string,
    ): Action => ({
      id: `go-to:${to}`,
      label: keys.goTo(place),
      keys: [`g ${key}`],
      group: keys.groupGoTo,
      run: () => void navigate({ to }),
    });
    return [
      {
        id: 'palette',
        label: common.palette,
        keys: ['Mod+k'],
        group: keys.groupHelp,
        inFields: true,
        run: () => open('palette'),
      },
      {
        id: 'shortcuts',
        label: common.shortcuts,
        keys: ['?'],
        group: keys.groupHelp,
        run: () => open('shortcuts'),
      },
      goTo('/', 'h', common.home),
      goTo('/conversations', 'c', common.conversations),
      goTo('/search', 'f', common.search),
      goTo('/personas', 'p', common.personas),
      goTo('/providers', 'v', common.providers),
      goTo('/costs', '$', common.costs),
      goTo('/cache', 'a', common.keptAnswers),
      goTo('/settings', 's', common.settings),
    ];
  }, [navigate, common, keys, open]);
  useActions(actions);
}
