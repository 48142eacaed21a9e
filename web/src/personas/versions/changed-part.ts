/** A text in three: how it begins as the other one does, what differs, how it ends as the other one does. */
export interface ChangedPart {
  readonly before: string;
  readonly changed: string;
  readonly after: string;
}

/** Where two texts differ, by whole words. */
export function changedParts(left: string, right: string): readonly [ChangedPart, ChangedPart] {
  const [a, b] = [wordsOf(left), wordsOf(right)];
  const least = Math.min(a.length, b.length);
  let start = 0;
  while (start < least && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < least - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  return [partsOf(a, start, end), partsOf(b, start, end)];
}

function partsOf(words: readonly string[], start: number, end: number): ChangedPart {
  const to = words.length - end;
  return {
    before: words.slice(0, start).join(''),
    changed: words.slice(start, to).join(''),
    after: words.slice(to).join(''),
  };
}

/** Words with the space after them. */
function wordsOf(text: string): readonly string[] {
  return text.match(/\s*\S+\s*?(?=\s|$)|\s+$/g) ?? (text === '' ? [] : [text]);
}
