import { type Word, wordsIn } from './search-words.ts';

/** Words that stand together, in this order. */
export interface Phrase {
  readonly words: readonly string[];
  /** The last of them may go on. */
  readonly isOpen: boolean;
  /** One sign alone of a script without spaces. */
  readonly isLone: boolean;
}

/** More than anybody asks for; what comes after it is not looked for. */
const WORDS_LIMIT = 32;
/** Shorter beginnings fit nearly everything. */
const OPEN_LENGTH = 3;

const QUOTES = /["“”„‟«»＂]/u;
const ENDS_IN_WORD = /[\p{L}\p{N}\p{M}]$/u;

/** What is asked for: quotes make phrases, and so does whatever joins words, as in `don't`. It cannot be wrong. */
export function phrasesOf(query: string): readonly Phrase[] {
  const parts = query.split(QUOTES);
  const groups = parts.flatMap((part, index) => {
    const isQuoted = index % 2 === 1;
    return (isQuoted ? [part] : part.split(/\s+/u)).flatMap(groupsIn);
  });
  const last = groups.at(-1);
  const isTyping = ENDS_IN_WORD.test(query);
  const phrases = groups.map((group) => phraseOf(group, isTyping && group === last));
  return withoutTwins(withinLimit(phrases));
}

/** The words of a name: each may go on, and they need not stand together. */
export function namesOf(speaker: string): readonly string[] {
  return [...new Set([...wordsIn(speaker)].map(({ text }) => text))].slice(0, WORDS_LIMIT);
}

/** Words that stand together; a lone sign stands for itself, as it may be part of any pair. */
function groupsIn(text: string): Word[][] {
  const groups: Word[][] = [];
  let joined: Word[] | null = null;
  for (const word of wordsIn(text)) {
    if (word.isLone) {
      groups.push([word]);
      joined = null;
    } else if (joined === null) {
      joined = [word];
      groups.push(joined);
    } else joined.push(word);
  }
  return groups;
}

function phraseOf(group: readonly Word[], isTyping: boolean): Phrase {
  const last = group.at(-1);
  return {
    words: group.map(({ text }) => text),
    isOpen:
      isTyping && last !== undefined && !last.isSpaceless && Array.from(last.text).length >= OPEN_LENGTH,
    isLone: last?.isLone ?? false,
  };
}

function withinLimit(phrases: readonly Phrase[]): readonly Phrase[] {
  const kept: Phrase[] = [];
  let room = WORDS_LIMIT;
  for (const phrase of phrases) {
    if (room <= 0) break;
    kept.push(phrase.words.length <= room ? phrase : { ...phrase, words: phrase.words.slice(0, room) });
    room -= phrase.words.length;
  }
  return kept;
}

function withoutTwins(phrases: readonly Phrase[]): readonly Phrase[] {
  return [...new Map(phrases.map((phrase) => [JSON.stringify(phrase), phrase])).values()];
}
