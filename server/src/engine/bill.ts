import type { Event, EventOf } from '@chimera/protocol/event';
import type { Usage } from '@chimera/protocol/provider';
import type { CostOf } from '../providers/prices.ts';
import type { Used } from './asked-brains.ts';
import type { Attempt } from './speak.ts';
import type { Said } from './turn-events.ts';

/** What was used of a brain, and what that costs in US dollars; without a cost: nobody knows. */
export interface Charged extends Used {
  readonly cost?: number;
}

/** What an attempt at a turn comes to. */
export interface Bill {
  /** The words that are said, or were until they were cut off; null: there were none. */
  readonly own: Charged | null;
  /** Answers that nobody heard: refused by the gate, lost on the way, or of a turn that passed or failed. */
  readonly unheard: readonly Charged[];
}

export async function billOf(attempt: Attempt, costOf: CostOf): Promise<Bill> {
  const own = 'said' in attempt ? await ownOf(attempt.said, costOf) : null;
  // The last try is the one whose words are said.
  const tries = own ? attempt.tries.slice(0, -1) : attempt.tries;
  // Nobody is paid for what came from the cache.
  const used = tries.flatMap(({ brain, usage }) => (usage && isAny(usage) ? [{ brain, usage }] : []));
  return {
    own,
    unheard: await Promise.all([...attempt.lost, ...used].map((each) => charged(each, costOf))),
  };
}

/** What the words of an answer come to; null when no brain that counts has begun it. */
export async function ownOf({ brain, usage, cached }: Said, costOf: CostOf): Promise<Charged | null> {
  if (!brain || !usage) return null;
  return cached ? { brain, usage, cost: 0 } : charged({ brain, usage }, costOf);
}

function isAny({ inputTokens, outputTokens }: Usage): boolean {
  return inputTokens + outputTokens > 0;
}

export async function charged({ brain, usage }: Used, costOf: CostOf): Promise<Charged> {
  const cost = await costOf(brain, usage);
  return { brain, usage, ...(cost !== undefined && { cost }) };
}

/** The end of a seat's turn with all that was used for it: what no message of it tells is told beside it. */
export function settled(
  end: readonly Event[],
  { own, unheard }: Bill,
  { seatId, at }: { readonly seatId: string; readonly at: string },
): Event[] {
  const isTold = end.some((event) => 'message' in event && event.message?.usage !== undefined);
  const untold = own && !isTold ? [...unheard, own] : unheard;
  const asked = untold.map(
    (each): EventOf<'brain-asked'> => ({ type: 'brain-asked', at, task: 'answer', ...each, seatId }),
  );
  return [...asked, ...end];
}
