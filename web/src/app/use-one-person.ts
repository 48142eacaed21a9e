import type { Profile } from '@chimera/protocol/account';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { defaultPreferences } from '../preferences/preferences.ts';
import { usePreferences } from '../preferences/use-preferences.tsx';
import { hearOtherTabs } from '../queries/other-tabs.ts';
import { PROFILE } from '../queries/use-profile.ts';
import { becomePerson } from '../queries/use-session.ts';
import { takeOver } from './take-over.ts';

/**
 * One browser shows one person at a time: what was asked for as somebody else goes when they go, in all tabs, and what
 * they left in the browser goes when another one comes.
 */
export function useOnePerson(profile: Profile | null | undefined): void {
  const queries = useQueryClient();
  const { change } = usePreferences();
  const known = useRef<string | null>(null);
  const id = profile?.id ?? null;

  useEffect(() => hearOtherTabs(() => void queries.invalidateQueries({ queryKey: PROFILE })), [queries]);

  useEffect(() => {
    if (profile === undefined) return;
    const before = known.current;
    known.current = id;
    if (id !== null && takeOver(id)) {
      change({ brain: defaultPreferences.brain, closedNotes: defaultPreferences.closedNotes });
    }
    if (before === null || before === id) return;
    // The session ended by itself, or in another tab: its answers go as with Sign out.
    if (profile === null) becomePerson(queries, null);
    // Another person came in under the feet of this page: it begins anew, with nothing in it.
    else location.reload();
  }, [profile, id, queries, change]);
}
