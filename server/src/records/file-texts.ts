import type { Event } from '@chimera/protocol/event';

/** Far above what Chimera writes; a file beyond them was made to do harm. In UTF-16 units. */
const NAME_LIMIT = 500;
const TEXT_LIMIT = 10_000;
const SPEECH_LIMIT = 100_000;

/**
 * Says what no database should have to take of an event from a file, or null. Speech may be long; everything else is
 * a line or two.
 */
export function checkTexts(event: Event): string | null {
  return firstProblem(event, '');
}

function firstProblem(value: unknown, path: string): string | null {
  if (typeof value === 'string') {
    const limit = limitOf(path);
    if (limit !== SPEECH_LIMIT && value.includes('\0')) return `“${path}” holds a NUL character.`;
    return value.length > limit ? `“${path}” is longer than ${limit} characters.` : null;
  }
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const problem = firstProblem(inner, path === '' ? key : `${path}.${key}`);
    if (problem !== null) return problem;
  }
  return null;
}

function limitOf(path: string): number {
  if (/^message\.(?:text|alternatives\.\d+\.text)$/.test(path)) return SPEECH_LIMIT;
  return /(?:^|\.)(?:text|topic|title)$|^message\.reason$/.test(path) ? TEXT_LIMIT : NAME_LIMIT;
}
