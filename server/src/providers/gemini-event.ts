import type { Usage } from '@chimera/protocol/provider';
import { z } from 'zod';
import type { FinishReason } from './provider.ts';
import type { AnswerEvent } from './wire-protocol.ts';

const countSchema = z.number().int().nonnegative().optional().catch(undefined);
const reasonSchema = z.string().optional().catch(undefined);

const candidateSchema = z.object({
  index: z.number().optional().catch(undefined),
  content: z
    .object({
      parts: z
        .array(z.object({ text: z.string().optional(), thought: z.boolean().optional().catch(undefined) }))
        .optional(),
    })
    .nullish(),
  finishReason: reasonSchema,
  finish_reason: reasonSchema,
});

const usageSchema = z
  .object({
    promptTokenCount: countSchema,
    candidatesTokenCount: countSchema,
    thoughtsTokenCount: countSchema,
    cachedContentTokenCount: countSchema,
  })
  .optional()
  .catch(undefined);

/** The vendor writes names in camel case; what stands before it at some addresses writes `finish_reason`. */
const eventSchema = z.object({
  candidates: z.array(candidateSchema).optional(),
  usageMetadata: usageSchema,
  promptFeedback: z.object({ blockReason: reasonSchema }).optional().catch(undefined),
  error: z.unknown().optional(),
});

/** Reads one event of Gemini's: each is a whole answer in small. The end is a finish reason, or that the request was blocked. */
export function geminiEvent(data: string): AnswerEvent | null {
  const event = eventSchema.safeParse(JSON.parse(data));
  if (!event.success) return null;
  const { candidates, usageMetadata, promptFeedback, error } = event.data;
  // Other candidates than the first were never asked for.
  const candidate = candidates?.find(({ index }) => (index ?? 0) === 0);
  const parts = candidate?.content?.parts ?? [];
  const textOf = (thought: boolean) =>
    parts.map((part) => ((part.thought ?? false) === thought ? (part.text ?? '') : '')).join('');
  const blocked = promptFeedback?.blockReason !== undefined;
  return {
    text: textOf(false),
    reasoning: textOf(true),
    finish: blocked ? 'content-filter' : finishOf(candidate?.finishReason ?? candidate?.finish_reason),
    isLast: false,
    usage: usageOf(usageMetadata),
    error: error ?? undefined,
  };
}

function usageOf(counts: z.infer<typeof usageSchema>): Usage | null {
  const { promptTokenCount, cachedContentTokenCount: cached } = counts ?? {};
  if (promptTokenCount === undefined) return null;
  return {
    inputTokens: promptTokenCount,
    outputTokens: (counts?.candidatesTokenCount ?? 0) + (counts?.thoughtsTokenCount ?? 0),
    ...(cached !== undefined && { cachedInputTokens: cached }),
  };
}

function finishOf(reason: string | undefined): FinishReason | null {
  switch (reason?.toUpperCase()) {
    case undefined:
    case '':
    case 'FINISH_REASON_UNSPECIFIED':
      return null;
    case 'STOP':
      return 'stop';
    case 'MAX_TOKENS':
      return 'length';
    case 'SAFETY':
    case 'RECITATION':
    case 'BLOCKLIST':
    case 'PROHIBITED_CONTENT':
    case 'SPII':
    case 'ESCALATION':
      return 'content-filter';
    default:
      return 'other';
  }
}
