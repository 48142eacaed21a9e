import type { NewMessage } from '@chimera/protocol/conversation';

/** A line that the person sent and the conversation has not taken in yet. */
export interface PendingLine {
  /** Made by the client; also the idempotency key, so that a retry cannot say it twice. */
  readonly id: string;
  readonly body: NewMessage;
  readonly sentAt: string;
  readonly state:
    | { readonly kind: 'waiting' }
    | { readonly kind: 'sending' }
    | { readonly kind: 'failed'; readonly detail: string };
}
