/** Words of personas that the first screen uses too; those of their own pages are in persona-english.ts. */
export const personasWords = {
  searchLabel: 'Search personas',
  searchPlaceholder: 'Name, trait or subject',
  noMatch: 'No persona fits this search.',
};
