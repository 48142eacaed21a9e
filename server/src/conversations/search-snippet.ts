import type { SearchHit } from '@chimera/protocol/search';
import type { Phrase } from './search-query.ts';
import { type Word, wordsIn } from './search-words.ts';

type Snippet = SearchHit['snippet'];
type Place = Snippet['matches'][number];

const SNIPPET_LENGTH = 220;
/** Of the line before the first place that was found. */
const BEFORE_LENGTH = 60;
/** As much of a line as is kept for searching. */
export const SEARCHED_WORDS = 16_000;

/** A part of a line around what was found in it first, and the places in that part. */
export function snippetOf(text: string, phrases: readonly Phrase[]): Snippet {
  const places = phrases.length === 0 ? [] : placesOf(text, phrases);
  const first = places[0];
  const start = first === undefined ? 0 : beginningNear(text, first.start);
  const end = endNear(
    text,
    Math.max(start + SNIPPET_LENGTH, Math.min(first?.end ?? 0, start + 4 * SNIPPET_LENGTH)),
  );
  const head = start > 0 ? '…' : '';
  const shift = head.length - start;
  const matches = places
    .filter((place) => place.start < end)
    .map((place) => ({ start: place.start + shift, end: Math.min(place.end, end) + shift }));
  // One unit for one unit, so that places stay where they are.
  const shown = text.slice(start, end).replaceAll(/\s/gu, ' ');
  return { text: `${head}${shown}${end < text.length ? '…' : ''}`, matches };
}

/** Where phrases stand in a text, in order, overlaps joined. */
function placesOf(text: string, phrases: readonly Phrase[]): Place[] {
  const words = wordsIn(text).take(SEARCHED_WORDS).toArray();
  const found = phrases.flatMap((phrase) =>
    phrase.isLone ? signPlaces(text, words, phrase) : phrasePlaces(words, phrase),
  );
  return joined(found.toSorted((a, b) => a.start - b.start));
}

function phrasePlaces(words: readonly Word[], { words: wanted, isOpen }: Phrase): Place[] {
  const lastIndex = wanted.length - 1;
  return words.flatMap((first, at) => {
    const isHere = wanted.every((text, index) => {
      const here = words[at + index]?.text;
      return isOpen && index === lastIndex ? here?.startsWith(text) : here === text;
    });
    const last = words[at + lastIndex];
    return isHere && last ? [{ start: first.start, end: last.end }] : [];
  });
}

/** A sign is the first or the second of a pair, or stands alone. */
function signPlaces(text: string, words: readonly Word[], { words: [wanted = ''] }: Phrase): Place[] {
  return words.flatMap((word) => {
    if (!word.isSpaceless || !word.text.includes(wanted)) return [];
    if (word.isLone) return [{ start: word.start, end: word.end }];
    const length = [...text.slice(word.start, word.end).matchAll(/\P{M}\p{M}*/gu)][0]?.[0].length ?? 0;
    const middle = word.start + length;
    return word.text.startsWith(wanted)
      ? [{ start: word.start, end: middle }]
      : [{ start: middle, end: word.end }];
  });
}

function joined(places: readonly Place[]): Place[] {
  const outcome: Place[] = [];
  for (const place of places) {
    const last = outcome.at(-1);
    if (last && place.start < last.end)
      outcome[outcome.length - 1] = { start: last.start, end: Math.max(last.end, place.end) };
    else outcome.push(place);
  }
  return outcome;
}

/** Some words before a place; never inside a character. */
function beginningNear(text: string, place: number): number {
  if (place <= BEFORE_LENGTH) return 0;
  const from = place - BEFORE_LENGTH;
  const space = text.slice(from, place).search(/\s\S/u);
  return space < 0 ? whole(text, from) : from + space + 1;
}

function endNear(text: string, place: number): number {
  if (place >= text.length) return text.length;
  const space = text.lastIndexOf(' ', place);
  return space > place - 30 ? space : whole(text, place);
}

function whole(text: string, place: number): number {
  return /^[\udc00-\udfff]/.test(text.slice(place, place + 1)) ? place - 1 : place;
}
