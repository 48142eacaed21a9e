import { type Chance, pick } from './chance.ts';
import type { Reading } from './reader.ts';
import type { Voice } from './voice.ts';

/** How a speaker calls the one it answers; null when that is nobody. */
export function callFor({ target }: Reading, voice: Voice, chance: Chance): string | null {
  if (!target || target.kind === 'narrator') return null;
  if (target.kind === 'human' && isNameless(target.name)) return pick(voice.guest, chance) ?? null;
  return shortName(target.name);
}

/** What a guest is called who gave no name: “You” is nobody's. */
const OUR_GUEST = 'our guest';

/** How somebody is spoken of who need not be the one to answer. */
export function mentionOf({ name, isGuest }: { readonly name: string; readonly isGuest: boolean }): string {
  return isGuest && isNameless(name) ? OUR_GUEST : shortName(name);
}

/** “Your word, our guest?”: to their face one calls a guest as the voice calls guests. */
export function hailingGuest(text: string, voice: Voice, chance: Chance): string {
  return text.replace(HAIL, (_, before: string) => `${before}${pick(voice.guest, chance) ?? OUR_GUEST}`);
}

const HAIL = new RegExp(`((?:^|[,.!?:]) ?)${OUR_GUEST}(?=[,.!?])`, 'gi');

function isNameless(name: string): boolean {
  return /^(?:you|guest|anonymous|somebody)$/i.test(name);
}

const TITLES = new Set(['dr', 'dr.', 'prof', 'prof.', 'professor', 'mr', 'mr.', 'mrs', 'mrs.', 'ms', 'ms.']);
const ROLES = new Set([
  'ibn',
  'auntie',
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
