import { plural } from './plural.ts';

/** Words of the screen that tells what conversations cost. */
export const costsWords = {
  lead: 'What the brains of your conversations cost. A day ends at midnight UTC.',
  parts: 'Parts of costs',
  spending: 'Spending',
  failed: 'Your costs could not be loaded.',
  notRenewed: (reason: string) => `These figures may be old: they could not be loaded again. ${reason}`,
  today: 'Today',
  month: 'This month',
  tokens: (count: number) => plural(count, { one: '# token', other: '# tokens' }),
  calls: (count: number) => plural(count, { one: '# call', other: '# calls' }),
  andUnknown: (count: number) =>
    plural(count, {
      one: 'and # call whose price is not known',
      other: 'and # calls whose price is not known',
    }),
  unknown: (count: number) =>
    plural(count, { one: '# call whose price is not known', other: '# calls whose price is not known' }),
  notKnown: 'Not known',
  priceNotKnown: 'Price not known',
  free: 'Free',
  none: 'Nothing spent yet.',
  noneHint: 'Brains on your own machine are free. What others charge is counted here, call by call.',

  // Day by day
  days: 'The last 31 days',
  measure: 'What the bars show',
  measures: { cost: 'Money', tokens: 'Tokens' },
  most: (amount: string, day: string) => `Most: ${amount} on ${day}.`,
  nothingToShow: { cost: 'No money was spent in these days.', tokens: 'No tokens were used in these days.' },
  oneDay: (day: string, parts: readonly string[]) => `${day}: ${parts.join(' · ')}`,
  nothingThatDay: 'nothing',
  asTable: 'The same as a table',
  day: 'Day',
  money: 'Money',
  tokensColumn: 'Tokens',
  callsColumn: 'Calls',

  // By model
  byModel: 'This month by model',
  byModelHint: 'The dearest first.',
  fromVendorCache: (percent: number) => `${percent} % read from the vendor’s cache`,

  // Limits
  limits: 'Limits',
  limitsHint:
    'Over all your conversations. When one is reached, each of them stops before its next turn and says so; what was said stays. Calls whose price is not known count as tokens only.',
  noLimits: 'You have set no limit.',
  moneyToday: 'Money today',
  moneyMonth: 'Money this month',
  tokensToday: 'Tokens today',
  serverToday: 'Money today, this server’s limit',
  ofLimit: (used: string, limit: string) => `${used} of ${limit}`,
  reachedDay: 'A limit of the day is reached. Raise it to play on, or wait until midnight UTC.',
  reachedMonth: 'The limit of the month is reached. Raise it to play on, or wait for the next month.',
  reachedServer:
    'What this server allows for a day is spent. Only its operator can raise that; it begins anew at midnight UTC.',
  costPerDay: 'US dollars a day',
  costPerMonth: 'US dollars a month',
  tokensPerDay: 'Tokens a day',
  emptyIsNone: 'Empty: no limit',
  ceiling: (amount: string) =>
    `Whoever runs this server allows ${amount} a day. It cannot be raised here; a smaller limit of your own counts first.`,
  aboveCeiling: (amount: string) => `${amount}, the limit of this server, is reached before.`,
  problems: {
    number: 'Type a number above 0, or leave it empty.',
    whole: 'Type a whole number above 0, or leave it empty.',
    'too-much': 'Type at most 1,000,000.',
  },
  save: 'Save limits',
  saved: 'Limits saved.',
  notSaved: 'The limits were not saved.',
};
