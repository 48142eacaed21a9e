import type { ProviderKind } from '@chimera/protocol/provider';
import { conversationKeysWords } from './conversation-keys.en.ts';
import { deskWords } from './desk.en.ts';
import { plural } from './plural.ts';
import { scriptWords } from './script.en.ts';

/** Words of the conversation screen. */
export const conversationWords = {
  // Parts of the screen
  cast: 'Cast',
  transcript: 'Transcript',
  desk: 'Desk',
  readAsPage: 'Read as a page',
  backToLive: 'Back to the live view',
  title: 'Title of this conversation',
  rename: 'Rename',
  loading: 'Loading the conversation',
  totals: (turns: number, spent: string) =>
    plural(turns, { one: `# turn · ${spent}`, other: `# turns · ${spent}` }),
  tokens: (count: number) => plural(count, { one: '# token', other: '# tokens' }),
  viewers: (count: number) => plural(count, { one: '# person watches', other: '# people watch' }),

  ...scriptWords,

  // Faces
  state: {
    listening: 'Listening',
    thinking: 'Thinking',
    speaking: 'Speaking',
    passed: 'Passed',
    silent: 'Only listens',
    away: 'Away',
    human: 'You',
    next: 'Next',
    failed: 'No answer',
  },
  nextBecause: (why: string) => `Next · ${why}`,
  inLine: (place: number) =>
    ['', 'Next', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth', 'Seventh', 'Eighth', 'Ninth'][place] ??
    `Number ${place}`,
  waitsUntil: (time: string) => `Waits until ${time}`,
  failedBecause: (why: string) => `No answer · ${why}`,
  youSpeak: (state: string) => `You · ${state}`,
  brain: (name: string) => `Brain: ${name}`,
  brainChosen: 'Brain: chosen by the server, turn by turn',
  brainHuman: 'Brain: you',
  whyThey: (name: string) => `Why ${name} speaks`,
  pressForNext: 'Press: speaks next',
  pressToTakeBack: 'Press again: takes it back',
  wasAsked: 'was asked',
  speaksNext: (name: string) => `${name} speaks next.`,
  takenBack: (name: string) => `${name} no longer speaks next.`,
  theyChoose: 'They choose who speaks next.',
  seatActions: (name: string) => `What ${name} does`,
  cutIn: 'Cut in now',
  speakNext: 'Speak next',
  takeBack: 'Not next after all',
  whisperAction: 'Whisper to them',
  takeSeat: 'Take this seat',
  giveBack: 'Give the seat back',
  changeBrain: 'Change brain',
  playsVersion: (played: number, newest: number) => `Plays version ${played}; version ${newest} is newest`,
  takeNewestSheet: 'Use the newest from the next turn',
  playsNewest: (name: string, version: number) =>
    `${name} plays by version ${version} from the next turn on.`,
  toStage: 'Back on stage',
  toListening: 'Only listen',
  toAway: 'Send away',
  remove: 'Remove from the cast',
  removeQuestion: (name: string) => `Remove ${name} from the cast?`,
  removeSafe: 'What they said stays in the script.',
  addPersona: 'Add a persona',
  addHint: 'They join and can speak from the next turn on.',
  findPersona: 'Find a persona',
  noPersona: (query: string) => `No persona is called “${query}”.`,
  add: 'Add',

  ...deskWords,

  // First run
  hintFace: 'Press a face to decide who speaks next.',
  hintSpace: 'Space pauses.',
  gotIt: 'Close this hint',

  // States
  reconnecting: (tries: number) =>
    `Reconnecting, ${ordinal(tries)} try. The talk goes on without you; you will miss nothing.`,
  connectionLost: 'Connection lost, trying again.',
  connectionBack: 'Connected again.',
  missingTitle: 'There is no such conversation.',
  missingText: 'It was deleted, or the link is not whole. Your other conversations are safe.',
  failedTitle: 'The conversation could not be opened.',
  toHome: 'To the first screen',
  tryAgain: 'Try again',
  actionFailed: (detail: string) => `Not done: ${detail}`,

  // Theatre
  theatre: 'Theatre',
  leaveTheatre: 'Leave the theatre',

  // What is read out
  spoken: (name: string, text: string) => `${name}: ${text}`,
  spokenAside: (text: string) => text,
  wordsInAll: (count: number) => plural(count, { one: '# word in all.', other: '# words in all.' }),
  tableOf: (rows: number) => plural(rows, { one: 'table, # row', other: 'table, # rows' }),
  codeOf: (lines: number) => plural(lines, { one: 'code, # line', other: 'code, # lines' }),
  imageOf: (alt: string) => (alt === '' ? 'image' : `image, ${alt}`),
  moreLines: (count: number, names: string) =>
    plural(count, { one: `One more: ${names}.`, two: `Two more: ${names}.`, other: `# more: ${names}.` }),
  offerWait:
    'They speak faster than one can listen. “Wait for me”, first in the desk, holds them back; F6 leads there.',

  ...conversationKeysWords,

  /** Names of providers, as they stand beside a speaker. */
  providers: {
    openai: 'OpenAI',
    anthropic: 'Anthropic',
    deepseek: 'DeepSeek',
    gemini: 'Gemini',
    openrouter: 'OpenRouter',
    lmstudio: 'LM Studio',
    ollama: 'Ollama',
    'openai-compatible': 'Own server',
    demo: 'Demo brain',
  } satisfies Record<ProviderKind, string>,
};

function ordinal(count: number): string {
  const endings = { one: 'st', two: 'nd', few: 'rd', other: 'th' };
  const rule = new Intl.PluralRules('en', { type: 'ordinal' }).select(count);
  return `${count}${rule === 'one' || rule === 'two' || rule === 'few' ? endings[rule] : endings.other}`;
}
