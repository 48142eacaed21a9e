import type { Scene } from '../provider.ts';
import { type Chance, pick, pickWeighted } from './chance.ts';
import { definite, generic, indefinite, type Noun } from './nouns.ts';
import { nounStem, type Reading } from './reader.ts';
import { reasonsFor } from './stance.ts';
import type { Move, Tagged, Voice } from './voice.ts';
import { stemOf } from './words.ts';

/** Fills the slots of one line. The same slot twice gives the same words. */
export interface Slots {
  readonly fill: (slot: string) => string | null;
  /** How many slots took up something that was said. */
  readonly heard: () => number;
}

export interface Setting {
  readonly scene: Scene;
  readonly reading: Reading;
  readonly voice: Voice;
}

const LISTENING = new Set(['word', 'quote', 'the', 'topic', 'a', 'n', 'half', 'double', 'old']);

export function slotsFor(setting: Setting, move: Move, chance: Chance): Slots {
  const noun = focusNoun(setting.reading, chance);
  const theme = pick(setting.reading.themes, chance);
  const older = olderFor(setting.reading, chance);
  const filled = new Map<string, string | null>();
  let heard = 0;
  const value = (slot: string): string | null => {
    switch (slot) {
      case 'who':
        return callOf(setting, chance);
      case 'third':
        return thirdOf(setting, chance);
      case 'word':
        return (
          pick(setting.reading.spoken.toSorted((a, b) => b.length - a.length).slice(0, 3), chance) ?? null
        );
      case 'quote':
        return pick(setting.reading.quotes, chance) ?? null;
      case 'the':
        return noun && definite(noun);
      case 'topic':
        return noun && generic(noun);
      case 'a':
        return noun && indefinite(noun);
      case 'the-theme':
        return theme ? definite(theme) : null;
      case 'theme':
        return theme ? generic(theme) : null;
      case 'a-theme':
        return theme ? indefinite(theme) : null;
      case 'old':
        return older?.quote ?? null;
      case 'oldwho':
        return older ? shortName(older.name) : null;
      case 'n':
      case 'half':
      case 'double':
        return numberFor(slot, setting.reading.number);
      case 'memory':
        return tagged(setting, setting.voice.memories, { loose: true }, chance);
      case 'view':
        return tagged(setting, setting.voice.views, { loose: move === 'twist' }, chance);
      case 'reason':
        return (
          pick(unused(reasonsFor(setting.voice, setting.reading.focus), setting.reading), chance) ?? null
        );
      default:
        return null;
    }
  };
  return {
    fill: (slot) => {
      const known = filled.get(slot);
      if (known !== undefined) return known;
      const words = value(slot);
      filled.set(slot, words);
      if (words !== null && LISTENING.has(slot)) heard += 1;
      return words;
    },
    heard: () => heard,
  };
}

/** How a speaker calls the one it answers. */
export function callOf({ reading, voice }: Setting, chance: Chance): string | null {
  const { target } = reading;
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

function thirdOf({ scene, reading }: Setting, chance: Chance): string | null {
  const others = scene.others.filter(({ name, human }) => !human && name !== reading.target?.name);
  const other = pick(others, chance);
  return other ? shortName(other.name) : null;
}

/** Mostly what was said last; now and then back to what the conversation is about. */
function focusNoun({ nouns, themes, themeStems, mine }: Reading, chance: Chance): Noun | null {
  const worn = mine.slice(-4).join(' ').toLowerCase();
  const candidates = [
    ...nouns.map((noun, index) => ({ item: noun, weight: 4 / (index + 1) })),
    ...themes.map((noun) => ({ item: noun, weight: 0.8 })),
  ].map(({ item, weight }) => ({
    item,
    weight: worn.includes(item.word) && !themeStems.has(nounStem(item)) ? weight * 0.1 : weight,
  }));
  return pickWeighted(candidates, chance) ?? null;
}

function olderFor({ older, focus }: Reading, chance: Chance): { name: string; quote: string } | null {
  const near = older.filter(({ quote }) =>
    quote.split(' ').some((word) => focus.has(stemOf(word.toLowerCase()))),
  );
  return pick(near.length > 0 ? near : older, chance) ?? null;
}

function numberFor(slot: 'n' | 'half' | 'double', number: number | null): string | null {
  if (number === null || number < 3) return null;
  if (slot === 'n') return String(number);
  return String(slot === 'half' ? Math.ceil(number / 2) : number * 2);
}

/** A ready sentence whose subject is near; a loose choice may fall back to any that is unused. */
function tagged(
  { reading, scene }: Setting,
  choices: readonly Tagged[],
  { loose }: { readonly loose: boolean },
  chance: Chance,
): string | null {
  const said = scene.lines.map(({ text }) => text);
  const fresh = choices.filter(({ text }) => !said.some((line) => line.includes(text.slice(0, 24))));
  const weighted = fresh.map((choice) => {
    const stems = choice.about.map(stemOf);
    if (stems.some((stem) => reading.focus.has(stem))) return { item: choice, weight: 6 };
    if (stems.some((stem) => reading.themeStems.has(stem))) return { item: choice, weight: 2 };
    return { item: choice, weight: loose ? 0.1 : 0 };
  });
  return pickWeighted(weighted, chance)?.text ?? null;
}

function unused(sentences: readonly string[], { mine }: Reading): readonly string[] {
  return sentences.filter((sentence) => !mine.some((line) => line.includes(sentence.slice(0, 24))));
}
