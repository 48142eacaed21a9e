/** Whether something is said to happen at one time that is still to come: a day or a deadline, not a habit. */
export function isDated(plain: string): boolean {
  return plain.split(' , ').some((clause) => DATED.test(clause) && !HABITUAL.test(clause));
}

/** The same, or an hour or an event that may be that of any day: “at six”, “before the rain”. */
export function isTimed(plain: string): boolean {
  return plain
    .split(' , ')
    .some((clause) => (DATED.test(clause) || TIMED.test(clause)) && !HABITUAL.test(clause));
}

/** Whether something is said to go on until an end that is still to come: “as long as I live”. */
export function isLasting(plain: string): boolean {
  return LASTING.test(plain);
}

const NUMBER = String.raw`(?:\d+(?:st|nd|rd|th)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty)`;
const ORDINAL = String.raw`(?:\d+(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|[a-z]+t(?:eenth|ieth))`;
const DAY = '(?:(?:mon|tues|wednes|thurs|fri|satur|sun|pay)day)';
const MONTH = '(?:january|february|march|april|may|june|july|august|september|october|november|december)';
const SEASON = '(?:winter|spring|summer|autumn|harvest|christmas|easter|new year)';
const HOUR =
  '(?:dawn|dusk|noon|midday|midnight|nightfall|sunrise|sunset|sundown|daybreak|dark|breakfast|lunch|dinner|supper|tea|bedtime|school|work)';
const STRETCH =
  '(?:minute|moment|hour|day|night|week|weekend|fortnight|month|year|morning|afternoon|evening)';

const DATED = new RegExp(
  String.raw`\b(?:${[
    'tomorrow|tonight|today|first thing|as soon as|at once|right away|straight away|immediately',
    // “A Friday” and “it is Friday” are no dates, and “Friday evenings” are many.
    `(?<!\\b(?:last|a|every|each|is|was) )${DAY}(?! (?:mornings|evenings|nights))`,
    `next (?:${STRETCH}|${DAY}|${MONTH}|${SEASON}|time)`,
    `this (?:minute|weekend|morning|afternoon|evening)`,
    `(?:in|by|before|until|come|no later than) (?:the )?(?:${MONTH}|${SEASON})`,
    `(?:in|within) (?:the |a |an |a few |half an |${NUMBER} )?${STRETCH}s?`,
    `(?:on|by|before|until|no later than) the ${ORDINAL}`,
    `(?:at|by|before|until|from|no later than) the (?:end|beginning|middle) of`,
    `(?:by|no later than) (?:the |${NUMBER}|${HOUR})`,
    `before (?:the|this) (?:${STRETCH}|${SEASON}) is`,
    'in no time|any (?:minute|moment|day) now|in due (?:course|time)|when the time comes|the day after',
    '(?:once|the moment|the minute|the instant) (?:i|you|we|he|she|it|they|the|that)',
  ].join('|')})(?:\b|(?<= ))`,
);

const TIMED = new RegExp(
  String.raw`\b(?:${[
    `(?:at|around|before|until|after) (?:${HOUR}|${NUMBER}|${DAY})`,
    '(?:until|before|after|when|while) (?:everyone|everybody|all|i|you|we|he|she|it|they|the|this|that|my|your|his|her|our|their) ',
    '(?:from now on|soon|later)',
  ].join('|')})(?:\b|(?<= ))`,
);

const LASTING =
  /\b(?:(?:as|so) long as (?:i|you|we)|until (?:you|he|she|they|it|the \w+) (?:am|is|are|has|have|come|comes|return|returns)|while (?:i|we|you) (?:am|are|have|live|breathe|stand)|to (?:my|the) (?:grave|end|last)|until my|from this (?:day|hour|moment))\b/;

/** What is so again and again, or was so, is no plan. */
const HABITUAL = new RegExp(
  String.raw`\b(?:always|usually|often|sometimes|mostly|normally|used to|ago|yesterday|since|every (?:${STRETCH}|${DAY}|time)|(?:last|each) (?:${STRETCH}|${DAY})|${DAY}s|weekdays|(?:mornings|evenings|nights))\b`,
);
