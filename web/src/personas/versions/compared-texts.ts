/** A run of words that the other text has as well, or has not. */
export interface TextPart {
  readonly text: string;
  readonly isChanged: boolean;
}

type Words = readonly string[];

/** Where two texts differ, by whole words: the longest row of words that both have stays unmarked. */
export function comparedTexts(
  left: string,
  right: string,
): readonly [readonly TextPart[], readonly TextPart[]] {
  const [a, b] = [wordsOf(left), wordsOf(right)];
  const least = Math.min(a.length, b.length);
  let start = 0;
  while (start < least && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < least - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [inA, inB] = sharedPlaces(a.slice(start, a.length - end), b.slice(start, b.length - end));
  const isShared = (places: ReadonlySet<number>, length: number) => (place: number) =>
    place < start || place >= length - end || places.has(place - start);
  return [partsOf(a, isShared(inA, a.length)), partsOf(b, isShared(inB, b.length))];
}

/** Above so many pairs of words it is no longer worth the work: all of it has changed. */
const MOST_PAIRS = 4_000_000;

/** The places of the words that both have in the same order, in each of the two. */
function sharedPlaces(a: Words, b: Words): readonly [ReadonlySet<number>, ReadonlySet<number>] {
  const [inA, inB] = [new Set<number>(), new Set<number>()];
  if (a.length * b.length > MOST_PAIRS) return [inA, inB];
  const longest = longestRows(a, b);
  const row = b.length + 1;
  const at = (i: number, j: number) => longest[i * row + j] ?? 0;
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      inA.add(i);
      inB.add(j);
      i += 1;
      j += 1;
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return [inA, inB];
}

/** How many words both still have in the same order, from each pair of places on. */
function longestRows(a: Words, b: Words): Uint16Array {
  const row = b.length + 1;
  const longest = new Uint16Array((a.length + 1) * row);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const here = i * row + j;
      longest[here] =
        a[i] === b[j]
          ? (longest[here + row + 1] ?? 0) + 1
          : Math.max(longest[here + row] ?? 0, longest[here + 1] ?? 0);
    }
  }
  return longest;
}

function partsOf(words: Words, isShared: (place: number) => boolean): readonly TextPart[] {
  const parts: { text: string; isChanged: boolean }[] = [];
  for (const [place, word] of words.entries()) {
    const isChanged = !isShared(place);
    const last = parts.at(-1);
    if (last?.isChanged === isChanged) last.text += word;
    else parts.push({ text: word, isChanged });
  }
  return parts;
}

/** Words with the space before them. */
function wordsOf(text: string): Words {
  return text.match(/\s*\S+\s*?(?=\s|$)|\s+$/g) ?? (text === '' ? [] : [text]);
}
