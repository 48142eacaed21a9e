import type { ReactNode } from 'react';
import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import { applyPreferences, onSystemChange } from './apply-preferences.ts';
import type { Preferences } from './preferences.ts';
import { defaultPreferences } from './preferences.ts';
import { readPreferences } from './read-preferences.ts';

const STORED_AS = 'chimera.preferences';

export interface PreferencesAccess {
  readonly preferences: Preferences;
  readonly change: (changes: Partial<Preferences>) => void;
}

const PreferencesContext = createContext<PreferencesAccess>({
  preferences: defaultPreferences,
  change: () => undefined,
});

export function usePreferences(): PreferencesAccess {
  return useContext(PreferencesContext);
}

export function PreferencesProvider({ children }: { readonly children: ReactNode }) {
  const [preferences, setPreferences] = useState(load);
  useEffect(() => {
    const apply = () => applyPreferences(preferences, document.documentElement);
    apply();
    return onSystemChange(apply);
  }, [preferences]);
  useEffect(() => {
    // Another tab changed them.
    const reload = (event: StorageEvent) => {
      if (event.key === STORED_AS) setPreferences(load());
    };
    window.addEventListener('storage', reload);
    return () => window.removeEventListener('storage', reload);
  }, []);
  const access = useMemo<PreferencesAccess>(
    () => ({
      preferences,
      change: (changes) => {
        const changed = { ...preferences, ...changes };
        setPreferences(changed);
        store(changed);
      },
    }),
    [preferences],
  );
  return <PreferencesContext value={access}>{children}</PreferencesContext>;
}

function load(): Preferences {
  try {
    return readPreferences(localStorage.getItem(STORED_AS));
  } catch {
    // Storage may be forbidden: everything works, nothing is remembered.
    return defaultPreferences;
  }
}

function store(preferences: Preferences): void {
  try {
    localStorage.setItem(STORED_AS, JSON.stringify(preferences));
  } catch {
    // Full or forbidden: the choice holds until the page is closed.
  }
}
