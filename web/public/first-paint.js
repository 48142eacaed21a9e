// Runs before the first paint, so that nobody sees the wrong theme flash by. The app keeps the same attributes
// up to date afterwards (src/preferences/apply-preferences.ts); both read the one stored object.
(() => {
  const root = document.documentElement;
  let stored = {};
  try {
    stored = JSON.parse(localStorage.getItem('chimera.preferences') || '{}') || {};
  } catch {
    stored = {};
  }
  const prefers = (query) => matchMedia(query).matches;
  const named = (value, names) => (names.includes(value) ? value : names[0]);

  const theme = named(stored.theme, ['system', 'light', 'dark']);
  const contrast = named(stored.contrast, ['system', 'normal', 'more']);
  root.dataset.theme =
    theme === 'system' ? (prefers('(prefers-color-scheme: dark)') ? 'dark' : 'light') : theme;
  root.dataset.contrast =
    contrast === 'system' ? (prefers('(prefers-contrast: more)') ? 'more' : 'normal') : contrast;
  root.dataset.density = named(stored.density, ['comfortable', 'compact']);
  root.dataset.saidFont = named(stored.saidFont, ['literata', 'sans', 'system']);
  root.dataset.faces = stored.stillFaces === true ? 'still' : 'moving';
  if (Number.isFinite(stored.textSize) && stored.textSize >= 90 && stored.textSize <= 150)
    root.style.setProperty('--said-scale', String(stored.textSize / 100));
  if (Number.isFinite(stored.accentHue) && stored.accentHue >= 0 && stored.accentHue <= 360)
    root.style.setProperty('--accent-hue', String(stored.accentHue));
})();

// The home page asks for what it shows while its scripts are still on their way (src/queries/early-answers.ts).
if (location.pathname === '/') {
  window.chimeraEarly = Object.fromEntries(
    [
      '/api/scenes',
      '/api/personas?limit=200',
      '/api/conversations?limit=6',
      '/api/providers',
      '/api/instance',
    ].map((path) => {
      const answer = fetch(path, { headers: { accept: 'application/json' } });
      answer.catch(() => undefined);
      return [path, answer];
    }),
  );
}
