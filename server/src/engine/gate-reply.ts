import { z } from 'zod';
import { folded } from './addressing.ts';

/** What a reply that is JSON says; null when it is none, or holds no speech. */
export function unwrapReply(raw: string): { text: string; speaker: string | null } | null {
  const body = raw
    .trim()
    .replace(/^```\w*/u, '')
    .replace(/```$/u, '');
  const value = parsed(body) ?? parsed(firstObject(body));
  const result = replySchema.safeParse(Array.isArray(value) ? value[0] : value);
  if (!result.success) return null;
  if (typeof result.data === 'string') return { text: result.data, speaker: null };
  const fields = new Map(Object.entries(result.data).map(([key, field]) => [folded(key), field]));
  const text = firstString(fields, TEXT_FIELDS);
  return text === null ? null : { text, speaker: firstString(fields, SPEAKER_FIELDS) };
}

/** Whether text at the head of an answer is data: `{"`, `[{"`, a fence around them; `partial` while it may be. */
export function readsAsData(head: string): 'data' | 'partial' | 'none' {
  if (DATA.test(head)) return 'data';
  return MAY_BE_DATA.test(head) ? 'partial' : 'none';
}

const replySchema = z.union([z.string(), z.record(z.string(), z.unknown())]);
const TEXT_FIELDS = [
  'text',
  'message',
  'content',
  'line',
  'reply',
  'response',
  'speech',
  'says',
  'utterance',
];
const SPEAKER_FIELDS = ['speaker', 'name', 'role', 'seat', 'character'];
const DATA = /^(?:```(?:json)?\s*)?(?:\{\s*"|\[\s*[{"])/u;
const MAY_BE_DATA = /^(?:`{1,3}|```(?:j|js|jso|json)?\s*)?(?:[{[]\s*)?$/u;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is an expected answer here, not a failure.
    return undefined;
  }
}

function firstObject(text: string): string {
  return text.slice(Math.max(0, text.indexOf('{')), text.lastIndexOf('}') + 1);
}

function firstString(fields: ReadonlyMap<string, unknown>, keys: readonly string[]): string | null {
  for (const key of keys) {
    const value = fields.get(key);
    if (typeof value === 'string' && value.trim() !== '') return value;
  }
  return null;
}
