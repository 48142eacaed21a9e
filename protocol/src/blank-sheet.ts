import type { Sheet } from './persona.ts';

/** What a persona has of which nothing is said. */
export const blankSheet: Omit<Sheet, 'name'> = {
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
  pacing: { minMs: 500, maxMs: 1800 },
  avatar: { color: '#4a5568' },
  fallbacks: [],
};
