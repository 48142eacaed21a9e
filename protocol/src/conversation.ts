import { z } from 'zod';
import { formatSchema } from './format.ts';
import { MESSAGE_TEXT_LIMIT } from './message.ts';
import { newFormatSchema } from './new-format.ts';
import { oneLine, plainText } from './plain-text.ts';
import { usageSchema } from './provider.ts';
import { newSeatSchema, reasonSchema, SEATS_LIMIT, seatSchema } from './seat.ts';

export const paceSchema = z.enum(['instant', 'quick', 'natural', 'slow', 'wait']);
export type Pace = z.infer<typeof paceSchema>;

export const settingsSchema = z.object({
  pace: paceSchema,
  maxTurns: z.number().int().min(1).max(100_000),
  maxMinutes: z.number().positive().max(100_000).optional(),
  maxTokens: z.number().int().positive().optional(),
  /** US dollars. */
  maxCost: z.number().positive().optional(),
  stopWords: z.array(plainText().min(1).max(100)).max(50),
  /** BCP 47, such as `en` or `pt-BR`; absent: the language of the topic. */
  language: oneLine().max(35).optional(),
  memory: z.boolean(),
  cache: z.boolean(),
  pauseWhenUnwatched: z.boolean(),
});
export type Settings = z.infer<typeof settingsSchema>;

export const defaultSettings: Settings = {
  pace: 'natural',
  maxTurns: 40,
  stopWords: [],
  memory: false,
  cache: false,
  pauseWhenUnwatched: false,
};

export const conversationStateSchema = z.enum(['draft', 'running', 'paused', 'stopped']);
export type ConversationState = z.infer<typeof conversationStateSchema>;

export const queuedSchema = z.object({
  seatId: z.string(),
  reason: reasonSchema,
  /** The message for which this turn makes an alternative. */
  replaces: z.string().optional(),
});
export type Queued = z.infer<typeof queuedSchema>;

/** The turn that is being taken now. Its words are not part of the log until it ends. */
export const openTurnSchema = z.object({
  turnId: z.string(),
  attempt: z.number().int().positive(),
  seatId: z.string(),
  reason: reasonSchema,
  /** The message for which this turn makes an alternative. */
  replaces: z.string().optional(),
  startedAt: z.iso.datetime(),
});
export type OpenTurn = z.infer<typeof openTurnSchema>;

/** The part of its format that a conversation is in. */
export const phaseNowSchema = z.object({
  /** Empty after a change of format, until the first one is announced; `end` when the format is over. */
  id: z.string(),
  name: z.string(),
  sinceSeq: z.number().int().nonnegative(),
  startedAt: z.iso.datetime(),
});
export type PhaseNow = z.infer<typeof phaseNowSchema>;

export const totalsSchema = usageSchema.omit({ billed: true, cacheWriteTokens: true }).extend({
  /** US dollars of all turns whose price is known. */
  cost: z.number().optional(),
  /** True when some price was not known, so that the cost is too low. */
  unpriced: z.boolean().optional(),
});
export type Totals = z.infer<typeof totalsSchema>;

export const conversationSchema = z.object({
  id: z.string(),
  title: z.string(),
  topic: z.string(),
  state: conversationStateSchema,
  /** Set while stopped or paused: why. */
  stopReason: reasonSchema.optional(),
  /** True when it pauses after the turn that is being taken. */
  stepping: z.boolean(),
  format: z.string(),
  /** The format itself, when it was written for this conversation. */
  script: formatSchema.optional(),
  /** Absent until a phase was announced or the format changed: it is in the first one. */
  phase: phaseNowSchema.optional(),
  settings: settingsSchema,
  seats: z.array(seatSchema),
  queue: z.array(queuedSchema),
  turn: openTurnSchema.nullable(),
  /** Finished and passed turns since the beginning. */
  turns: z.number().int().nonnegative(),
  /** Turns and time already used up by earlier runs that reached a limit: limits count from here. */
  run: z.object({
    turnsBefore: z.number().int().nonnegative(),
    tokensBefore: z.number().int().nonnegative(),
    costBefore: z.number().nonnegative(),
    startedAt: z.iso.datetime().nullable(),
    playedMs: z.number().int().nonnegative(),
  }),
  head: z.number().int().nonnegative(),
  gen: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  usage: totalsSchema,
  /** The same by seat, also of seats that left; what was asked beside the talk belongs to none. */
  usageBySeat: z.record(z.string(), totalsSchema).optional(),
  forkedFrom: z.object({ conversationId: z.string(), seq: z.number().int() }).optional(),
});
export type Conversation = z.infer<typeof conversationSchema>;

/** A conversation in a list: with its last line, without its script. */
export const conversationSummarySchema = conversationSchema.omit({ script: true }).extend({
  lastLine: z.object({ name: z.string(), text: z.string(), at: z.iso.datetime() }).optional(),
});
export type ConversationSummary = z.infer<typeof conversationSummarySchema>;

/** What a director can ask of the whole talk. */
export const steeringSchema = z.enum(['wrap-up', 'raise-heat']);
export type Steering = z.infer<typeof steeringSchema>;

const title = oneLine().min(1).max(200);
export const topicSchema = plainText().trim().min(1, 'Say what they talk about.').max(2000);

export const settingsChangeSchema = z.strictObject({
  pace: paceSchema.optional(),
  maxTurns: settingsSchema.shape.maxTurns.optional(),
  maxMinutes: settingsSchema.shape.maxMinutes.nullable().optional(),
  maxTokens: settingsSchema.shape.maxTokens.nullable().optional(),
  maxCost: settingsSchema.shape.maxCost.nullable().optional(),
  stopWords: settingsSchema.shape.stopWords.optional(),
  language: settingsSchema.shape.language.nullable().optional(),
  memory: z.boolean().optional(),
  cache: z.boolean().optional(),
  pauseWhenUnwatched: z.boolean().optional(),
});
export type SettingsChange = z.infer<typeof settingsChangeSchema>;

/** A format that comes with Chimera, by its id, or one that is written for this conversation. */
export const formatChoiceSchema = z.union([plainText().min(1).max(60), newFormatSchema]);
export type FormatChoice = z.infer<typeof formatChoiceSchema>;

export const newConversationSchema = z.strictObject({
  topic: topicSchema,
  title: title.optional(),
  /** Sets the stage: the narrator says it before anybody else speaks. */
  premise: plainText().trim().min(1).max(2000).optional(),
  seats: z.array(newSeatSchema).min(1, 'A conversation needs at least one seat.').max(SEATS_LIMIT),
  format: formatChoiceSchema.optional(),
  settings: settingsChangeSchema.optional(),
});
export type NewConversation = z.infer<typeof newConversationSchema>;

export const conversationChangeSchema = z.strictObject({
  title: title.optional(),
  topic: topicSchema.optional(),
  format: formatChoiceSchema.optional(),
  settings: settingsChangeSchema.optional(),
});
export type ConversationChange = z.infer<typeof conversationChangeSchema>;

export const newMessageSchema = z.strictObject({
  text: plainText().trim().min(1, 'Say something.').max(MESSAGE_TEXT_LIMIT),
  /** A seat's id, or `narrator`; absent: the person speaks as themselves. */
  as: plainText().min(1).max(200).optional(),
  /** Seats that hear it; absent: everybody. */
  to: z.array(plainText().min(1).max(200)).min(1).max(SEATS_LIMIT).optional(),
});
export type NewMessage = z.infer<typeof newMessageSchema>;

export const messageChangeSchema = z
  .strictObject({
    text: plainText().trim().min(1).max(MESSAGE_TEXT_LIMIT).optional(),
    chosen: z.number().int().nonnegative().optional(),
  })
  .refine((change) => (change.text === undefined) !== (change.chosen === undefined), {
    message: 'Give either a text or the number of the alternative to show.',
  });
export type MessageChange = z.infer<typeof messageChangeSchema>;
