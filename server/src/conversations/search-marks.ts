import { createHash } from 'node:crypto';
import { namesOf, type Phrase } from './search-query.ts';

/*
 * Beside its words a line has marks, which no word can be: `~` a sign alone, `@` a word of the speaker's name, `#` whose
 * it is and of which conversation. All are looked up in one index, together.
 */

export const loneMark = (sign: string) => `~${sign}`;
export const speakerMark = (word: string) => `@${word}`;
export const ownerMark = (ownerId: string) => `#o${hashed(ownerId)}`;
export const conversationMark = (id: string) => `#c${hashed(id)}`;

/** Everything that a line must have. */
export interface Wanted {
  readonly phrases: readonly Phrase[];
  readonly speaker?: string | undefined;
  readonly ownerId: string;
  readonly conversationId?: string | undefined;
}

/** As FTS5 wants it. Words hold neither quotes nor spaces, so nothing can be read as more than a word. */
export function ftsQuery({ phrases, speaker, ownerId, conversationId }: Wanted): string {
  return [
    ...phrases.map(({ words, isOpen, isLone }) => {
      const [lone] = words;
      if (isLone && lone !== undefined) return `"${loneMark(lone)}"`;
      return `"${words.join(' ')}"${isOpen ? ' *' : ''}`;
    }),
    ...namesOf(speaker ?? '').map((word) => `"${speakerMark(word)}" *`),
    ...[ownerMark(ownerId), ...(conversationId === undefined ? [] : [conversationMark(conversationId)])].map(
      (mark) => `"${mark}"`,
    ),
  ].join(' AND ');
}

/** As a `tsquery` of PostgreSQL. */
export function tsQuery({ phrases, speaker, ownerId, conversationId }: Wanted): string {
  return [
    ...phrases.map(({ words, isOpen, isLone }) => {
      const [lone] = words;
      if (isLone && lone !== undefined) return `'${loneMark(lone)}'`;
      return `(${words.map((word) => `'${word}'`).join(' <-> ')}${isOpen ? ':*' : ''})`;
    }),
    ...namesOf(speaker ?? '').map((word) => `'${speakerMark(word)}':*`),
    ...[ownerMark(ownerId), ...(conversationId === undefined ? [] : [conversationMark(conversationId)])].map(
      (mark) => `'${mark}'`,
    ),
  ].join(' & ');
}

function hashed(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, 16);
}
