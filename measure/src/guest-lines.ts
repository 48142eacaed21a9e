/** What a guest throws in, and its subjects: by one of these one sees that they were heard. None belongs to a ready scene. */
export interface GuestLine {
  readonly text: string;
  readonly subjects: readonly string[];
}

export const GUEST_LINES: readonly GuestLine[] = [
  { text: 'My neighbour keeps a peacock.', subjects: ['peacock', 'neighbour'] },
  { text: 'Trombones frighten horses, you know.', subjects: ['trombone', 'horse'] },
  { text: 'What about submarines?', subjects: ['submarine'] },
  { text: 'I have never trusted marmalade.', subjects: ['marmalade'] },
  { text: 'Has anybody here ever been to a rodeo?', subjects: ['rodeo'] },
  { text: 'The dentist told me something like that last week.', subjects: ['dentist'] },
  { text: 'It reminds me of tax returns.', subjects: ['tax', 'return'] },
  { text: 'I repair accordions for a living, and I disagree.', subjects: ['accordion'] },
  { text: 'Would you say the same about vegetarians?', subjects: ['vegetarian'] },
  { text: 'Somebody should write an opera about this.', subjects: ['opera'] },
  { text: 'In Iceland they have a word for it.', subjects: ['iceland'] },
  { text: 'You all talk like my gym instructor.', subjects: ['gym', 'instructor'] },
  { text: 'Kites! Nobody has mentioned kites.', subjects: ['kite'] },
  { text: 'Honestly, this sounds like astrology to me.', subjects: ['astrology'] },
  {
    text: 'My daughter asked me yesterday why zebras have stripes.',
    subjects: ['zebra', 'stripe', 'daughter'],
  },
  { text: 'I lost a bet about exactly this, with a plumber.', subjects: ['plumber', 'bet'] },
  { text: 'Can one of you explain photosynthesis?', subjects: ['photosynthesis'] },
  { text: 'We had the same trouble at the ice rink.', subjects: ['rink', 'ice'] },
  { text: 'I would rather hear about volcanoes.', subjects: ['volcano'] },
  { text: 'That is how cults begin.', subjects: ['cult'] },
  { text: 'Why does nobody here knit?', subjects: ['knit'] },
  { text: 'My grandfather smuggled cigars across that border.', subjects: ['cigar', 'grandfather'] },
  { text: 'So it is like jazz, then.', subjects: ['jazz'] },
  // Written after the rules that find a subject, and never used to choose one.
  { text: 'Excuse me, does karaoke count?', subjects: ['karaoke'] },
  { text: 'I was told the same in Peru, by a customs officer.', subjects: ['peru', 'customs', 'officer'] },
  { text: 'Bagpipes are worse.', subjects: ['bagpipe'] },
  { text: 'Nobody has asked the hamster.', subjects: ['hamster'] },
  { text: 'My wife sells insurance and she would laugh at you.', subjects: ['wife', 'insurance'] },
  { text: 'Isn’t that just gravity?', subjects: ['gravity'] },
  { text: 'I skipped lunch for this.', subjects: ['lunch'] },
  { text: 'What would a referee say?', subjects: ['referee'] },
  { text: 'You remind me of two crocodiles in a bathtub.', subjects: ['crocodile', 'bathtub'] },
  { text: 'We should put it to a vote, as they do in Switzerland.', subjects: ['vote', 'switzerland'] },
  { text: 'Chess players never talk like that.', subjects: ['chess', 'player'] },
  { text: 'Let me tell you something about glaciers.', subjects: ['glacier'] },
  { text: 'There is a pigeon on my keyboard and it votes no.', subjects: ['pigeon', 'keyboard'] },
];
