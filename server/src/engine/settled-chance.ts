import { seededChance } from '../providers/demo/chance.ts';
import type { Chance, Stage } from './stage.ts';

/**
 * Chance that comes out the same after the same talk, also in a branch. Where answers may come from the
 * cache, what is asked must not differ by a throw of dice: no question would ever be asked twice.
 */
export function settledChance({ conversation, transcript }: Stage, seatId = ''): Chance {
  const name = conversation.seats.find(({ id }) => id === seatId)?.name ?? '';
  const lines = transcript.map((entry) => `${entry.kind} ${entry.name}: ${entry.text}`);
  return seededChance([conversation.topic, name, ...lines].join('\n'));
}
