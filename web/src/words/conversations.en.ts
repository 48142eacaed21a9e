import { plural } from './plural.ts';

/** Words of the list of conversations; the first screen uses some of them for its rail. */
export const conversationsWords = {
  searchLabel: 'Search titles and topics',
  searchSaid: 'Search what was said',
  stateLabel: 'State',
  anyState: 'Any state',
  states: { draft: 'Not started', running: 'Playing', paused: 'Paused', stopped: 'Stopped' },
  none: 'No conversations yet.',
  noneHint: 'Pick a scene or type a topic on the first screen. Everything they say is kept here.',
  toHome: 'Pick a scene',
  noMatch: (q: string) => `Nothing was found for “${q}”.`,
  noMatchState: 'No conversation is in this state.',
  clear: 'Show all',
  more: 'Show more',
  failed: 'Your conversations could not be loaded.',
  found: (count: number) => plural(count, { one: '# conversation shown.', other: '# conversations shown.' }),
  deleteOne: (title: string) => `Delete “${title}”`,
  deleteQuestion: (title: string) => `Delete “${title}”?`,
  deleteWarning: (turns: number) =>
    plural(turns, {
      one: '# turn goes with it. This cannot be undone.',
      other: '# turns go with it. This cannot be undone.',
    }),
  deleted: (title: string) => `“${title}” is deleted.`,
  notDeleted: 'It was not deleted.',
};
