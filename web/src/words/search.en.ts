import { plural } from './plural.ts';

/** Not part of `english`: these words are loaded with the search screen, not with the first one. */
export const searchWords = {
  lead: 'Everything that was said in your conversations. Words “in quotes” stand together.',
  words: 'Words that were said',
  speaker: 'Said by',
  anybody: 'Anybody',
  from: 'From',
  to: 'Until',
  clear: 'Clear',
  noWish: 'What are you looking for?',
  noWishHint:
    'Type words of a line, in any order: accents and capitals do not matter, and the last word need not be whole. Or only who said it.',
  none: (q: string) => (q === '' ? 'Nobody of that name said anything.' : `Nothing was said about “${q}”.`),
  noneThen: (q: string) =>
    q === '' ? 'Nobody of that name said anything then.' : `Nothing was said about “${q}” by them, or then.`,
  searched: (count: number) =>
    plural(count, { one: 'Searched # conversation.', other: 'Searched # conversations.' }),
  unread: (count: number) =>
    plural(count, {
      one: '# older conversation is still being read; lines of it may be missing.',
      other: '# older conversations are still being read; lines of theirs may be missing.',
    }),
  failed: 'It could not be searched.',
  lines: 'Lines',
  found: (count: number) => plural(count, { one: '# line found.', other: '# lines found.' }),
  foundMore: (count: number) =>
    plural(count, { one: '# line shown, there are more.', other: '# lines shown, there are more.' }),
  more: 'Show older ones',
  inTalk: 'in',
  whisper: 'whisper',
};
