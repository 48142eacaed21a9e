import { numberedEventSchema } from '@chimera/protocol/event';
import { spokenBySchema, usageSchema } from '@chimera/protocol/provider';
import { reasonSchema } from '@chimera/protocol/seat';
import { z } from 'zod';

const saidSchema = z.object({
  text: z.string(),
  brain: spokenBySchema.nullable(),
  usage: usageSchema.nullable(),
  cached: z.boolean().exactOptional(),
  cost: z.number().optional(),
  timing: z.object({ thinkMs: z.number(), firstTokenMs: z.number().exactOptional(), totalMs: z.number() }),
});

/** The words of a turn that is cut off; with what they used, when a brain was asked for them. */
export const frozenSchema = z.object({
  turnId: z.string(),
  attempt: z.number().int(),
  text: z.string(),
  said: saidSchema.nullable(),
});
export type Frozen = z.infer<typeof frozenSchema>;

/** What travels from whoever writes a conversation to every node that shows it. Read at the edge: nodes may be of two versions. */
export const signalSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('events'), gen: z.string(), events: z.array(numberedEventSchema).readonly() }),
  /** In the place of events that are too long to travel: the log has them. */
  z.object({ type: z.literal('news'), head: z.number().int() }),
  z.object({
    type: z.literal('delta'),
    delta: z.object({
      turnId: z.string(),
      attempt: z.number().int(),
      offset: z.number().int().nonnegative(),
      text: z.string(),
    }),
  }),
  z.object({
    type: z.literal('thinking'),
    seatId: z.string(),
    untilMs: z.number(),
    why: z.string().exactOptional(),
  }),
  z.object({ type: z.literal('typing'), name: z.string() }),
  z.object({ type: z.literal('deleted') }),
  z.object({
    type: z.literal('watched'),
    node: z.string(),
    /** How many follow it there. */
    viewers: z.number().int().nonnegative(),
    /** They may lack words: whoever speaks says again all that was said so far. */
    lacks: z.boolean().exactOptional(),
  }),
  /** Whoever runs it is asked to cut the turn in flight and to say what was said. */
  z.object({ type: z.literal('freeze'), ask: z.string(), reason: reasonSchema }),
  z.object({ type: z.literal('frozen'), ask: z.string(), frozen: frozenSchema.nullable() }),
  /** What follows a cut is written: whoever runs it may go on. */
  z.object({ type: z.literal('thaw') }),
]);

export type Signal =
  | z.infer<typeof signalSchema>
  /** Something may have got lost: the log has it, and checkpoints have the words. */
  | { readonly type: 'missed' }
  /** The log has nothing new, but words may have got lost. */
  | { readonly type: 'unheard' };
export type SignalOf<Type extends Signal['type']> = Extract<Signal, { readonly type: Type }>;
