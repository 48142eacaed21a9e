import type { Persona } from '@chimera/protocol/persona';

/** A whole persona from the parts that a test cares about. */
export function persona(parts: Partial<Persona> & { id: string }): Persona {
  return {
    slug: parts.id,
    name: parts.id,
    aliases: [],
    tagline: '',
    description: '',
    systemPrompt: '',
    alternateGreetings: [],
    exampleMessages: [],
    traits: [],
    tags: [],
    style: { creativity: 0.5, verbosity: 0.5, formality: 0.5, humor: 0.5, warmth: 0.5 },
    talkativeness: 0.5,
    pacing: { minMs: 0, maxMs: 0 },
    avatar: { color: 'grey' },
    fallbacks: [],
    builtIn: true,
    version: 1,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    ...parts,
  };
}
