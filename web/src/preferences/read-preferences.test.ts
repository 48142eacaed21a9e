import { expect, test } from 'vitest';
import { defaultPreferences } from './preferences.ts';
import { readPreferences } from './read-preferences.ts';

test.each([[null], ['not json'], ['[]'], ['"light"'], ['{}']])('%s gives the defaults', (stored) => {
  expect(readPreferences(stored)).toEqual(defaultPreferences);
});

test('what makes sense is kept, the rest falls back', () => {
  const stored = JSON.stringify({
    theme: 'dark',
    contrast: 'extreme',
    textSize: 900,
    accentHue: 200,
    singleKeys: false,
  });
  expect(readPreferences(stored)).toEqual({
    ...defaultPreferences,
    theme: 'dark',
    accentHue: 200,
    singleKeys: false,
  });
});

test('a brain without a model is no brain', () => {
  expect(readPreferences(JSON.stringify({ brain: { connectionId: 'a', label: 'A' } })).brain).toBeNull();
});
