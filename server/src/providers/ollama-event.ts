import type { Usage } from '@chimera/protocol/provider';
import { isRecord } from './is-record.ts';
import type { FinishReason } from './provider.ts';
import { type AnswerEvent, silentEvent } from './wire-protocol.ts';

/**
 * Reads one line of Ollama's by hand, for it runs for every word. The end is `done`, whatever the reason is;
 * an error may come as any line and is the last one then. Unknown fields are ignored; null when it is no object.
 */
export function ollamaEvent(line: string): AnswerEvent | null {
  const event: unknown = JSON.parse(line);
  if (!isRecord(event)) return null;
  const error = event['error'] ?? undefined;
  const message = event['message'];
  const done = event['done'] === true;
  // What is no text is no part of an answer; its absence says nothing, as in a line that only reports an error.
  const text = isRecord(message) ? (message['content'] ?? '') : '';
  if (typeof text !== 'string') return null;
  const spoken = { ...silentEvent, text, reasoning: isRecord(message) ? thinkingIn(message) : '', error };
  if (!done) return spoken;
  return { ...spoken, finish: finishOf(event['done_reason']), isLast: true, usage: usageOf(event) };
}

function thinkingIn(message: Record<string, unknown>): string {
  const text = message['thinking'] ?? message['reasoning_content'];
  return typeof text === 'string' ? text : '';
}

/** Older servers give no reason. */
function finishOf(reason: unknown): FinishReason {
  switch (reason) {
    case 'stop':
    case undefined:
      return 'stop';
    case 'length':
      return 'length';
    default:
      return 'other';
  }
}

/** Some servers leave out the count of a prompt that they still had in memory: then nothing is known. */
function usageOf(event: Record<string, unknown>): Usage | null {
  const inputTokens = event['prompt_eval_count'];
  const outputTokens = event['eval_count'];
  return isCount(inputTokens) && isCount(outputTokens) ? { inputTokens, outputTokens } : null;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
