import { isDeed } from './ledger-deeds.ts';
import { ADVERBS, after, deedAfter, GLAD_ADVERBS, isDeedAt, SELF } from './ledger-first-person.ts';
import { isDated, isLasting, isTimed } from './ledger-time-ahead.ts';

/** A first person, a form that looks ahead, and a deed: “I will bring it”, “I bring it Friday”. */
export function isUndertaking(plain: string): boolean {
  return (
    isAnnounced(plain) ||
    isOwedInTime(plain) ||
    isArranged(plain) ||
    isFixedForDay(plain) ||
    isKeptUp(plain) ||
    isBargain(plain)
  );
}

/** I will, I am going to, I mean to, I have agreed to, I'd be glad to, let me. */
function isAnnounced(plain: string): boolean {
  return (
    deedAfter(plain, ANNOUNCEMENT) ||
    deedAfter(plain, OFFER, '') ||
    EMPHASIS.test(plain) ||
    (FINISHED.test(plain) && isTimed(plain))
  );
}

const WILLING = '(?:happy|glad|ready|willing|pleased|delighted|honoured|determined|resolved|prepared)';
const DECISION = '(?:promised|agreed|decided|resolved|sworn|vowed|undertaken|arranged|volunteered|offered)';
const ANNOUNCEMENT = new RegExp(
  String.raw`\b(?:${SELF} ${ADVERBS}(?:will|shall|would gladly|(?:am|are|is) ${ADVERBS}going to|(?:am|are) planning to|(?:intend|mean|plan|aim|promise|agree|offer|undertake|vow|swear|volunteer|refuse|decline) to|have ${GLAD_ADVERBS}${DECISION} to|(?:am|are|would be|will be) ${ADVERBS}${WILLING} to)|my (?:\w+ )?(?:plan|intention|aim|duty|promise|vow|purpose) (?:is )?to) ${ADVERBS}`,
  'g',
);
const OFFER =
  /(?<!\b(?:not|never|to|would|will) )\b(?:(?:let|allow|permit) me|(?:let|allow) us(?=.* you)) (?:to )?/g;
/** “And pay I will.” “We must, and we will.” “When they come home, so shall I.” */
const EMPHASIS =
  /(?:(?:,|and) (?:\w+ )?(?:\w+ (?:him|her|it|them|you) )?(?:i|we) (?:will|shall)|\bso (?:will|shall) (?:i|we))(?: ,|$)/;
const FINISHED = new RegExp(
  String.raw`\b${SELF} ${GLAD_ADVERBS}(?:will|shall) have (?:\w+ed|done|gone|made|built|paid|sent|sold|written)\b`,
);

/** What somebody must do, or can do, is owed when it is said by when. */
function isOwedInTime(plain: string): boolean {
  return isTimed(plain) && deedAfter(plain, OBLIGATION);
}

const OBLIGATION = new RegExp(
  String.raw`\b${SELF} ${GLAD_ADVERBS}(?:must|can|have to|need to|would better|had better|(?:am|are) (?:to|bound to|due to|obliged to|supposed to)) ${GLAD_ADVERBS}(?!not\b|never\b)`,
  'g',
);

/** “I am bringing it tomorrow”, “I am taking you home”, and what one refuses: “I am not telling a soul”. */
function isArranged(plain: string): boolean {
  return [...plain.matchAll(PROGRESSIVE)].some((match) => {
    const rest = after(plain, match);
    const isMeant =
      isTimed(plain) ||
      / (?:not|never) /.test(` ${match[0]} `) ||
      GENEROUS.test(rest) ||
      ORDER.test(plain.slice(0, match.index));
    return isMeant && /^\w+ing\b/.test(rest) && isDeedAt(plain, match);
  });
}

const PROGRESSIVE = new RegExp(String.raw`\b${SELF} ${ADVERBS}(?:am|are) ${ADVERBS}`, 'g');
const GENEROUS =
  /^(?:(?:paying|buying)\b|(?:giving|bringing|sending|lending|taking|fetching|carrying|driving|walking|helping|leaving|getting|showing|teaching|making|paying|buying) you\b|(?:coming|staying|going) with you\b)/;

/** “I bring it Friday”: the plain present of what is fixed. */
function isFixedForDay(plain: string): boolean {
  return [...plain.matchAll(PRESENT)].some((match) => {
    const isPlanned =
      isDated(clauseAt(plain, match)) ||
      (isDated(plain) && STARTS_WITH_TIME.test(plain)) ||
      (isTimed(plain) && / myself\b/.test(plain)) ||
      ORDER.test(plain.slice(0, match.index)) ||
      CONSENT.test(plain.slice(0, match.index));
    return isPlanned && isDeedAt(plain, match, '');
  });
}

const STARTS_WITH_TIME =
  /^(?:next|by|before|on|in|within|tomorrow|tonight|first thing|as soon as|once|the moment|when|from) /;
/** “Sleep, I keep the fire”: what one bids another do, and then one's own part. */
const ORDER =
  /^(?:(?:\w+ , )?(?:do not|sleep|go|wait|stay|sit|rest|hush|hold|give|hand|take|bring|leave|come|keep|lend|send|show|put|open|close|shut|save|lock|tell|ask|stop|remind|write|call|eat|drink|let go|help|get|run|step|stand|turn|fetch|cook|drive|watch)) (?:[^,]+ |, )*(?:, |and )$/;
/** An offer or a request accepted. */
const CONSENT = /^(?:(?:okay|ok|all right|alright|fine|very well|sure|aye|agreed|done|deal)(?: ,)? )+$/;
/** A past form would tell what was done. */
const PAST =
  'went|came|saw|took|gave|brought|bought|sold|told|said|made|found|lost|left|kept|got|met|paid|sent|spent|stood|sat|ran|ate|drank|wrote|spoke|broke|wore|drove|rode|rose|fell|felt|held|heard|knew|thought|taught|caught|fought|built|began|sang|swam|threw|grew|drew|flew|slept|woke|won|led|fed|fled|hid|dug|hung|lay|lent|bent|meant|swore|tore|stole|chose|froze|forgot|became';
const PRESENT = new RegExp(String.raw`\b(?:i|we) ${ADVERBS}(?!\w+ed\b|(?:${PAST})\b)`, 'g');

/** What stands between the two commas around a place. */
function clauseAt(plain: string, { index = 0 }: RegExpMatchArray): string {
  const from = plain.lastIndexOf(' , ', index);
  const to = plain.indexOf(' , ', index);
  return plain.slice(from < 0 ? 0 : from + 3, to < 0 ? undefined : to);
}

/** What goes on until something ends: “I sit by this door until you are home”. */
function isKeptUp(plain: string): boolean {
  return isLasting(plain) && deedAfter(plain, PRESENT, '');
}

/** “If you hold it, I climb”; “I bring the bread, you bring the wine”; “give me an hour and it runs”. */
function isBargain(plain: string): boolean {
  const { mine, rest } = SHARED.exec(plain)?.groups ?? {};
  const share = mine ?? rest;
  return (
    [...plain.matchAll(PRESENT)].some(
      (match) => PRICE.test(plain.slice(0, match.index)) && isDeedAt(plain, match, ''),
    ) ||
    (share !== undefined && isDeed(share.split(' '), '') && !NO_SHARE.test(plain)) ||
    GRACE.test(plain)
  );
}

/** What the listener is to do first. */
const PRICE = /\b(?:if|once) (?:you \w.*|[^,]+ , (?:then )?)$/;
const SHARED =
  /(?:(?:^|, |and )i (?<mine>[^,]+?)(?: ,| and| , and) you \w+|(?:^|, |and )you \w+ (?:the|a|my|your|it|that|this|to|us|me)\b.*(?:, | and )i (?<rest>[^,]+))/;
const NO_SHARE = /\byou (?:know|see|think|are|were|did|had|have|said)\b/;
const GRACE =
  /^(?:.* , )?give (?:me|us) (?:until |(?:just )?(?:a|an|one|two|three|ten|\d+) (?:minute|hour|day|week|month|year|night)s?\b.* (?:and|,) )/;
