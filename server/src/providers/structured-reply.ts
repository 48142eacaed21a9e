import type { BrainRequest } from './provider.ts';

/** What the braces, the names of the fields and the speaker's name take of the answer's limit. */
const FRAME_TOKENS = 48;

/** The only form that a structured reply may have: the speaker is who was asked, whoever the model thinks it is. */
export function replySchema(speaker: string) {
  return {
    type: 'object',
    properties: { speaker: { type: 'string', enum: [speaker] }, text: { type: 'string' } },
    required: ['speaker', 'text'],
    additionalProperties: false,
  } as const;
}

/** The tail; a structured reply is also asked for in words, for not every model can be held to a schema. */
export function tailOf({ prompt, replyAs }: BrainRequest): string {
  if (replyAs === null) return prompt.tail;
  const example = `{"speaker": ${JSON.stringify(replyAs)}, "text": "…"}`;
  const asked = `[Answer as one JSON object, ${example}: what you say aloud stands in "text".]`;
  return isBlank(prompt.tail) ? asked : `${prompt.tail}\n\n${asked}`;
}

/** Greatest length of what is said, without what is thought before. */
export function answerTokens({ maxTokens, sampling, replyAs }: BrainRequest): number {
  return Math.min(maxTokens, sampling.maxTokens ?? maxTokens) + (replyAs === null ? 0 : FRAME_TOKENS);
}

/** A stop within JSON would leave half of it. */
export function stopsOf({ stop, replyAs }: BrainRequest, limit: number): readonly string[] {
  return replyAs === null ? stop.filter((text) => !isBlank(text)).slice(0, limit) : [];
}

export function isBlank(text: string): boolean {
  return text.trim() === '';
}
