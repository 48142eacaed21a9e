import type { Usage } from '@chimera/protocol/provider';
import type { FinishReason } from './provider.ts';

/** What one event of a chat stream says, as far as it concerns us. */
export interface ChatChunk {
  readonly text: string;
  readonly reasoning: string;
  readonly finish: ChatFinish | null;
  readonly usage: Usage | null;
  /** What the vendor put under `error`; undefined when it put nothing there. */
  readonly error: unknown;
}

/** `failed`: the vendor says by its finish reason that it could not go on. */
export type ChatFinish = FinishReason | 'failed';

/**
 * Checks one event by hand, for it runs for every word, and a field that a vendor fills in its own
 * way must not spoil the others. Unknown fields are ignored; null when it is no object at all.
 */
export function chatChunk(event: unknown): ChatChunk | null {
  if (!isRecord(event)) return null;
  const error = event['error'] ?? undefined;
  const usage = event['usage'] === undefined ? null : usageOf(event['usage']);
  const choices = event['choices'];
  const choice: unknown = Array.isArray(choices) ? choices[0] : undefined;
  // Other choices than the first were never asked for.
  if (!isRecord(choice) || (choice['index'] ?? 0) !== 0) {
    return { text: '', reasoning: '', finish: null, usage, error };
  }
  const delta = choice['delta'];
  const finish = finishOf(choice['finish_reason'] ?? choice['finishReason']);
  if (!isRecord(delta)) return { text: '', reasoning: '', finish, usage, error };
  const content = delta['content'];
  return {
    text: typeof content === 'string' ? content : textOfParts(content),
    reasoning: reasoningOf(delta),
    finish: finish ?? (typeof delta['refusal'] === 'string' ? 'content-filter' : null),
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

function finishOf(reason: unknown): ChatFinish | null {
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

function usageOf(usage: unknown): Usage | null {
  if (!isRecord(usage)) return null;
  const inputTokens = usage['prompt_tokens'];
  const outputTokens = usage['completion_tokens'];
  return isCount(inputTokens) && isCount(outputTokens) ? { inputTokens, outputTokens } : null;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
