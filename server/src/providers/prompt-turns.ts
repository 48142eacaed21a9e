import type { ModelFamily } from './families/family.ts';
import type { BrainRequest, Image, PromptTurn } from './provider.ts';
import { isBlank, tailOf } from './structured-reply.ts';

/** A turn as a vendor gets it. */
export interface SentTurn extends PromptTurn {
  readonly images: readonly Image[];
  /** Index of the part that ends what the vendor's cache is to keep; -1: none does. */
  readonly keptPart: number;
}

/**
 * The turns of a prompt with the tail as the last part of the last one. Vendors refuse blank parts,
 * neighbours of one role and an end on the assistant: none of them can come out of here.
 */
export function turnsWithTail(request: BrainRequest, { system, vision }: ModelFamily): SentTurn[] {
  const turns: Omit<SentTurn, 'keptPart'>[] = [];
  const add = ({ role, parts, images = [] }: PromptTurn) => {
    const seen = role === 'user' && vision !== false ? images : [];
    const texts = [...(seen.length < images.length ? unseen(role, images) : []), ...parts];
    const added = { role, parts: texts.filter((text) => !isBlank(text)), images: seen };
    if (added.parts.length === 0 && added.images.length === 0) return;
    const last = turns.at(-1);
    if (last?.role === role) turns[turns.length - 1] = joined(last, added);
    else turns.push(added);
  };
  if (system === 'first-user') add({ role: 'user', parts: [request.prompt.system] });
  for (const turn of request.prompt.turns) add(turn);
  add({ role: 'user', parts: [tailOf(request)] });
  const tailParts = isBlank(tailOf(request)) ? 0 : 1;
  return turns.map((turn, index) => ({ ...turn, keptPart: keptPart(turns, index, tailParts) }));
}

function joined(before: Omit<SentTurn, 'keptPart'>, added: Omit<SentTurn, 'keptPart'>) {
  const { role, parts, images } = before;
  return { role, parts: [...parts, ...added.parts], images: [...images, ...added.images] };
}

/** Nobody can be shown a picture as their own words. */
function unseen(role: PromptTurn['role'], images: readonly Image[]): string[] {
  if (role === 'assistant') return [];
  const what = images.length === 1 ? 'A picture is' : `${images.length} pictures are`;
  return [`[${what} shown that you cannot see.]`];
}

/**
 * Kept is what ends before the tail, and what ended there when this seat spoke last: a vendor looks for
 * old ends only so far back, or not at all, and much may have been said since.
 */
function keptPart(turns: readonly Pick<SentTurn, 'role' | 'parts'>[], index: number, tailParts: number) {
  const { role, parts } = turns[index] ?? { role: 'assistant', parts: [] };
  const last = turns.length - 1;
  if (role !== 'user' || index < last - 2) return -1;
  return parts.length - 1 - (index === last ? tailParts : 0);
}
