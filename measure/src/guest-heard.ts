import { stemOf, stemsOf } from '@chimera/server/providers/words';
import type { ReadyScene } from '@chimera/server/providers/demo/ready-scenes';
import { GUEST_LINES, type GuestLine } from './guest-lines.ts';
import { play } from './play.ts';

const EVERY_TURNS = 6;
/** So many lines have the time to take up what a guest said. */
const WITHIN_LINES = 2;

/** How often a guest's word comes back in the two lines after it, when a guest speaks up in a talk by the engine's rules. */
export function guestHeard(
  { scene, cast, format }: ReadyScene,
  { turns, seed }: { readonly turns: number; readonly seed: number },
): number {
  const guest = new Map<number, GuestLine>();
  for (let turn = EVERY_TURNS; turn + WITHIN_LINES <= turns; turn += EVERY_TURNS) {
    const line = GUEST_LINES[(turn / EVERY_TURNS + seed * 7) % GUEST_LINES.length];
    if (line) guest.set(turn, line);
  }
  const talk = play(cast, { topic: scene.topic, turns, seed, format, guest });
  const heard = [...guest].filter(([turn, { subjects }]) =>
    talk
      .slice(turn, turn + WITHIN_LINES)
      .some(({ text }) => text !== null && subjects.some((word) => has(text, word))),
  );
  return heard.length / Math.max(1, guest.size);
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
