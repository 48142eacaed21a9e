import { plural } from './plural.ts';

/** Words of the gallery of personas. */
export const galleryWords = {
  lead: 'Characters to put on stage, and the casts in which they meet.',
  make: 'Make a persona',
  bringIn: 'Bring in cards',

  // Drafts
  drafts: 'Not kept yet',
  draftOf: (name: string) => `Draft: ${name}`,
  draftSaved: (time: string) => `not kept yet, saved ${time}`,
  draftNameless: 'without a name',
  draftsFailed: 'Your drafts could not be loaded.',

  // What is shown
  all: 'All personas',
  part: 'Show',
  parts: { all: 'All', mine: 'Mine', 'built-in': 'Built in', favourites: 'Favourites' },
  tag: 'Tag',
  anyTag: 'Any tag',
  yours: 'Yours',
  favourite: 'Favourite',
  markFavourite: (name: string) => `Favourite: ${name}`,
  notMarked: (name: string, reason: string) => `The mark of ${name} was not changed. ${reason}`,
  found: (count: number) => plural(count, { one: '# persona shown.', other: '# personas shown.' }),
  foundMore: (count: number) => `The first ${count} personas are shown.`,
  more: 'Show more',
  moreFailed: 'The next personas could not be loaded.',

  // Nothing there
  none: 'No personas are here.',
  noneOwn: 'None of your own yet.',
  noneOwnHint: 'Make one by hand, copy one that is built in, or bring one in as a card.',
  noFavourites: 'No favourites yet.',
  noFavouritesHint: 'Press the star on a persona, and it stands here.',
  noMatch: 'No persona fits this search.',
  noMatchFor: (query: string) => `No persona fits “${query}”.`,
  clear: 'Show all',
  failed: 'The personas could not be loaded.',
};
