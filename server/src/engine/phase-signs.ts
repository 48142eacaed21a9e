import type { Entry } from './stage.ts';

type Line = Pick<Entry, 'seatId' | 'name' | 'text'>;

/** A host or a person calls for the next part of a talk. In English. */
export function goesOn(text: string): boolean {
  return NEXT.test(text);
}

const NEXT =
  /\b(?:wrap(?:ping)? (?:it |this |things )?up|let(?:['’]s| us) (?:move|go) on|moving on|next (?:part|topic|round)|closing words|final (?:words|thoughts))\b/iu;

/** Two different people in a row accept the same, and neither asks or restricts. In English. */
export function agree(lines: readonly Line[]): boolean {
  const [before, last] = lines.slice(-2);
  if (!before || !last || speakerOf(before) === speakerOf(last)) return false;
  return [before, last].every(
    ({ text }) => AGREED.test(text) && !text.trimEnd().endsWith('?') && !BUT.test(text),
  );
}

const AGREED =
  /^\W*(?:(?:yes|all right|very well|fine|good|well),? )?(?:(?:then )?(?:we|i|you and i) (?:both )?(?:agree|accept|can live with)|agreed|i(?:['’]m| am) (?:persuaded|convinced|with you)|that (?:is|will do as) (?:it|our answer|the definition)|let it stand|settled|so be it)/iu;
const BUT = /\b(?:but|however|except|though|unless)\b/iu;

function speakerOf({ seatId, name }: Line): string {
  return seatId ?? name;
}
