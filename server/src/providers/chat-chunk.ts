import type { Usage } from '@chimera/protocol/provider';
import { isRecord } from './is-record.ts';
import type { Quirks } from './quirks.ts';
import { type AnswerEvent, type AnswerFinish, type ReadEvent, silentEvent } from './wire-protocol.ts';

const done: AnswerEvent = { ...silentEvent, isLast: true };

/** Reads the events of one kind of server; `costField`: where it counts dollars among the tokens. */
export function chatChunkReader({ costField }: Pick<Quirks, 'costField'>): ReadEvent {
  return (data) => chatChunk(data, costField);
}

/**
 * Checks one event by hand, for it runs for every word, and a field that a vendor fills in its own
 * way must not spoil the others. Unknown fields are ignored; null when it is no object at all.
 */
export function chatChunk(data: string, costField?: Quirks['costField']): AnswerEvent | null {
  if (data === '[DONE]') return done;
  const event: unknown = JSON.parse(data);
  if (!isRecord(event)) return null;
  const error = event['error'] ?? undefined;
  const usage = event['usage'] === undefined ? null : usageOf(event['usage'], costField);
  const choices = event['choices'];
  const choice: unknown = Array.isArray(choices) ? choices[0] : undefined;
  // Other choices than the first were never asked for.
  if (!isRecord(choice) || (choice['index'] ?? 0) !== 0) {
    return { ...silentEvent, usage, error };
  }
  const delta = choice['delta'];
  const finish = finishOf(choice['finish_reason'] ?? choice['finishReason']);
  if (!isRecord(delta)) return { ...silentEvent, finish, usage, error };
  const content = delta['content'];
  return {
    text: typeof content === 'string' ? content : textOfParts(content),
    reasoning: reasoningOf(delta),
    finish: finish ?? (typeof delta['refusal'] === 'string' ? 'content-filter' : null),
    isLast: false,
    usage,
    error: error ?? choice['error'] ?? undefined,
  };
}

function reasoningOf(delta: Record<string, unknown>): string {
  const text = delta['reasoning_content'] ?? delta['reasoning'];
  return typeof text === 'string' ? text : '';
}

/** A few vendors stream a list of typed parts instead of a string. */
function textOfParts(content: unknown): string {
  if (!Array.isArray(content)) return '';
  return content
    .filter(isRecord)
    .map((part) => (part['type'] === 'text' && typeof part['text'] === 'string' ? part['text'] : ''))
    .join('');
}

function finishOf(reason: unknown): AnswerFinish | null {
  if (typeof reason !== 'string' || reason === '') return null;
  switch (reason.toLowerCase()) {
    case 'stop':
    case 'end_turn':
    case 'eos':
    case 'stop_sequence':
      return 'stop';
    case 'length':
    case 'max_tokens':
      return 'length';
    case 'content_filter':
    case 'safety':
    case 'refusal':
      return 'content-filter';
    case 'error':
    case 'insufficient_system_resource':
      return 'failed';
    default:
      return 'other';
  }
}

function usageOf(usage: unknown, costField: Quirks['costField']): Usage | null {
  if (!isRecord(usage)) return null;
  const inputTokens = usage['prompt_tokens'];
  const outputTokens = usage['completion_tokens'];
  if (!isCount(inputTokens) || !isCount(outputTokens)) return null;
  const details = isRecord(usage['prompt_tokens_details']) ? usage['prompt_tokens_details'] : {};
  const cached = details['cached_tokens'] ?? usage['prompt_cache_hit_tokens'];
  const written = details['cache_write_tokens'];
  const billed = costField && billedOf(usage, usage[costField]);
  return {
    inputTokens,
    outputTokens,
    ...(isCount(cached) && { cachedInputTokens: cached }),
    ...(isCount(written) && { cacheWriteTokens: written }),
    ...(billed !== undefined && { billed }),
  };
}

/** With a key of one's own at the vendor behind, what that vendor takes stands apart. */
function billedOf(usage: Record<string, unknown>, cost: unknown): number | undefined {
  if (!isPrice(cost)) return undefined;
  const details = usage['cost_details'];
  const upstream = isRecord(details) ? details['upstream_inference_cost'] : undefined;
  return usage['is_byok'] === true && isPrice(upstream) ? cost + upstream : cost;
}

function isPrice(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
