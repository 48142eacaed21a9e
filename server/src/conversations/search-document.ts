import type { Message } from '@chimera/protocol/message';
import type { ConversationRef } from './conversation-ref.ts';
import { conversationMark, loneMark, ownerMark, speakerMark } from './search-marks.ts';
import { namesOf } from './search-query.ts';
import { SEARCHED_WORDS } from './search-snippet.ts';
import { loneSignsIn, wordsIn } from './search-words.ts';

/** What an index keeps of a line. */
export interface SearchDocument {
  readonly words: readonly string[];
  readonly marks: readonly string[];
}

/** In UTF-16 units: a `tsvector` may have a megabyte, with its places. */
const WORDS_LENGTH = 200_000;
const LONE_SIGNS = 4000;

/** Whether somebody said it: lines of the house are not searched. */
export function isSearched({ author }: Message): boolean {
  return author.kind !== 'system';
}

export function searchDocument(ref: ConversationRef, { text, author }: Message): SearchDocument {
  return {
    words: wordsOf(text),
    marks: [
      ...loneSignsIn(text).values().take(LONE_SIGNS).map(loneMark),
      ...namesOf(author.name).map(speakerMark),
      ownerMark(ref.ownerId),
      conversationMark(ref.id),
    ],
  };
}

function wordsOf(text: string): string[] {
  const words: string[] = [];
  let length = 0;
  for (const { text: word } of wordsIn(text)) {
    length += word.length;
    if (length > WORDS_LENGTH || words.length === SEARCHED_WORDS) break;
    words.push(word);
  }
  return words;
}

/** For FTS5, which cuts it at the spaces. */
export function ftsText({ words, marks }: SearchDocument): string {
  return [...words, ...marks].join(' ');
}

/** PostgreSQL keeps this many places of one word in one text. */
const PLACES_LIMIT = 255;

/** For PostgreSQL: each word with its places, counted from 1. */
export function tsVector({ words, marks }: SearchDocument): string {
  const places = new Map<string, number[]>();
  for (const [index, word] of words.entries()) {
    const known = places.get(word);
    if (known === undefined) places.set(word, [index + 1]);
    else if (known.length < PLACES_LIMIT) known.push(index + 1);
  }
  return [
    ...[...places].map(([word, at]) => `'${word}':${at.join(',')}`),
    ...marks.map((mark) => `'${mark}'`),
  ].join(' ');
}
