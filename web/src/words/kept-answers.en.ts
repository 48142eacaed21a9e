import { plural } from './plural.ts';

/** Words of the screen about the cache of answers. */
export const keptAnswersWords = {
  lead: 'Answers that are said again when the very same is asked. They are yours alone.',
  failed: 'Your kept answers could not be loaded.',
  unavailable: 'Your kept answers cannot be reached.',
  unavailableHint:
    'They lie in Redis, which does not answer now. Your conversations go on, and their brains are asked each time. Nothing needs to be done here.',
  off: 'Keeping is switched off on this server. Brains are asked each time; what is still here ends by itself.',
  onIn: {
    redis: 'Keeping is on. Answers lie in Redis, sealed; all servers of this Chimera share them.',
    memory: 'Keeping is on. Answers lie in the memory of this server; a restart forgets them.',
  },
  howTo: 'A conversation takes part when “Keep answers” is on, under Limits at its desk.',
  lifetime: (time: string) => `Each is kept for ${time}.`,

  // Figures
  hitRate: 'Answered from here',
  ofAsked: (hits: number, asked: number) =>
    plural(asked, { one: `${count(hits)} of # question`, other: `${count(hits)} of # questions` }),
  neverAsked: 'nothing was asked yet',
  timeSaved: 'Time saved',
  notWaited: 'that nobody waited',
  moneySaved: 'Money saved',
  atKnownPrices: 'at known prices',
  keptNow: 'Kept now',
  percent: (share: number) => `${Math.round(share * 100)} %`,
  duration,
  lifetimeOf,
  hits: (amount: number) => plural(amount, { one: '# from here', other: '# from here' }),
  misses: (amount: number) => plural(amount, { one: '# asked anew', other: '# asked anew' }),
  saved: (time: string, money: string) => `${time} and ${money} saved`,
  byProvider: 'By provider',

  // What is kept
  entries: 'What is kept',
  answers: (amount: number) => plural(amount, { one: '# answer', other: '# answers' }),
  none: 'No answers are kept.',
  until: (time: string) => `until ${time}`,
  said: (times: number) =>
    times === 0
      ? 'not said again yet'
      : plural(times, { one: 'said again once', other: 'said again # times' }),
  entriesFailed: 'The list of answers could not be loaded.',
  more: 'Show more',

  // Forgetting
  forget: 'Forget answers',
  forgetNow: 'Forget',
  forgetQuestion: 'Forget kept answers?',
  forgetSafe: 'What was said stays in its conversations. The brains are asked anew the next time.',
  which: 'Which',
  all: 'All of them',
  ofModel: (brain: string) => `Those of ${brain}`,
  moreModels: 'Models of answers further down the list are here once those are shown.',
  forgotten: (amount: number) =>
    plural(amount, { one: '# answer is forgotten.', other: '# answers are forgotten.' }),
  nothingForgotten: 'There was nothing to forget.',
  notForgotten: 'They were not forgotten.',
};

function count(amount: number): string {
  return plural(amount, { other: '#' });
}

/** A stretch of time, as exact as one would say it: after an hour nobody counts seconds. */
function duration(ms: number): string {
  if (ms > 0 && ms < 9950) return `${Math.max(0.1, Math.round(ms / 100) / 10)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return joined(`${minutes} min`, seconds % 60, 's');
  return joined(`${count(Math.floor(minutes / 60))} h`, minutes % 60, 'min');
}

function joined(first: string, rest: number, unit: string): string {
  return rest === 0 ? first : `${first} ${rest} ${unit}`;
}

function lifetimeOf(seconds: number): string {
  if (seconds % 86_400 === 0) return plural(seconds / 86_400, { one: '# day', other: '# days' });
  if (seconds % 3600 === 0) return plural(seconds / 3600, { one: '# hour', other: '# hours' });
  if (seconds % 60 === 0) return plural(seconds / 60, { one: '# minute', other: '# minutes' });
  return plural(seconds, { one: '# second', other: '# seconds' });
}
