import { seededChance } from '../providers/demo/chance.ts';
import { hashOf } from '../providers/text-hash.ts';
import { tally } from './growing-list.ts';
import type { Chance, Entry, Stage } from './stage.ts';

/**
 * Chance that comes out the same after the same talk, also in a branch. Where answers may come from the
 * cache, what is asked must not differ by a throw of dice: no question would ever be asked twice.
 */
export function settledChance({ conversation, transcript }: Stage, seatId = ''): Chance {
  const name = conversation.seats.find(({ id }) => id === seatId)?.name ?? '';
  return seededChance([conversation.topic, name, talkHash(transcript).hash].join('\n'));
}

/** Of all lines, each with those before it. */
const talkHash = tally(
  () => ({ hash: 0 }),
  (talk, { kind, name, text }: Entry) => {
    talk.hash = hashOf(`${talk.hash} ${kind} ${name}: ${text}`);
  },
);
