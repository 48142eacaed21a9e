import type { Event } from './event.ts';
import { unreachable } from './unreachable.ts';

/** How an event ends a turn: `isFinal` when the turn is done, not only one attempt at it. */
export interface EndedTurn {
  readonly turnId: string;
  readonly isFinal: boolean;
}

/** The turn that an event ends, when it ends one. */
export function endedTurn(event: Event): EndedTurn | null {
  switch (event.type) {
    case 'message-finished':
      return event.message.turnId === undefined ? null : { turnId: event.message.turnId, isFinal: true };
    case 'message-edited':
      return event.turnId === undefined ? null : { turnId: event.turnId, isFinal: true };
    case 'turn-interrupted':
    case 'turn-failed':
    case 'turn-passed':
      return { turnId: event.turnId, isFinal: false };
    case 'conversation-created':
    case 'conversation-changed':
    case 'conversation-stopped':
    case 'phase-changed':
    case 'brain-asked':
    case 'scored':
    case 'direction-given':
    case 'seat-added':
    case 'seat-changed':
    case 'seat-removed':
    case 'queue-changed':
    case 'turn-started':
      return null;
    default:
      return unreachable(event);
  }
}
