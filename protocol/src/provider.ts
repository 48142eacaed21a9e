import { z } from 'zod';
import { oneLine } from './plain-text.ts';

export const providerKinds = [
  'openai',
  'anthropic',
  'deepseek',
  'gemini',
  'openrouter',
  'lmstudio',
  'ollama',
  'openai-compatible',
  'demo',
] as const;

export const providerKindSchema = z.enum(providerKinds);
export type ProviderKind = z.infer<typeof providerKindSchema>;

export const samplingSchema = z.strictObject({
  temperature: z.number().min(0).max(2).optional(),
  maxTokens: z.number().int().min(1).max(200_000).optional(),
  topP: z.number().min(0).max(1).optional(),
  reasoning: z.enum(['off', 'low', 'medium', 'high']).optional(),
});
export type Sampling = z.infer<typeof samplingSchema>;

export const modelBrainSchema = z.strictObject({
  connectionId: oneLine().min(1).max(200),
  model: oneLine().min(1).max(200),
  params: samplingSchema.optional(),
});
export type ModelBrain = z.infer<typeof modelBrainSchema>;

/** What produces the words of a seat. Absent on a seat: the server chooses. */
export const brainSchema = z.union([z.strictObject({ human: z.literal(true) }), modelBrainSchema], {
  error: 'Give {connectionId, model, params?} or {human: true}.',
});
export type Brain = z.infer<typeof brainSchema>;

/** Who really spoke a line. */
export const spokenBySchema = z.object({
  kind: providerKindSchema,
  model: z.string(),
  /** Absent in older logs. */
  connectionId: z.string().optional(),
  /** The brain that should have spoken. */
  fallbackFrom: z.string().optional(),
  /** Why it did not, in plain words. */
  fallbackReason: z.string().optional(),
});
export type SpokenBy = z.infer<typeof spokenBySchema>;

export const providerStatusSchema = z.enum(['ready', 'no-key', 'unreachable', 'failing']);
export type ProviderStatus = z.infer<typeof providerStatusSchema>;

export const connectionSchema = z.object({
  id: z.string(),
  kind: providerKindSchema,
  label: z.string(),
  baseUrl: z.string().optional(),
  keyLast4: z.string().optional(),
  /** True when it comes from the environment or was found on this machine: it cannot be changed here. */
  builtIn: z.boolean(),
  /** As the last call showed it; `untried`: nobody has called it yet. */
  status: z.enum([...providerStatusSchema.options, 'untried']),
  /** The state in plain words: what it means and what to do. */
  detail: z.string(),
  /** Why it does not answer, as a code; absent while it does. */
  problem: z.string().optional(),
  latencyMs: z.number().optional(),
  createdAt: z.iso.datetime().optional(),
});
export type Connection = z.infer<typeof connectionSchema>;

export const providerSchema = z.object({
  kind: providerKindSchema,
  name: z.string(),
  local: z.boolean(),
  needsKey: z.boolean(),
  status: providerStatusSchema,
  /** The state in plain words: what it means and what to do. */
  detail: z.string(),
  latencyMs: z.number().optional(),
  connections: z.array(connectionSchema),
});
export type Provider = z.infer<typeof providerSchema>;

export const modelSchema = z.object({
  id: z.string(),
  name: z.string().optional(),
  contextTokens: z.number().int().optional(),
  /** US dollars for a million tokens; absent when unknown, which is not free. */
  inputPrice: z.number().optional(),
  outputPrice: z.number().optional(),
  /** For input that the vendor still had in its cache. */
  cachedInputPrice: z.number().optional(),
  vision: z.boolean().optional(),
  /** Of a local server: whether the model is in memory, so that it answers at once. */
  loaded: z.boolean().optional(),
});
export type Model = z.infer<typeof modelSchema>;

export const usageSchema = z.object({
  inputTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
  /** Of the input, what the vendor still had in its cache, where it says so. */
  cachedInputTokens: z.number().int().nonnegative().optional(),
  /** Of the input, what the vendor wrote to its cache at a price of its own, where it says so. */
  cacheWriteTokens: z.number().int().nonnegative().optional(),
  /** US dollars that the vendor says it took, where it does. */
  billed: z.number().nonnegative().optional(),
  /** The vendor did not count: these numbers are estimated from the lengths of texts. */
  estimated: z.boolean().optional(),
});
export type Usage = z.infer<typeof usageSchema>;
