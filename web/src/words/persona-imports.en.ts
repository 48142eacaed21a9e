import { plural } from './plural.ts';

/** Words of bringing in cards and casts. */
export const personaImportsWords = {
  title: 'Bring in cards',
  lead: 'Character cards of other programs, and casts that were exported here.',
  drop: 'Drop files here, or choose them',
  choose: 'Choose files',
  limits: (megabytes: number) =>
    `PNG, JSON or CharX, up to ${megabytes} MB each. Version 1, 2 and 3 of character cards, and casts as JSON.`,
  safe: 'A card is read as data: nothing in it runs, and nothing is loaded from elsewhere.',
  files: 'Files',
  overall: (done: number, count: number) => `${done} of ${count} done`,
  waiting: 'Waits',
  sending: (percent: number) => `Sending, ${percent} %`,
  reading: 'Being read',
  cancelled: 'Cancelled. Nothing of it came in.',
  cancel: 'Cancel',
  cancelOf: (file: string) => `Cancel ${file}`,
  cancelAll: 'Cancel all',
  again: 'Try again',
  againOf: (file: string) => `Try ${file} again`,
  clear: 'Clear the list',
  outcomes: { imported: 'Imported', 'already-here': 'Already here', refused: 'Refused' },
  failed: 'Not brought in',
  alreadyHere: 'The same card was brought in before. Nothing was added.',
  tooLarge: (size: string, megabytes: number) => `It has ${size}, and at most ${megabytes} MB come in.`,
  empty: 'It is empty.',
  noReport: 'The server said nothing about this file. Try it again.',
  open: (name: string) => `Open ${name}`,
  openPersona: 'Open the persona',
  openCast: (name: string) => `Open the cast ${name}`,
  personas: (count: number) => plural(count, { one: '# persona', other: '# personas' }),

  // Formats
  formats: {
    'card-v1': 'Card, version 1',
    'card-v2': 'Card, version 2',
    'card-v3': 'Card, version 3',
    cast: 'Cast',
  },
  containers: { json: 'JSON', png: 'PNG', charx: 'CharX' },

  // The report
  report: 'Report',
  reportOf: (count: number) => plural(count, { one: 'Report: # note', other: 'Report: # notes' }),
  allCameIn: 'All of it came in as it was.',
  kinds: {
    changed: (count: number) => plural(count, { one: '# changed', other: '# changed' }),
    kept: (count: number) => plural(count, { one: '# kept, not used here', other: '# kept, not used here' }),
    'left-out': (count: number) => plural(count, { one: '# left out', other: '# left out' }),
  },
  kindHints: {
    changed: 'Came in, but not as it was.',
    kept: 'Goes back into the card when it is exported.',
    'left-out': 'Did not come in.',
  },

  // Heard
  heardOne: (file: string, outcome: string, done: number, count: number) =>
    `${file}: ${outcome}. ${done} of ${count} done.`,
  doneAway: (cameIn: number, count: number) =>
    plural(cameIn, { one: `# of ${count} files came in.`, other: `# of ${count} files came in.` }),
  heardAdded: (count: number) => plural(count, { one: '# file added.', other: '# files added.' }),
};
