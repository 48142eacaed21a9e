import { endedTurn } from '@chimera/protocol/ended-turn';
import type { Event } from '@chimera/protocol/event';
import type { UnnumberedMessage } from '@chimera/protocol/message';

/** How one attempt at a turn ended. `waiting`: the provider asked for patience, and the seat keeps its turn. */
export const turnOutcomes = ['finished', 'interrupted', 'failed', 'passed', 'waiting'] as const;
export type Outcome = (typeof turnOutcomes)[number];

export interface EndedAttempt {
  /** What ended it. */
  readonly event: Event;
  readonly turnId: string;
  readonly outcome: Outcome;
  /** What was said, when it was anything. */
  readonly message: UnnumberedMessage | undefined;
  readonly reason: string | undefined;
}

/** The attempts that the events of one commit end. */
export function endedAttempts(events: readonly Event[]): EndedAttempt[] {
  return events.flatMap((event, at) => {
    const ended = endedTurn(event);
    if (!ended) return [];
    return [
      {
        event,
        turnId: ended.turnId,
        outcome: isKept(events[at + 1]) ? 'waiting' : (outcomes[event.type] ?? 'finished'),
        message: 'message' in event ? event.message : undefined,
        reason: 'reason' in event ? event.reason?.code : undefined,
      },
    ];
  });
}

const outcomes: Readonly<Partial<Record<Event['type'], Outcome>>> = {
  'turn-interrupted': 'interrupted',
  'turn-failed': 'failed',
  'turn-passed': 'passed',
};

/** The turn is put at the head of the queue again: see `delayed` in the engine. */
function isKept(next: Event | undefined): boolean {
  return next?.type === 'queue-changed' && next.queue[0]?.reason?.code === 'kept-turn';
}
