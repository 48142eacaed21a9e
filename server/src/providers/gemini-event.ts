import type { Usage } from '@chimera/protocol/provider';
import { isRecord } from './is-record.ts';
import type { FinishReason } from './provider.ts';
import type { AnswerEvent } from './wire-protocol.ts';

/**
 * Reads one event of Gemini's: each is a whole answer in small. The end is a finish reason, or that the request
 * was blocked. Checked by hand, for it runs for every word and each event brings its counts: a schema takes more
 * than twice as long (`make bench`). Unknown fields are ignored; null when it is no part of an answer.
 */
export function geminiEvent(data: string): AnswerEvent | null {
  const event: unknown = JSON.parse(data);
  if (!isRecord(event)) return null;
  const { candidates = [], usageMetadata, promptFeedback, error } = event;
  if (!Array.isArray(candidates)) return null;
  let spoken: Candidate | null = null;
  for (const each of candidates) {
    const candidate = candidateOf(each);
    if (candidate === null) return null;
    // Other candidates than the first were never asked for.
    if (candidate.index === 0) spoken ??= candidate;
  }
  const isBlocked = isRecord(promptFeedback) && typeof promptFeedback['blockReason'] === 'string';
  return {
    text: spoken?.text ?? '',
    reasoning: spoken?.reasoning ?? '',
    finish: isBlocked ? 'content-filter' : finishOf(spoken?.finishReason),
    isLast: false,
    usage: usageOf(usageMetadata),
    error: error ?? undefined,
  };
}

interface Candidate {
  readonly index: number;
  readonly text: string;
  readonly reasoning: string;
  readonly finishReason: string | undefined;
}

function candidateOf(candidate: unknown): Candidate | null {
  if (!isRecord(candidate)) return null;
  const { index, finishReason, finish_reason: otherReason } = candidate;
  const content = candidate['content'] ?? {};
  if (!isRecord(content)) return null;
  const { parts = [] } = content;
  if (!Array.isArray(parts)) return null;
  let text = '';
  let reasoning = '';
  for (const part of parts) {
    // What is no text is no part of an answer; a part without one is something that nobody asked for.
    if (!isRecord(part)) return null;
    const { text: words = '' } = part;
    if (typeof words !== 'string') return null;
    if (part['thought'] === true) reasoning += words;
    else text += words;
  }
  return {
    index: typeof index === 'number' ? index : 0,
    text,
    reasoning,
    // The vendor writes names in camel case; what stands before it at some addresses does not.
    finishReason: stringOf(finishReason) ?? stringOf(otherReason),
  };
}

function usageOf(counts: unknown): Usage | null {
  if (!isRecord(counts)) return null;
  const inputTokens = countOf(counts['promptTokenCount']);
  if (inputTokens === undefined) return null;
  const cached = countOf(counts['cachedContentTokenCount']);
  return {
    inputTokens,
    outputTokens:
      (countOf(counts['candidatesTokenCount']) ?? 0) + (countOf(counts['thoughtsTokenCount']) ?? 0),
    ...(cached !== undefined && { cachedInputTokens: cached }),
  };
}

function countOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
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
