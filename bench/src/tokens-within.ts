import type { Message } from '@chimera/protocol/message';
import { TOKEN_LENGTH } from './token.ts';

/** A stretch of time by the machine's clock. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** How many tokens of a message were said within a stretch: a seat says them evenly until its turn ends. */
export function tokensWithin(
  { text, createdAt, timing }: Pick<Message, 'text' | 'createdAt' | 'timing'>,
  { fromMs, toMs }: Stretch,
): number {
  const tokens = Math.round(text.length / TOKEN_LENGTH);
  const endMs = Date.parse(createdAt);
  const { totalMs = 0, thinkMs = 0 } = timing ?? {};
  const beginMs = endMs - Math.max(1, totalMs - thinkMs);
  const sharedMs = Math.min(endMs, toMs) - Math.max(beginMs, fromMs);
  return (tokens * Math.max(0, sharedMs)) / (endMs - beginMs);
}
