import { type Chance, pick } from './chance.ts';
import type { Reading } from './reader.ts';
import type { Voice } from './voice.ts';

/** How a speaker calls the one it answers; null when that is nobody. */
export function callFor({ target }: Reading, voice: Voice, chance: Chance): string | null {
  if (!target || target.kind === 'narrator') return null;
  if (target.kind === 'human' && /^(?:you|guest|anonymous|somebody)$/i.test(target.name)) {
    return pick(voice.guest, chance) ?? null;
  }
  return shortName(target.name);
}

const TITLES = new Set(['dr', 'dr.', 'prof', 'prof.', 'professor', 'mr', 'mr.', 'mrs', 'mrs.', 'ms', 'ms.']);
const ROLES = new Set([
  'brother',
  'sister',
  'father',
  'mother',
  'judge',
  'captain',
  'king',
  'queen',
  'saint',
  'the',
  'lady',
  'lord',
  'sir',
]);

/** The name by which one is called across a table. */
export function shortName(name: string): string {
  const [first = name, second = ''] = name.split(/\s+/);
  if (TITLES.has(first.toLowerCase()) && second !== '') return second;
  return ROLES.has(first.toLowerCase()) ? name : first;
}
