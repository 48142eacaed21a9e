import type { Message } from '@chimera/protocol/message';

/** Messages in which the words occur, the oldest first; upper and lower case are the same. */
export function findInTalk(messages: readonly Message[], query: string): readonly Message[] {
  const wanted = folded(query.trim());
  return wanted === '' ? [] : messages.filter(({ text }) => folded(text).includes(wanted));
}

/** Where the words stand in a piece of text, as pairs of begin and end. */
export function placesOf(text: string, query: string): readonly (readonly [number, number])[] {
  const wanted = folded(query.trim());
  const where = folded(text);
  // Few letters grow when their case changes; places in such a text would be off.
  if (wanted === '' || where.length !== text.length) return [];
  const places: [number, number][] = [];
  for (let at = where.indexOf(wanted); at >= 0; at = where.indexOf(wanted, at + wanted.length))
    places.push([at, at + wanted.length]);
  return places;
}

function folded(text: string): string {
  return text.toLowerCase();
}
