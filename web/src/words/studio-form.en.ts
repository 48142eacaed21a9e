import { plural } from './plural.ts';

const count = new Intl.NumberFormat('en');

/** Words of the form that a sheet is written in. */
export const studioFormWords = {
  // Parts of the form
  who: 'Introduction',
  talk: 'How it talks',
  character: 'Character',
  face: 'Face',
  found: 'How it is found',
  more: 'More',
  nameHint: 'It is addressed by it, and the first to be seen.',
  taglineHint: 'The others in a talk are told this of it.',
  descriptionHint: 'For people who choose a cast. A model is told it when nothing stands in the next field.',
  systemPromptHint:
    'Who they are and how they talk, said to the one who plays them: “You are …”. {{char}} is their name, {{user}} yours.',
  greetingHint: 'What it says when a talk begins with it.',
  otherGreeting: (number: number) => `Other first line ${number}`,
  addGreeting: 'Add a first line',
  examplesHint:
    'Lines it could have said. A model is shown the first four: they make its sound more than anything else.',
  example: (number: number) => `Example line ${number}`,
  addExample: 'Add a line',
  linesFull: (most: number) => `${most} at most.`,
  earlier: (line: string) => `Earlier: ${line}`,
  later: (line: string) => `Later: ${line}`,
  removeLine: (line: string) => `Remove: ${line}`,
  movedTo: (place: number) => `Now in place ${place}.`,
  lineRemoved: (line: string) => `${line} is removed.`,
  traitsHint: 'What others would call it, such as brisk or hard to please.',
  tagsHint: 'By these it is found in the list of personas.',
  aliasesHint: 'Other names by which it is addressed in a talk.',
  chips: {
    hint: 'Enter or a comma adds it.',
    remove: (word: string) => `Remove ${word}`,
    added: (word: string) => `${word} is added.`,
    removed: (word: string) => `${word} is removed.`,
    there: (word: string) => `${word} is there already.`,
  },

  // Sliders
  styleHint: 'Each changes what a model is told; the middle says nothing.',
  slider: (word: string, share: number) => `${word} · ${Math.round(share * 100)} %`,
  inPrompt: (words: string) => `In the prompt: “${words}”`,
  notInPrompt: 'In the prompt: nothing',
  waitsForPrompt: 'In the prompt: …',
  talkativenessHint: 'Not in the prompt: it decides how often the floor goes to it.',
  talkativenessWords: ['When asked', 'Rarely', 'As others', 'Often', 'Whenever it can'],

  // Brain, pacing
  brain: 'Brain and stand-ins',
  brainHint: 'Which model plays it, unless a talk says otherwise.',
  brainByServer: 'Chosen by the server',
  brainHuman: 'A person plays it. Choose a connection to give it a model instead.',
  brainUnfinished: 'Choose a model first, or let the server choose.',
  pacingHint: 'How long it thinks before it speaks.',
  shortestPause: 'Shortest pause',
  longestPause: 'Longest pause',
  seconds: (seconds: number) => plural(seconds, { one: '# second', other: '# seconds' }),

  // What is wrong
  tooLong: (length: number, most: number) =>
    `${count.format(length)} characters; ${count.format(most)} at most. Take ${count.format(length - most)} out.`,
  tooMany: (most: number) => `${count.format(most)} at most.`,
  controlCharacters: 'There are control characters in it, which nobody can read. Take them out.',
  brokenCharacters: 'There are broken characters in it. Take them out.',
  pausesWrong: 'The shorter pause is longer than the longer one.',
  numberWrong: (most: number) => `A whole number from 0 to ${count.format(most)}.`,
  nameMissing: 'Give it a name first.',
  room: (length: number, most: number) => `${count.format(length)} of ${count.format(most)} characters`,
  errorIn: (what: string, error: string) => `${what}: ${error}`,

  // Its face
  faceKind: 'Its face is',
  faceKinds: { drawing: 'A drawing', emoji: 'An emoji', picture: 'A picture' },
  drawing: 'Drawing',
  initials: 'Initials',
  shapeHint: 'Each name has a drawing of its own.',
  emoji: 'Emoji',
  emojiHint: 'One, from your keyboard or from here:',
  offeredEmoji: (emoji: string) => `Use ${emoji}`,
  colour: 'Colour',
  colourHint: 'A wish: in a talk it gets this one when nobody else has it.',
  colourOther: 'Another colour, from its card; the nearest is shown.',
  colours: [
    'Umber',
    'Sea blue',
    'Violet',
    'Olive',
    'Raspberry',
    'Cobalt',
    'Pine',
    'Bronze',
    'Brick',
    'Plum',
    'Teal',
    'Leaf green',
  ],
  choosePicture: 'Choose a picture',
  otherPicture: 'Choose another picture',
  pictureHint:
    'PNG, JPEG, WebP or GIF. It is cut to a square here; the server makes it anew without place and camera.',
  noPicture: 'There is no picture yet.',
  pictureWrong: 'This file cannot be shown as a picture. Choose a PNG, JPEG, WebP or GIF.',
  pictureTooLarge: (megabytes: number) =>
    `This picture is larger than ${megabytes} MB. Choose a smaller one.`,
  cropTitle: 'Which part of it',
  cropHint: 'Drag the picture, or use the sliders. What lies in the circle is the face.',
  zoom: 'Zoom',
  zoomText: (factor: number) => `${factor.toFixed(1)} times`,
  across: 'Left to right',
  down: 'Top to bottom',
  share: (share: number) => `${Math.round(share * 100)} %`,
  usePicture: 'Use this part',
  notUploaded: 'The picture was not uploaded.',
  uploaded: 'The picture is its face now.',
};
