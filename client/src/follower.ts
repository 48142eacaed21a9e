import type { ErrorCode } from '@chimera/protocol/error';
import type { NumberedEvent } from '@chimera/protocol/event';
import type { Delta } from '@chimera/protocol/delta';
import type { View } from '@chimera/protocol/view';

/** Somebody who watches a conversation. Calls come in the order in which things happened. */
export interface Follower {
  /** The whole picture: first of all, and whenever the place could not be kept. It replaces what was known. */
  onSnapshot(view: View, gen: string, head: number): void;
  /** Exactly the event after the one before. */
  onEvent(event: NumberedEvent): void;
  /** Exactly the words after the ones before, of the attempt that is announced. */
  onDelta(delta: Delta): void;
  /** `why`: set while a provider lets the seat wait. */
  onThinking?(seatId: string, untilMs: number, why?: string): void;
  onTyping?(name: string): void;
  onPresence?(viewers: number): void;
  onStatus?(status: LiveStatus): void;
  onError?(problem: LiveProblem): void;
}

/** How the one socket is. */
export type LiveStatus =
  /** Nobody follows anything. */
  | { readonly state: 'idle' }
  | { readonly state: 'connecting' }
  | { readonly state: 'open' }
  /** Cut off; it connects again by itself after the delay. */
  | { readonly state: 'waiting'; readonly delayMs: number }
  /** The server does not let this viewer in; the next `follow` tries again. */
  | { readonly state: 'refused'; readonly problem: LiveProblem };

export interface LiveProblem {
  readonly code: ErrorCode;
  readonly detail: string;
}
