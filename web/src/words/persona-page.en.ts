import { plural } from './plural.ts';

/** Five words for a number from 0 to 1. */
type Scale = readonly [string, string, string, string, string];

/** Words of a persona's page. */
export const personaPageWords = {
  start: 'Start with this persona',
  edit: 'Edit',
  copy: 'Copy',
  copied: (name: string) => `${name} is yours to change.`,
  notCopied: 'It was not copied.',
  export: 'Export',
  exportAs: { 'card-v3': 'Card V3 (JSON)', 'card-v2': 'Card V2 (JSON)', png: 'Card as a picture (PNG)' },
  moreOf: (name: string) => `More for ${name}`,
  builtIn: 'Built in',
  yours: 'Yours',
  tags: 'Tags',
  aliases: 'Also called',
  user: 'you',
  lines: 'How it sounds',
  greeting: 'First line',
  otherGreetings: (count: number) =>
    plural(count, { one: '# other first line', other: '# other first lines' }),
  moreLines: (count: number) => plural(count, { one: '# more line', other: '# more lines' }),
  prompt: 'What a model is told',
  promptFold: 'Show the text',
  about: 'Who it is',
  noDescription: 'Nothing is written here yet.',
  showAll: 'Show all of it',
  showLess: 'Show less',
  traits: 'Traits',
  style: 'Style',
  styles: {
    creativity: 'Creativity',
    verbosity: 'Length',
    formality: 'Formality',
    humor: 'Humour',
    warmth: 'Warmth',
  },
  styleWords: {
    creativity: ['Keeps to what is known', 'Careful', 'Balanced', 'Inventive', 'Wild'],
    verbosity: ['Very brief', 'Brief', 'Neither brief nor long', 'Long', 'Very long'],
    formality: ['Very plain', 'Plain', 'Everyday', 'Formal', 'Very formal'],
    humor: ['Never jokes', 'Rarely jokes', 'Jokes now and then', 'Funny', 'Always joking'],
    warmth: ['Cold', 'Cool', 'Friendly', 'Warm', 'Very warm'],
  } satisfies Record<string, Scale>,
  talk: 'On stage',
  talkativeness: [
    'Speaks when asked.',
    'Speaks rarely.',
    'Speaks as often as others.',
    'Speaks often.',
    'Speaks whenever it can.',
  ] satisfies Scale,
  atOnce: 'Answers at once.',
  answersAfter: (seconds: string) => `Answers after ${seconds} seconds.`,
  answersBetween: (least: string, most: string) => `Answers after ${least} to ${most} seconds.`,
  voice: (name: string) => `Voice: ${name}.`,
  ownBrain: (model: string) => `Brain: ${model}.`,

  // Lore
  lore: 'Lore',
  loreOf: (name: string, count: number) => `${name} · ${entriesOf(count)}`,
  loreCount: (count: number) => `${entriesOf(count)}.`,
  loreFold: (count: number) => plural(count, { one: 'Show the entry', other: 'Show the # entries' }),
  always: 'Told always',
  calledBy: (keys: string) => `Called by ${keys}`,
  switchedOff: 'Switched off',
  moreEntries: (count: number) => plural(count, { one: 'Show # more', other: 'Show # more' }),

  // Credits
  credits: 'Where it comes from',
  madeBy: 'Made by',
  cardVersion: 'Version of the card',
  cardNotes: 'Notes by its maker',

  // Where it played
  played: 'Where it has played',
  playedFailed: 'Its conversations could not be loaded.',
  notPlayed: 'It has not played yet.',
  morePlayed: 'Show more',

  // Deleting
  delete: 'Delete',
  deleteQuestion: (name: string) => `Delete ${name}?`,
  deleteSafe:
    'It goes with all of its versions, and cannot be brought back. Conversations keep the sheet that they play by.',
  deleted: (name: string) => `${name} is deleted.`,
  notDeleted: 'It was not deleted.',

  // Nothing there
  missing: 'There is no such persona.',
  missingHint: 'It was deleted, or the link is not whole. Conversations in which it plays are safe.',
  toGallery: 'All personas',
  failed: 'The persona could not be loaded.',
};

function entriesOf(count: number): string {
  return plural(count, { one: '# entry', other: '# entries' });
}
