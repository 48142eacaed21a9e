import { plural } from './plural.ts';
import { studioFormWords } from './studio-form.en.ts';
import { studioLoreWords } from './studio-lore.en.ts';
import { studioPreviewWords } from './studio-preview.en.ts';

/** Words of the studio. */
export const studioWords = {
  ...studioFormWords,
  ...studioLoreWords,
  ...studioPreviewWords,

  newTitle: 'New persona',
  editTitle: (name: string) => `Edit ${name}`,
  newLead: 'Say who it is and how it talks, and try it out while you write.',
  editLead: 'Nothing changes for anybody before you keep it.',
  versions: 'Its page and versions',
  loading: 'Opening the studio',
  failed: 'The studio could not be opened.',
  missing: {
    persona: 'There is no such persona.',
    draft: 'There is no such draft.',
  },
  missingHint: {
    persona: 'It was deleted, or the link is not whole.',
    draft: 'It was kept as a persona, or thrown away. Nothing else changed.',
  },
  allPersonas: 'All personas',
  startNew: 'Start a new one',
  builtIn: (name: string) => `${name} comes with Chimera and stays as it is.`,
  builtInHint: 'Begin a persona of your own with its sheet, and change that.',
  beginWith: (name: string) => `Begin with ${name}`,
  /** Who it is as long as it has no name. */
  nameless: 'Somebody',
  panes: 'Parts of the studio',
  form: 'Sheet',
  tryOut: 'Try it out',
  told: 'What a model is told',

  // Something was begun and not kept
  leftTitle: 'You began something here',
  leftHint: {
    one: (name: string) => `What you changed about ${name} was not kept. It was saved all the same.`,
    new: 'What you wrote was not kept as a persona yet. It was saved all the same.',
  },
  leftHere: 'in this browser only',
  leftFrom: (version: number) => `begun from version ${version}`,
  leftChanged: (fields: string) => `Changed: ${fields}.`,
  leftNothing: 'Nothing is different.',
  leftBlank: 'Without a name',
  goOn: 'Go on with it',
  goOnWith: (name: string, when: string) => `Go on with it: ${name}, saved ${when}`,
  throwAway: 'Throw it away',
  throwAwayOf: (name: string, when: string) => `Throw it away: ${name}, saved ${when}`,
  thrownAway: 'The draft is gone.',
  notThrownAway: 'It was not thrown away.',
  undo: 'Undo',
  startAfresh: {
    one: (version: number) => `Leave it, and begin from version ${version}`,
    new: 'Leave it, and start a new one',
  },

  // What became of what was written
  draft: {
    untouched: 'Nothing changed yet',
    saving: 'Saving the draft',
    saved: (time: string) => `Draft saved · ${time}`,
    held: 'Draft in this browser only, until what is marked is mended',
    offline: (reason: string) => `Draft in this browser only. ${reason} It is tried again by itself.`,
    refused: (reason: string) => `Draft in this browser only. ${reason}`,
    conflict: 'Draft not saved: another tab saved meanwhile',
  },
  draftSpoken: { offline: 'The draft is in this browser only.', savedAgain: 'The draft is saved again.' },

  // Keeping
  keepNew: 'Keep this persona',
  keepAs: (version: number) => `Keep as version ${version}`,
  nothingToKeep: (version: number) => `Nothing is different from version ${version}.`,
  chooseFirst: 'Another tab saved this draft. Choose first whose it should be.',
  notKept: 'It was not kept.',
  notKeptFields: 'It was not kept: some of it has to be mended first.',
  kept: {
    new: (name: string) => `${name} is ready.`,
    version: (name: string, version: number) => `${name} is kept as version ${version}.`,
  },

  // Two tabs
  otherTab: (time: string) =>
    `Another tab saved this draft at ${time}. Nothing of yours was written over it.`,
  otherTabFields: (fields: string) => `Different: ${fields}.`,
  lookAtBoth: 'Look at both',
  otherTabTitle: 'Two tabs wrote on this draft',
  otherTabHint: 'The draft can only be one of them. The other is gone then.',
  takeTheirs: 'Take theirs',
  keepMine: 'Keep mine',
  theirsTaken: 'Here is what the other tab saved.',
  mineKept: 'Yours is saved over it.',

  // A newer version
  newerTitle: (name: string) => `${name} was changed meanwhile`,
  newerHint: (from: number, newest: number) =>
    `You began from version ${from}; the newest is ${newest}. Nothing is written yet. Choose what goes into the next version, field by field.`,
  newerSame: 'Nothing that you changed is touched by it.',
  onlyTheirs: 'Changed there only.',
  bothChanged: 'Changed here and there.',
  mine: 'Mine',
  theirs: 'Theirs',
  whose: (field: string) => `${field}: whose?`,
  nothing: 'Nothing',

  // What a field says, in a comparison
  moreCharacters: (more: number) => plural(more, { one: '… # more character', other: '… # more characters' }),
  entries: (number: number) => plural(number, { one: '# entry', other: '# entries' }),
  pauses: (least: string, most: string) => `${least} to ${most}`,
};
