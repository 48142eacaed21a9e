import type { Event } from '@chimera/protocol/event';
import type { Message } from '@chimera/protocol/message';
import type { SpokenBy, Usage } from '@chimera/protocol/provider';
import { unreachable } from '@chimera/protocol/unreachable';

/** One call of a brain that was used. */
export interface Charge {
  readonly brain: SpokenBy;
  readonly usage: Usage;
  /** US dollars; absent: nobody knows. */
  readonly cost?: number | undefined;
}

/**
 * What the events tell of calls that were made now. A conversation that begins may be a branch or come from a
 * file: then all that it tells was spent before, elsewhere.
 */
export function chargesOf(events: readonly Event[]): Charge[] {
  if (events[0]?.type === 'conversation-created') return [];
  const charges = events.flatMap((event) => chargeOf(event) ?? []);
  // It is no model, and all who watch it play would only wait for each other to write that it costs nothing.
  return charges.filter(({ brain }) => brain.kind !== 'demo');
}

function chargeOf(event: Event): Charge | null {
  switch (event.type) {
    case 'brain-asked':
      return event;
    case 'message-finished':
    case 'turn-interrupted':
    case 'turn-failed':
      return said(event.message);
    case 'message-edited':
      // An edit by hand tells again what the message had cost when it was said.
      return event.turnId === undefined ? null : said(event.message);
    case 'conversation-created':
    case 'conversation-changed':
    case 'conversation-stopped':
    case 'phase-changed':
    case 'scored':
    case 'direction-given':
    case 'seat-added':
    case 'seat-changed':
    case 'seat-removed':
    case 'queue-changed':
    case 'turn-started':
    case 'turn-passed':
      return null;
    default:
      return unreachable(event);
  }
}

function said(message: Pick<Message, 'brain' | 'usage' | 'cost' | 'cached'> | undefined): Charge | null {
  // What was kept is said again without a call.
  if (!message?.brain || !message.usage || message.cached === true) return null;
  const { brain, usage, cost } = message;
  return { brain, usage, cost };
}
