import type { Usage } from '@chimera/protocol/provider';
import { unreachable } from '@chimera/protocol/unreachable';
import { z } from 'zod';
import { isRecord } from './is-record.ts';
import type { FinishReason } from './provider.ts';
import { type AnswerEvent, type ReadEvent, silentEvent } from './wire-protocol.ts';

const countSchema = z.number().int().nonnegative().optional().catch(undefined);
const countsSchema = z.object({
  input_tokens: countSchema,
  cache_creation_input_tokens: countSchema,
  cache_read_input_tokens: countSchema,
  output_tokens: countSchema,
});
type Counts = z.infer<typeof countsSchema>;
const usageSchema = countsSchema.optional().catch(undefined);

/** Signatures, citations, tools: whatever they hold is dropped. */
const otherWords = (...spoken: readonly string[]) =>
  z.object({ type: z.string().refine((type) => !spoken.includes(type)) });
const deltaSchema = z.union([
  z.object({ type: z.literal('text_delta'), text: z.string() }),
  z.object({ type: z.literal('thinking_delta'), thinking: z.string() }),
  otherWords('text_delta', 'thinking_delta'),
]);
/** A block begins with its first words, most often none. */
const blockSchema = z.union([
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('thinking'), thinking: z.string() }),
  otherWords('text', 'thinking'),
]);

const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('content_block_delta'), delta: deltaSchema }),
  z.object({ type: z.literal('content_block_start'), content_block: blockSchema }),
  z.object({ type: z.literal('message_start'), message: z.object({ usage: usageSchema }) }),
  z.object({
    type: z.literal('message_delta'),
    delta: z.object({ stop_reason: z.string().nullish() }),
    usage: usageSchema,
  }),
  z.object({ type: z.literal('message_stop') }),
  z.object({ type: z.literal('error'), error: z.unknown().optional() }),
]);

const known: ReadonlySet<string> = new Set(eventSchema.options.map(({ shape }) => shape.type.value));
const namedSchema = z.object({ type: z.string() });

/**
 * Reads one answer in Anthropic's events. The reason and the token counts come before the end, which is
 * `message_stop` and nothing else.
 */
export function anthropicEventReader(): ReadEvent {
  let finish: FinishReason = 'other';
  let counts: Counts = {};
  return (data) => {
    const json: unknown = JSON.parse(data);
    const words = plainWords(json);
    if (words !== null) return words;
    const event = eventSchema.safeParse(json);
    // The vendor may add events at any time, and servers must be able to ignore them.
    if (!event.success) return isUnknown(json) ? silentEvent : null;
    switch (event.data.type) {
      case 'content_block_delta':
        return wordsOf(event.data.delta);
      case 'content_block_start':
        return wordsOf(event.data.content_block);
      case 'message_start':
        counts = merged(counts, event.data.message.usage);
        return silentEvent;
      case 'message_delta':
        counts = merged(counts, event.data.usage);
        finish = finishOf(event.data.delta.stop_reason) ?? finish;
        return { ...silentEvent, usage: usageOf(counts) };
      case 'message_stop':
        return { ...silentEvent, finish, isLast: true };
      case 'error':
        return { ...silentEvent, error: event.data.error ?? {} };
      default:
        return unreachable(event.data);
    }
  };
}

/** Almost every event is the next piece of text: found by hand. Whatever else it may be, the schema judges. */
function plainWords(json: unknown): AnswerEvent | null {
  if (!isRecord(json) || json['type'] !== 'content_block_delta') return null;
  const delta = json['delta'];
  if (!isRecord(delta) || delta['type'] !== 'text_delta') return null;
  const text = delta['text'];
  return typeof text === 'string' ? { ...silentEvent, text } : null;
}

function isUnknown(json: unknown): boolean {
  const named = namedSchema.safeParse(json);
  return named.success && !known.has(named.data.type);
}

function wordsOf(words: z.infer<typeof deltaSchema> | z.infer<typeof blockSchema>): AnswerEvent {
  if ('text' in words) return { ...silentEvent, text: words.text };
  if ('thinking' in words) return { ...silentEvent, reasoning: words.thinking };
  return silentEvent;
}

/** Counts grow; what a later event does not tell stays as it was told before. */
function merged(before: Counts, now: Counts | undefined): Counts {
  return {
    input_tokens: now?.input_tokens ?? before.input_tokens,
    cache_creation_input_tokens: now?.cache_creation_input_tokens ?? before.cache_creation_input_tokens,
    cache_read_input_tokens: now?.cache_read_input_tokens ?? before.cache_read_input_tokens,
    output_tokens: now?.output_tokens ?? before.output_tokens,
  };
}

/** What was read from the cache or written to it is not part of `input_tokens`. */
function usageOf(counts: Counts): Usage | null {
  const { input_tokens: fresh, output_tokens: outputTokens } = counts;
  const { cache_read_input_tokens: cached, cache_creation_input_tokens: written } = counts;
  if (fresh === undefined || outputTokens === undefined) return null;
  return {
    inputTokens: fresh + (cached ?? 0) + (written ?? 0),
    outputTokens,
    ...(cached !== undefined && { cachedInputTokens: cached }),
    ...(written !== undefined && { cacheWriteTokens: written }),
  };
}

function finishOf(reason: string | null | undefined): FinishReason | null {
  switch (reason) {
    case null:
    case undefined:
      return null;
    case 'end_turn':
    case 'stop_sequence':
      return 'stop';
    case 'max_tokens':
    case 'model_context_window_exceeded':
      return 'length';
    case 'refusal':
      return 'content-filter';
    default:
      return 'other';
  }
}
