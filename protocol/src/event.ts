import { z } from 'zod';
import { conversationStateSchema, openTurnSchema, queuedSchema, settingsSchema } from './conversation.ts';
import { presenceSchema, reasonSchema, seatSchema, waitingSchema } from './seat.ts';
import { formatSchema } from './format.ts';
import { messageSchema, unnumberedMessageSchema } from './message.ts';
import { brainSchema, spokenBySchema, usageSchema } from './provider.ts';

const at = z.iso.datetime();
const turn = openTurnSchema.pick({ turnId: true, attempt: true, seatId: true }).shape;

/** Everything durable that can happen in a conversation. One event is one entry of its log. */
export const eventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('conversation-created'),
    at,
    title: z.string(),
    topic: z.string(),
    format: z.string(),
    /** The format itself, when it was written for this conversation. */
    script: formatSchema.optional(),
    settings: settingsSchema,
    seats: z.array(seatSchema),
    forkedFrom: z.object({ conversationId: z.string(), seq: z.number().int() }).optional(),
  }),
  z.object({
    type: z.literal('conversation-changed'),
    at,
    title: z.string().optional(),
    topic: z.string().optional(),
    format: z.string().optional(),
    script: formatSchema.optional(),
    settings: settingsSchema.optional(),
    /** `running` or `paused`; a stop is its own event. */
    state: conversationStateSchema.extract(['running', 'paused']).optional(),
    stepping: z.boolean().optional(),
    reason: reasonSchema.optional(),
  }),
  z.object({ type: z.literal('conversation-stopped'), at, reason: reasonSchema }),
  z.object({
    type: z.literal('phase-changed'),
    at,
    /** Absent in older logs. `end`: the format is over, and nothing is announced. */
    id: z.string().optional(),
    name: z.string(),
    /** What the stage says to all as it begins. */
    open: z.string().optional(),
  }),
  /** How the sides of a debate did, by the criteria of its judge. */
  z.object({
    type: z.literal('scored'),
    at,
    /** Counted from the lines, or judged by a model. */
    by: z.enum(['rules', 'model']),
    scores: z
      .array(
        z.object({
          seatId: z.string(),
          name: z.string(),
          points: z.number(),
          /** Points by criterion. */
          parts: z.record(z.string().max(60), z.number()),
        }),
      )
      .max(24),
    /** The seat with most points; null: nobody. */
    winner: z.string().nullable(),
    text: z.string(),
  }),
  /** The talk is turned, by the director or, when it runs in circles, by the house: all on stage hear the text. */
  z.object({
    type: z.literal('direction-given'),
    at,
    reason: reasonSchema,
    text: z.string(),
    /** The seat that is to take another side from here on. */
    seatId: z.string().optional(),
  }),
  /** A call of a model whose words nobody hears: an answer that was refused, or a question beside the talk. */
  z.object({
    type: z.literal('brain-asked'),
    at,
    /** `answer`: for a turn. `moderator`, `minutes`, `judge`: beside it. */
    task: z.string(),
    brain: spokenBySchema,
    usage: usageSchema,
    /** US dollars; absent when the price is unknown. */
    cost: z.number().nonnegative().optional(),
    /** The seat for whose turn it was asked. */
    seatId: z.string().optional(),
  }),
  z.object({ type: z.literal('seat-added'), at, seat: seatSchema }),
  z.object({
    type: z.literal('seat-changed'),
    at,
    seatId: z.string(),
    name: z.string().optional(),
    /** The version of its persona's sheet that it plays by from here on. */
    sheet: z.object({ personaId: z.string(), version: z.number().int().positive() }).optional(),
    brain: brainSchema.nullable().optional(),
    /** Null: those of the persona. */
    fallbacks: seatSchema.shape.fallbacks.unwrap().nullable().optional(),
    presence: presenceSchema.optional(),
    /** Null: it need not wait any more. */
    waiting: waitingSchema.nullable().optional(),
    /** Why, when the house did it. */
    reason: reasonSchema.optional(),
  }),
  z.object({ type: z.literal('seat-removed'), at, seatId: z.string() }),
  z.object({ type: z.literal('queue-changed'), at, queue: z.array(queuedSchema) }),
  z.object({
    type: z.literal('turn-started'),
    at,
    ...turn,
    reason: reasonSchema,
    /** The pick came from the queue: its first entry for this seat is used up. */
    queued: z.boolean().optional(),
    /** The message for which this turn makes an alternative. */
    replaces: z.string().optional(),
  }),
  z.object({ type: z.literal('message-finished'), at, message: unnumberedMessageSchema }),
  z.object({
    type: z.literal('turn-interrupted'),
    at,
    ...turn,
    reason: reasonSchema,
    /** What was said until then, when it was anything. */
    message: unnumberedMessageSchema.optional(),
  }),
  z.object({
    type: z.literal('turn-failed'),
    at,
    ...turn,
    reason: reasonSchema,
    message: unnumberedMessageSchema.optional(),
  }),
  z.object({ type: z.literal('turn-passed'), at, ...turn, reason: reasonSchema }),
  /** An edit, another alternative chosen, or an alternative that was made: the message as it is now. */
  z.object({
    type: z.literal('message-edited'),
    at,
    message: messageSchema,
    /** Set when a turn made the alternative. */
    turnId: z.string().optional(),
  }),
]);
export type Event = z.infer<typeof eventSchema>;
export type EventOf<T extends Event['type']> = Extract<Event, { type: T }>;

/** An event in its place: positions of one conversation run 1, 2, 3 … without a gap. */
export const numberedEventSchema = z.object({ seq: z.number().int().positive(), event: eventSchema });
export type NumberedEvent = z.infer<typeof numberedEventSchema>;
