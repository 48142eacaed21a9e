import { z } from 'zod';
import type { Delta } from './delta.ts';
import type { ErrorCode } from './error.ts';
import type { Event } from './event.ts';
import { plainText } from './plain-text.ts';
import type { View } from './view.ts';

/** The largest frame a client may send, in bytes. */
export const CLIENT_FRAME_LIMIT = 65_536;
/** Conversations that one socket may follow at once. */
export const SUBSCRIPTION_LIMIT = 20;

/** WebSocket close codes of our own (4000-4999 are free for applications, RFC 6455 section 7.4.2). */
export const closeCodes = {
  /** The viewer reads too slowly: reconnect, it resumes exactly. */
  tooSlow: 4008,
  unauthenticated: 4401,
  forbidden: 4403,
  /** Connect again: what you may do is another now. */
  rightsChanged: 4409,
} as const;

const conversationId = plainText().min(1).max(200);

/** Browser to server. */
export const clientFrameSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('subscribe'),
    conversationId,
    /** The last `seq` the client has; the server goes on from there. */
    after: z.number().int().nonnegative().optional(),
    gen: plainText().max(200).optional(),
  }),
  z.strictObject({ type: z.literal('unsubscribe'), conversationId }),
  z.strictObject({ type: z.literal('typing'), conversationId }),
  z.strictObject({ type: z.literal('ping') }),
]);
export type ClientFrame = z.infer<typeof clientFrameSchema>;

/** Server to browser. */
export type ServerFrame =
  | {
      readonly type: 'snapshot';
      readonly conversationId: string;
      readonly gen: string;
      readonly head: number;
      readonly view: View;
    }
  | {
      readonly type: 'event';
      readonly conversationId: string;
      readonly gen: string;
      readonly seq: number;
      readonly event: Event;
    }
  | ({ readonly type: 'delta'; readonly conversationId: string } & Delta)
  | {
      readonly type: 'thinking';
      readonly conversationId: string;
      readonly seatId: string;
      readonly untilMs: number;
      /** Set while a provider lets it wait. */
      readonly why?: string;
    }
  | { readonly type: 'typing'; readonly conversationId: string; readonly name: string }
  | { readonly type: 'presence'; readonly conversationId: string; readonly viewers: number }
  | {
      readonly type: 'error';
      readonly code: ErrorCode;
      readonly detail: string;
      readonly conversationId?: string;
    }
  | { readonly type: 'pong' };
