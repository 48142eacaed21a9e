import { z } from 'zod';
import { providerKindSchema, usageSchema } from './provider.ts';

const estimatedSchema = z.object({
  tokens: z.number().int(),
  /** US dollars; absent when no price is known. */
  cost: z.number().optional(),
});

/** About what playing on costs. */
export const estimateSchema = z.object({
  perRound: estimatedSchema,
  perHour: estimatedSchema,
  /** Until the limit of turns. */
  perRun: estimatedSchema.extend({ turns: z.number().int() }),
  /** Models whose price is not known, so that the costs above are too low. */
  unknownPrices: z.array(z.string()),
});
export type Estimate = z.infer<typeof estimateSchema>;

/** What was used in a stretch of time. */
export const spentSchema = usageSchema
  .pick({ inputTokens: true, outputTokens: true, cachedInputTokens: true })
  .extend({
    calls: z.number().int().nonnegative(),
    /** US dollars of all calls whose price is known. */
    cost: z.number().nonnegative(),
    /** Calls whose price is not known, so that the cost is too low. */
    unpriced: z.number().int().nonnegative(),
  });
export type Spent = z.infer<typeof spentSchema>;

/** Limits of an owner over all conversations: one that is reached stops them with a reason. Absent: no limit. */
export const spendingLimitsSchema = z.strictObject({
  /** US dollars. */
  costPerDay: z.number().positive().max(1_000_000).optional(),
  costPerMonth: z.number().positive().max(1_000_000).optional(),
  tokensPerDay: z.number().int().positive().optional(),
});
export type SpendingLimits = z.infer<typeof spendingLimitsSchema>;

/** What one's conversations cost. Days and months are those of UTC. */
export const spendingSchema = z.object({
  today: spentSchema,
  month: spentSchema,
  limits: spendingLimitsSchema,
  /** US dollars that the operator allows each owner a day, whatever their own limits are; absent: no limit. */
  operatorCostPerDay: z.number().optional(),
  /** This month, the dearest first. */
  byModel: z.array(
    spentSchema.extend({ connectionId: z.string(), kind: providerKindSchema, model: z.string() }),
  ),
  /** The last 31 days with anything in them, oldest first. */
  byDay: z.array(spentSchema.extend({ day: z.iso.date() })),
});
export type Spending = z.infer<typeof spendingSchema>;
