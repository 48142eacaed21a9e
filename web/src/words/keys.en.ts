/** Words of the list of shortcuts and of the palette. */
export const keysWords = {
  groupGoTo: 'Go to',
  groupHelp: 'Help',
  goTo: (place: string) => `Go to ${place}`,
  off: 'Single keys are switched off in Settings; keys with Ctrl or Command still act.',
  paletteLabel: 'What do you want to do?',
  searchFor: (q: string) => `Search what was said for “${q}”`,
  paletteCount: (count: number) => `${count} shown`,
};
