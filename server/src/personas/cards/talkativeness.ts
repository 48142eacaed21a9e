import type { Json, JsonObject } from './json-document.ts';

/** How often it speaks, where SillyTavern keeps it: among the extensions, as a number or a text from 0 to 1. */
export function talkativenessIn(extensions: JsonObject | undefined): number | undefined {
  const given = extensions?.['talkativeness'];
  const value = typeof given === 'string' && given.trim() ? Number(given) : given;
  return typeof value === 'number' && value >= 0 && value <= 1 ? value + 0 : undefined;
}

/** The extensions with another talkativeness, in the type that it has in them; none where they have none. */
export function withTalkativeness(
  extensions: JsonObject | undefined,
  talkativeness: number,
): Record<string, Json> {
  if (talkativenessIn(extensions) === undefined) return {};
  const isText = typeof extensions?.['talkativeness'] === 'string';
  return { extensions: { ...extensions, talkativeness: isText ? String(talkativeness) : talkativeness } };
}
