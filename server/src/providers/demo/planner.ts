import type { Scene } from '../provider.ts';
import { callFor, mentionOf, shortName } from './call.ts';
import { type Chance, pick, pickWeighted } from './chance.ts';
import { definite, generic, indefinite, isMeasure, type Noun, nounsOf, singular } from './nouns.ts';
import { numeral } from './numbers.ts';
import { nounStem, type Older, type Reading } from './reader.ts';
import { valuesAt } from './stance.ts';
import { THING_SLOTS, type Things, thingSlots, thingsFor } from './things.ts';
import type { Move, Tagged, Voice } from './voice.ts';
import { stemOf } from '../words.ts';

/** Fills the slots of one line. The same slot twice gives the same words. */
export interface Slots {
  readonly fill: (slot: string) => string | null;
  /** How many slots took up something that was said. */
  readonly heard: () => number;
}

interface Weighted<T> {
  readonly item: T;
  readonly weight: number;
}

export interface Setting {
  readonly scene: Scene;
  readonly reading: Reading;
  readonly voice: Voice;
  /** Whom the direction names, besides the one who spoke last. */
  readonly named: string | null;
  /** How the speaker calls the one it answers; null when that is nobody. */
  readonly call: string | null;
  readonly nouns: readonly Weighted<Noun>[];
  /** Worked out when a sentence asks for it: most do not. */
  readonly things: () => Things;
  /** What the voice has not said yet in this conversation. */
  readonly fresh: {
    readonly views: readonly Tagged[];
    readonly memories: readonly Tagged[];
    /** By the values that the subject touches, and all. */
    readonly nearReasons: readonly string[];
    readonly reasons: readonly string[];
  };
}

const COMPARED_OWN_LINES = 60;

export function settingOf(scene: Scene, reading: Reading, voice: Voice, chance: Chance): Setting {
  const said = reading.mine.slice(-COMPARED_OWN_LINES).join('\n');
  // The beginning is enough: a line may have been cut while it was spoken.
  const isFresh = (text: string) => !said.includes(text.slice(0, 24));
  return {
    scene,
    reading,
    voice,
    named: namedIn(scene, reading),
    call: callFor(reading, voice, chance),
    nouns: nounsFor(reading),
    things: once(() => thingsFor(scene, reading)),
    fresh: {
      views: voice.views.filter(({ text }) => isFresh(text)),
      memories: voice.memories.filter(({ text }) => isFresh(text)),
      nearReasons: valuesAt(reading.focus)
        .flatMap((value) => voice.reasons[value] ?? [])
        .filter(isFresh),
      reasons: Object.values(voice.reasons).flat().filter(isFresh),
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

/** Slots that hold what somebody said. */
export const LISTENING = new Set(
  'word quote the topic a n half double old thing things thing-word old-thing old-word'.split(' '),
);

/** For a sentence that carries on a line there is no move: then only what is near the subject will do. */
export function slotsFor(setting: Setting, move: Move | null, chance: Chance): Slots {
  const noun = pickWeighted(setting.nouns, chance) ?? null;
  const theme = themeOf(setting.reading, chance);
  const older = olderFor(setting.reading, chance);
  const held = once(() => thingSlots(setting.things(), chance));
  const filled = new Map<string, string | null>();
  let heard = 0;
  const value = (slot: string): string | null => {
    switch (slot) {
      case 'who':
        return setting.call;
      case 'third':
        return thirdOf(setting, chance);
      case 'word':
        return pick(setting.reading.spoken, chance) ?? null;
      case 'quote':
        return pick(setting.reading.quotes, chance) ?? null;
      case 'the':
      case 'topic':
      case 'a':
        return noun && nounPhrase(slot, noun);
      case 'the-theme':
      case 'theme':
      case 'a-theme':
        return theme && nounPhrase(slot, theme);
      case 'place':
        return singular(setting.reading.themes.at(-1) ?? SHOP).word;
      case 'old':
        return older?.quote ?? null;
      case 'oldwho':
        return older ? mentionOf(older) : null;
      case 'n':
      case 'half':
      case 'double':
        return numberFor(slot, setting.reading.number);
      // A lead that names a subject promises a memory of it; without one any memory may come.
      case 'memory': {
        const named = ['the', 'topic', 'a'].some((one) => filled.has(one)) ? noun : null;
        const { memories } = setting.fresh;
        return tagged(
          setting.reading,
          named === null ? memories : memories.filter(({ about }) => about.includes(nounStem(named))),
          { loose: move !== null && heard === 0 },
          chance,
        );
      }
      case 'view':
        return tagged(setting.reading, setting.fresh.views, { loose: move === 'twist' }, chance);
      case 'reason':
        return pick(reasonsFor(setting, move), chance) ?? null;
      default:
        return THING_SLOTS.has(slot) ? held()(slot) : null;
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

const SHOP: Noun = { word: 'shop', number: 'singular' };

function nounPhrase(
  slot: 'the' | 'topic' | 'a' | 'the-theme' | 'theme' | 'a-theme',
  noun: Noun,
): string | null {
  // “Nights” and “dawns” are nothing to be for or against.
  if (!slot.startsWith('the-') && slot !== 'the' && isMeasure(noun)) return null;
  if (slot === 'topic' || slot === 'theme') return generic(noun);
  return slot.startsWith('the') ? definite(singular(noun)) : indefinite(singular(noun));
}

function reasonsFor({ fresh }: Setting, move: Move | null): readonly string[] {
  return fresh.nearReasons.length > 0 || move === null ? fresh.nearReasons : fresh.reasons;
}

const HEARD_LINES = 12;
const SIDE = /\byou speak (?:for|against)\b/i;

function namedIn({ direction, others }: Scene, { target }: Reading): string | null {
  const found = others.find(({ name }) => name !== target?.name && direction?.includes(name));
  return found ? shortName(found.name) : null;
}

function thirdOf({ scene, reading, named }: Setting, chance: Chance): string | null {
  if (named !== null) return named;
  const others = scene.others.filter(({ name, human }) => !human && name !== reading.target?.name);
  // Who has been silent for long may not be able to answer.
  const speaking = others.filter(({ seatId }) =>
    scene.lines.slice(-HEARD_LINES).some((line) => line.seatId === seatId),
  );
  // At the beginning nobody is silent yet, but to a side of a debate its judge is.
  const isOpen = scene.lines.length < HEARD_LINES && !SIDE.test(scene.direction ?? '');
  const other = pick(isOpen ? others : speaking, chance);
  return other ? shortName(other.name) : null;
}

/**
 * Mostly what was said last; now and then back to what the conversation is about. Who is asked speaks of
 * what was asked about, and a guest is answered on their own subject.
 */
function nounsFor({ nouns, themes, themeStems, mine, target, toMe, act }: Reading): Weighted<Noun>[] {
  const worn = mine.slice(-4).join(' ').toLowerCase();
  const isOwed = target !== null && (target.kind === 'human' || (toMe && act.endsWith('question')));
  const newest = (isOwed ? nounsOf(target.text).toReversed() : nouns)
    .filter((noun) => !isMeasure(noun))
    .slice(0, 8)
    .map((item, index) => {
      const isWorn = worn.includes(item.word) && !themeStems.has(nounStem(item));
      return { item, weight: (4 / (index + 1)) * (isWorn && !isOwed ? 0.1 : 1) };
    });
  return [...newest, ...themes.map((item, index) => ({ item, weight: (isOwed ? 0.1 : 1.6) / (index + 1) }))];
}

/** The first noun of a topic is mostly what it is about. */
function themeOf({ themes }: Reading, chance: Chance): Noun | null {
  return (
    pickWeighted(
      themes.map((item, index) => ({ item, weight: 1 / (index + 1) })),
      chance,
    ) ?? null
  );
}

function olderFor({ older, focus }: Reading, chance: Chance): Older | null {
  const near = older.filter(({ quote }) =>
    quote.split(' ').some((word) => focus.has(stemOf(word.toLowerCase()))),
  );
  return pick(near.length > 0 ? near : older, chance) ?? null;
}

function numberFor(slot: 'n' | 'half' | 'double', number: number | null): string | null {
  if (number === null || number < 3) return null;
  if (slot === 'n') return numeral(number);
  return numeral(slot === 'half' ? Math.ceil(number / 2) : number * 2);
}

/** A ready sentence whose subject is near; a loose choice may fall back to any that is unused. */
function tagged(
  { focus, themeStems }: Reading,
  choices: readonly Tagged[],
  { loose }: { readonly loose: boolean },
  chance: Chance,
): string | null {
  const weighted = choices.map((choice) => {
    if (choice.about.some((stem) => focus.has(stem))) return { item: choice, weight: 6 };
    if (choice.about.some((stem) => themeStems.has(stem))) return { item: choice, weight: 3 };
    return { item: choice, weight: loose ? 0.1 : 0 };
  });
  return pickWeighted(weighted, chance)?.text ?? null;
}
