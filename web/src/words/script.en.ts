import { plural } from './plural.ts';

/** Words of the script: what is said, and what one can do with it. */
export const scriptWords = {
  // Words inside what is said
  table: 'Table',
  code: 'Code',
  codeIn: (language: string) => (language === '' ? 'Code' : `Code, ${language}`),
  copyCode: 'Copy code',
  copied: 'Copied',
  image: (alt: string, host: string) =>
    `Image${alt === '' ? '' : `: ${alt}`}${host === '' ? '' : ` (${host})`}`,

  // The script
  topicLine: (topic: string) => `Topic: ${topic}`,
  stageIsSet: 'The stage is set. Press Space, or Play.',
  stageIsSetTouch: 'The stage is set. Press Play.',
  improvised: 'Improvised by rules, not an AI. It is here so that you can look around.',
  improvisedBadge: 'improvised by rules',
  earlier: 'Earlier messages',
  earlierFailed: 'Earlier messages could not be read.',
  between: 'What was said in between',
  lineMissing: 'The line that you came for is not there any more.',
  beginning: (date: string) => `The beginning · ${date}`,
  narrator: 'Narrator',
  house: 'Stage',
  you: 'You',
  thinking: 'thinking',
  speakingNow: 'speaking',
  waitingForYou: 'Your turn: the others wait for you.',
  newMessages: (count: number) => plural(count, { one: '# new', other: '# new' }),
  newMessagesSpoken: (count: number) => plural(count, { one: '# new message', other: '# new messages' }),
  toTheEnd: 'To the end',
  cached: 'cached',
  interrupted: 'interrupted',
  failed: 'broken off',
  cut: 'cut: began to speak for somebody else',
  shortened: 'cut at the greatest length',
  edited: 'edited',
  fallback: (from: string, why: string) =>
    why === '' ? `fallback: ${from} did not answer` : `${from} did not answer: ${why}`,
  whisperTo: (names: string) => `whisper to ${names}`,
  version: (shown: number, all: number) => `${shown}/${all}`,
  versionSpoken: (shown: number, all: number) => `Version ${shown} of ${all}`,
  earlierVersion: 'Earlier version',
  laterVersion: 'Later version',
  cannotShow: 'This message cannot be shown.',
  copyItsText: 'Copy its text',

  // What helps after a stop
  stopActions: {
    'play-on': 'Play on',
    'try-again': 'Try again',
    'change-topic': 'Change the topic',
    ask: 'Ask something',
    'raise-limit': 'Raise the limit',
    'change-limit': 'Change the limit',
    'choose-brain': 'Choose a brain',
  },

  // Finding
  find: 'Find in this talk',
  findEarlier: 'Earlier place',
  findLater: 'Later place',
  foundAt: (place: number, all: number) => `${place} of ${all}`,
  foundNone: 'Not found',
  foundSearching: 'Searching',

  // Sending
  sending: 'sending',
  notSent: 'Not sent',
  keptWords: 'Your words are kept.',
  waitsBehind: 'waits for the line before it',
  sent: 'Sent.',
  discard: 'Discard',

  // What one can do with a message
  messageActions: 'Actions for this message',
  copyMessage: 'Copy',
  again: 'Say it again',
  edit: 'Edit',
  seePrompt: 'See the prompt',
  branch: 'Branch from here',
  editMessage: 'Edit what was said',
  saveEdit: 'Save',
  editUndone: 'Edit undone.',
  editedNow: 'Message edited.',
  undo: 'Undo',
  copiedMessage: 'Message copied.',
  branching: 'Making a branch',
  branched: 'This is the branch. The first conversation stays as it was.',
};
