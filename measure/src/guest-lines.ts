/** What a guest throws in, and the word by which one sees that they were heard. Nothing here belongs to a ready scene. */
export interface GuestLine {
  readonly text: string;
  readonly word: string;
}

export const GUEST_LINES: readonly GuestLine[] = [
  { text: 'My neighbour keeps a peacock.', word: 'peacock' },
  { text: 'Trombones frighten horses, you know.', word: 'trombone' },
  { text: 'What about submarines?', word: 'submarine' },
  { text: 'I have never trusted marmalade.', word: 'marmalade' },
  { text: 'Has anybody here ever been to a rodeo?', word: 'rodeo' },
  { text: 'The dentist told me something like that last week.', word: 'dentist' },
  { text: 'It reminds me of tax returns.', word: 'tax' },
  { text: 'I repair accordions for a living, and I disagree.', word: 'accordion' },
  { text: 'Would you say the same about vegetarians?', word: 'vegetarian' },
  { text: 'Somebody should write an opera about this.', word: 'opera' },
  { text: 'In Iceland they have a word for it.', word: 'iceland' },
  { text: 'You all talk like my gym instructor.', word: 'gym' },
  { text: 'Kites! Nobody has mentioned kites.', word: 'kite' },
  { text: 'Honestly, this sounds like astrology to me.', word: 'astrology' },
  { text: 'My daughter asked me yesterday why zebras have stripes.', word: 'zebra' },
  { text: 'I lost a bet about exactly this, with a plumber.', word: 'plumber' },
  { text: 'Can one of you explain photosynthesis?', word: 'photosynthesis' },
  { text: 'We had the same trouble at the ice rink.', word: 'rink' },
  { text: 'I would rather hear about volcanoes.', word: 'volcano' },
  { text: 'That is how cults begin.', word: 'cult' },
  { text: 'Why does nobody here knit?', word: 'knit' },
  { text: 'My grandfather smuggled cigars across that border.', word: 'cigar' },
  { text: 'So it is like jazz, then.', word: 'jazz' },
  { text: 'There is a pigeon on my keyboard and it votes no.', word: 'pigeon' },
];
