import { plural } from './plural.ts';

/** Words of the gallery of personas and of the choice of a cast. */
export const personasWords = {
  lead: (count: number) => plural(count, { one: '# character is ready.', other: '# characters are ready.' }),
  searchLabel: 'Search personas',
  searchPlaceholder: 'Name, trait or subject',
  tags: 'Tags',
  anyTag: 'All',
  found: (count: number) => plural(count, { one: '# persona shown.', other: '# personas shown.' }),
  none: 'No personas are here yet.',
  noMatch: 'No persona fits this search.',
  clear: 'Show all',
  failed: 'The personas could not be loaded.',
  lines: 'How it sounds',
  traits: 'Traits',
  style: 'Style',
  styles: {
    creativity: 'Creativity',
    verbosity: 'Verbosity',
    formality: 'Formality',
    humor: 'Humor',
    warmth: 'Warmth',
  },
  percent: (share: number) => `${Math.round(share * 100)} %`,
  builtIn: 'Built in',
  start: 'Start with this persona',
  choose: (name: string) => `Choose ${name}`,
};
