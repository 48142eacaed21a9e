import { z } from 'zod';
import { oneLine } from './plain-text.ts';
import { providerKinds } from './provider.ts';

/** The kinds that one can connect to; the demo brain is always there. */
export const connectableKindSchema = z.enum(providerKinds).exclude(['demo']);
export type ConnectableKind = z.infer<typeof connectableKindSchema>;

const label = oneLine().trim().min(1).max(80);
const baseUrl = oneLine().trim().min(1).max(500);
/** Keys travel in a header, so they are visible characters of ASCII. */
const apiKey = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .regex(/^[\x21-\x7e]+$/, 'A key has no spaces and no letters outside of ASCII. Copy it again.');

export const newConnectionSchema = z.strictObject({
  kind: connectableKindSchema,
  /** Absent: the vendor's name. */
  label: label.optional(),
  /** Absent: where the vendor is usually reached. */
  baseUrl: baseUrl.optional(),
  apiKey: apiKey.optional(),
});
export type NewConnection = z.infer<typeof newConnectionSchema>;

export const connectionChangeSchema = z.strictObject({
  label: label.optional(),
  /** Null: where the vendor is usually reached. Another server needs the key again. */
  baseUrl: baseUrl.nullable().optional(),
  /** Null: none. */
  apiKey: apiKey.nullable().optional(),
});
export type ConnectionChange = z.infer<typeof connectionChangeSchema>;

/** What came of asking for a real, short answer. */
export const connectionTestSchema = z.object({
  ok: z.boolean(),
  latencyMs: z.number().int().nonnegative(),
  model: z.string().optional(),
  /** The first words of the answer. */
  sample: z.string().optional(),
  problem: z.object({ code: z.string(), detail: z.string() }).optional(),
});
export type ConnectionTest = z.infer<typeof connectionTestSchema>;
