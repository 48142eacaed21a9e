/** Words of the list of shortcuts and of the palette. */
export const keysWords = {
  groupGoTo: 'Go to',
  groupHelp: 'Help',
  goTo: (place: string) => `Go to ${place}`,
  off: 'Single keys are switched off in Settings; keys with Ctrl or Command still act.',
  paletteLabel: 'What do you want to do?',
  paletteNone: 'Nothing is called that.',
  paletteCount: (count: number) => `${count} shown`,
};
