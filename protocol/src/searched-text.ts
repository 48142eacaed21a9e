import type { Sheet } from './persona.ts';

type Searched = Pick<Sheet, 'name' | 'aliases' | 'tagline' | 'description' | 'traits' | 'tags'>;

/** What a search for a persona looks through. */
export function searchedText({ name, aliases, tagline, description, traits, tags }: Searched): string {
  return [name, ...aliases, tagline, description, ...traits, ...tags].join(' ');
}
