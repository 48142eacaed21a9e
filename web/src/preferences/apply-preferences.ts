import type { Preferences } from './preferences.ts';

/** Puts the look on the page. `public/first-paint.js` does the same once, before the app is there. */
export function applyPreferences(preferences: Preferences, root: HTMLElement): void {
  const { theme, contrast, textSize, accentHue } = preferences;
  root.dataset['theme'] =
    theme === 'system' ? (prefers('(prefers-color-scheme: dark)') ? 'dark' : 'light') : theme;
  root.dataset['contrast'] =
    contrast === 'system' ? (prefers('(prefers-contrast: more)') ? 'more' : 'normal') : contrast;
  root.dataset['density'] = preferences.density;
  root.dataset['saidFont'] = preferences.saidFont;
  root.dataset['faces'] = preferences.stillFaces ? 'still' : 'moving';
  root.style.setProperty('--said-scale', String(textSize / 100));
  if (accentHue === null) root.style.removeProperty('--accent-hue');
  else root.style.setProperty('--accent-hue', String(accentHue));
}

/** Calls back when the system changes between light and dark, or its wish for contrast. */
export function onSystemChange(listener: () => void): () => void {
  const queries = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)'].map((query) =>
    matchMedia(query),
  );
  for (const query of queries) query.addEventListener('change', listener);
  return () => {
    for (const query of queries) query.removeEventListener('change', listener);
  };
}

function prefers(query: string): boolean {
  return matchMedia(query).matches;
}
