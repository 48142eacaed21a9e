import { plural } from './plural.ts';

/** Words that more than one screen uses. */
export const commonWords = {
  product: 'Chimera',
  home: 'Home',
  conversations: 'Conversations',
  personas: 'Personas',
  providers: 'Providers',
  costs: 'Costs',
  keptAnswers: 'Answers kept',
  settings: 'Settings',
  close: 'Close',
  cancel: 'Cancel',
  retry: 'Try again',
  delete: 'Delete',
  keep: 'Keep',
  copy: 'Copy',
  more: 'More',
  play: 'Play',
  loading: 'Loading',
  search: 'Search',
  shortcuts: 'Keyboard shortcuts',
  palette: 'Everything, by name',
  notes: 'Notes ({hotkey})',
  mainNavigation: 'Main',
  skipLinks: 'Skip to',
  skipToMain: 'Main part',
  didNotStart: (reason: string) => `It did not start to play. ${reason} Press Play to try again.`,
  turns: (count: number) => plural(count, { one: '# turn', other: '# turns' }),
  messages: (count: number) => plural(count, { one: '# message', other: '# messages' }),
  /** A list of names: "Socrates, Dorothy and Ines". */
  names: (names: readonly string[]) => new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(names),
};
