import type { Persona } from '@chimera/protocol/persona';

/** An artificial mind, and everybody knows it: a persona says so by a tag, and may then speak of it. */
export function isOpenlyAi(persona: Pick<Persona, 'tags'> | undefined): boolean {
  return hasTag(persona, AI_TAGS);
}

export function usesEmoji(persona: Pick<Persona, 'tags'> | undefined): boolean {
  return hasTag(persona, EMOJI_TAGS);
}

const AI_TAGS = new Set(['ai', 'robot', 'android', 'machine']);
const EMOJI_TAGS = new Set(['emoji']);

function hasTag(persona: Pick<Persona, 'tags'> | undefined, tags: ReadonlySet<string>): boolean {
  return persona?.tags.some((tag) => tags.has(tag.toLowerCase())) ?? false;
}
