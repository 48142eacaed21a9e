import type { PreferredBrain, Preferences } from './preferences.ts';
import { defaultPreferences, TEXT_SIZE } from './preferences.ts';

/** What was stored, as far as it makes sense: a value of an older version or another hand falls back to the default. */
export function readPreferences(stored: string | null): Preferences {
  const raw = parsed(stored);
  const fallback = defaultPreferences;
  return {
    theme: oneOf(raw['theme'], ['system', 'light', 'dark'], fallback.theme),
    contrast: oneOf(raw['contrast'], ['system', 'normal', 'more'], fallback.contrast),
    density: oneOf(raw['density'], ['comfortable', 'compact'], fallback.density),
    textSize: between(raw['textSize'], TEXT_SIZE.min, TEXT_SIZE.max) ?? fallback.textSize,
    saidFont: oneOf(raw['saidFont'], ['literata', 'sans', 'system'], fallback.saidFont),
    accentHue: between(raw['accentHue'], 0, 360),
    stillFaces: raw['stillFaces'] === true,
    announcements: oneOf(raw['announcements'], ['whole', 'names', 'off'], fallback.announcements),
    steadyTranscript: raw['steadyTranscript'] === true,
    singleKeys: raw['singleKeys'] !== false,
    brain: brainOf(raw['brain']),
    closedNotes: Array.isArray(raw['closedNotes']) ? raw['closedNotes'].filter(isString) : [],
  };
}

function parsed(stored: string | null): Record<string, unknown> {
  if (stored === null) return {};
  try {
    const value: unknown = JSON.parse(stored);
    return isRecord(value) ? value : {};
  } catch {
    // Written by something else: as good as nothing.
    return {};
  }
}

function oneOf<const T extends string>(value: unknown, allowed: readonly T[], fallback: T): T {
  return allowed.find((name) => name === value) ?? fallback;
}

function between(value: unknown, min: number, max: number): number | null {
  return typeof value === 'number' && value >= min && value <= max ? value : null;
}

function brainOf(value: unknown): PreferredBrain | null {
  if (!isRecord(value)) return null;
  const { connectionId, model, label } = value;
  if (!isString(connectionId) || !isString(model) || !isString(label)) return null;
  return { connectionId, model, label };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}
