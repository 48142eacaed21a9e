import type { BrainRequest, PromptTurn } from './provider.ts';
import { isBlank, tailOf } from './structured-reply.ts';

/**
 * The turns of a prompt with the tail as the last part of the last one. Vendors refuse blank parts,
 * neighbours of one role and an end on the assistant: none of them can come out of here.
 */
export function turnsWithTail(request: BrainRequest, opening: readonly string[] = []): PromptTurn[] {
  const turns: PromptTurn[] = [];
  const add = (role: PromptTurn['role'], texts: readonly string[]) => {
    const parts = texts.filter((text) => !isBlank(text));
    if (parts.length === 0) return;
    const last = turns.at(-1);
    if (last?.role === role) turns[turns.length - 1] = { role, parts: [...last.parts, ...parts] };
    else turns.push({ role, parts });
  };
  add('user', opening);
  for (const { role, parts } of request.prompt.turns) add(role, parts);
  add('user', [tailOf(request)]);
  return turns;
}
