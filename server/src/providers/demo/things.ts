import lexicon from './lexicon.json' with { type: 'json' };
import type { Scene, SceneLine } from '../provider.ts';
import { mentionOf } from './call.ts';
import { type Chance, pick, pickWeighted } from './chance.ts';
import { definite, generic, isKnown, type Noun, nounsOf, singular } from './nouns.ts';
import type { Reading } from './reader.ts';
import { sentencesOf, wordsOf } from '../words.ts';

/** Something that was named and can be held, and who named it. */
export interface Thing {
  readonly noun: Noun;
  /** Null when the narrator or the topic named it. */
  readonly owner: string | null;
}

/** What can be passed on: of the last lines, the newest first, and of long ago. */
export interface Things {
  readonly newest: readonly Thing[];
  readonly old: readonly Thing[];
}

const held = new Set(lexicon.things.split(' '));

export function thingsFor({ lines, self }: Scene, { target, mine }: Reading): Things {
  const worn = mine.slice(-3).join(' ').toLowerCase();
  // A guest who spoke hears their own things first.
  const fromGuest = target?.kind === 'human' ? thingsIn(target) : [];
  // What one named oneself has no owner: nobody says their own name.
  const unowned = (thing: Thing) =>
    thing.owner === mentionOf({ name: self.name, isGuest: false }) ? { ...thing, owner: null } : thing;
  return {
    newest: (fromGuest.length > 0
      ? fromGuest
      : newThings(lines).filter(({ noun }) => !worn.includes(noun.word))
    ).map(unowned),
    old: oldThings(lines).map(unowned),
  };
}

export const THING_SLOTS: ReadonlySet<string> = new Set(
  'thing things thing-word owner old-thing old-word old-owner'.split(' '),
);

/** Fills the slots that hold a thing: one new and one old for a whole line, and not the same. */
export function thingSlots({ newest, old }: Things, chance: Chance): (slot: string) => string | null {
  // The newest first, each older one half as likely.
  const weighed = newest.slice(0, 6).map((item, index) => ({ item, weight: 1 / 2 ** index }));
  const thing = pickWeighted(weighed, chance);
  const older = pick(
    old.filter(({ noun }) => noun.word !== thing?.noun.word),
    chance,
  );
  return (slot) => {
    switch (slot) {
      case 'thing':
        return thing ? definite(thing.noun) : null;
      case 'things':
        return thing ? generic(thing.noun) : null;
      case 'thing-word':
        return thing?.noun.word ?? null;
      case 'owner':
        return thing?.owner ?? null;
      case 'old-thing':
        return older ? definite(older.noun) : null;
      case 'old-word':
        return older?.noun.word ?? null;
      case 'old-owner':
        return older?.owner ?? null;
      default:
        return null;
    }
  };
}

/**
 * What a story passes on and an idea is built from: a cup, an oar. Time, feelings and people are no
 * things; a word that nobody knows is one, since a guest may have brought it.
 */
function thingsIn({ name, text, kind }: SceneLine): Thing[] {
  const owner = kind === 'narrator' ? null : mentionOf({ name, isGuest: kind === 'human' });
  return nounsOf(withoutSaying(text))
    .map(singular)
    .filter(
      ({ word, number }) =>
        held.has(word) ||
        (kind === 'human' && !isKnown(word) && (number === 'singular' || number === 'unknown')),
    )
    .map((noun) => ({ noun, owner }));
}

/** A few words behind a thought are mostly a saying: “The tank is listening.” */
function withoutSaying(text: string): string {
  const sentences = sentencesOf(text);
  const isSaying = sentences.length > 1 && wordsOf(sentences.at(-1) ?? '').length <= SAYING_WORDS;
  return isSaying ? sentences.slice(0, -1).join(' ') : text;
}

const SAYING_WORDS = 6;

const NEW_LINES = 3;
const OLD_AFTER_LINES = 5;
/** What was named at the very beginning is what everybody remembers. */
const BEGINNING_LINES = 8;

/** Things of the last lines, the newest first. */
function newThings(lines: readonly SceneLine[]): Thing[] {
  return lines
    .slice(-NEW_LINES)
    .toReversed()
    .flatMap((line) => thingsIn(line).toReversed());
}

/** Things that were named a while ago and not since: of the beginning, and of some line in between. */
function oldThings(lines: readonly SceneLine[]): Thing[] {
  const since = lines
    .slice(-OLD_AFTER_LINES)
    .map(({ text }) => text.toLowerCase())
    .join(' ');
  const old = lines.slice(0, -OLD_AFTER_LINES);
  const between = old.slice(BEGINNING_LINES).filter((_, index) => index % 4 === lines.length % 4);
  return [...old.slice(0, BEGINNING_LINES), ...between.slice(-12)]
    .flatMap(thingsIn)
    .filter(({ noun }) => !since.includes(noun.word));
}
