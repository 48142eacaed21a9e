import { stemOf, stemsOf } from '@chimera/server/providers/words';
import type { ReadyScene } from '@chimera/server/providers/demo/ready-scenes';
import { GUEST_LINES, type GuestLine } from './guest-lines.ts';
import { play } from './play.ts';

const EVERY_TURNS = 4;
/** So many lines of a guest at least: a short format leaves room for two a talk, so it is played more often. */
const GUEST_LINES_EACH = 36;
/** So many lines have the time to take up what a guest said. */
const WITHIN_LINES = 2;

/**
 * How often a guest's word comes back in the two lines after it. The talks go by the engine's rules, for as
 * many turns as their format has.
 */
export function guestHeard(
  { scene, cast, format }: ReadyScene,
  { turns, seed }: { readonly turns: number; readonly seed: number },
): number {
  const { topic } = scene;
  const { length } = play(cast, { topic, turns, seed, format });
  const talks = Math.ceil(GUEST_LINES_EACH / guestTurns(length, 0).size);
  const heard = Array.from({ length: talks }, (_, talk) => {
    const guest = guestTurns(length, seed * talks + talk);
    const said = play(cast, { topic, turns: length, seed: seed * talks + talk, format, guest });
    return [...guest].map(([turn, { subjects }]) =>
      said
        .slice(turn, turn + WITHIN_LINES)
        .some(({ text }) => text !== null && subjects.some((word) => has(text, word))),
    );
  }).flat();
  return heard.filter(Boolean).length / Math.max(1, heard.length);
}

function guestTurns(turns: number, seed: number): ReadonlyMap<number, GuestLine> {
  const guest = new Map<number, GuestLine>();
  for (let turn = EVERY_TURNS; turn + WITHIN_LINES <= turns; turn += EVERY_TURNS) {
    const line = GUEST_LINES[(turn / EVERY_TURNS + seed * 7) % GUEST_LINES.length];
    if (line) guest.set(turn, line);
  }
  return guest;
}

/** “knitting” is knit, “culture” is no cult. */
const ENDING_LETTERS = 2;

/** The word, its stem, or the stem with a short ending. */
function has(text: string, word: string): boolean {
  const stem = stemOf(word);
  return [...stemsOf(text)].some(
    (each) => each.startsWith(stem) && each.length <= stem.length + ENDING_LETTERS,
  );
}
