import { after, GLAD_ADVERBS, isSpokenFor } from './ledger-first-person.ts';
import { isTimed } from './ledger-time-ahead.ts';

/** What binds because it is said: a vow, a word of honour, a plea for trust, a debt owned to. */
export function isPledge(plain: string): boolean {
  return (
    isVow(plain) ||
    [WORD_GIVEN, TRUST, UPON_ME, BARGAIN_STRUCK, FORFEIT].some((form) => form.test(plain)) ||
    ([EXPECTATION, MEETING].some((form) => form.test(plain)) && isTimed(plain))
  );
}

/** “I promise”, “I swear the anchor stays”: the verb itself binds, unless it only asks to be believed. */
function isVow(plain: string): boolean {
  const vow = VOW.exec(plain);
  return vow !== null && isSpokenFor(plain, vow) && !TOLD_AS_TRUE.test(after(plain, vow));
}

const VOW = new RegExp(
  String.raw`\b(?:i|we) (?:do |solemnly )?${GLAD_ADVERBS}(?:promise|swear|vow|pledge|guarantee|warrant|volunteer|undertake|commit|resign|accept$|accept ,|(?:agree|consent) to|accept (?:the|your|this) (?:\w+ )?(?:offer|terms|task|job|post|challenge|bargain|charge|duty|invitation|role|price)|(?:give|leave|lend|offer|bequeath|grant) you (?:my|our|half|all|\d+)(?! (?:opinion|view|reason|thanks|sympathy|word against)))\b`,
);
/** “I swear he winked at me.” */
const TOLD_AS_TRUE =
  /^(?:you )?(?:, )?(?:nothing\b|(?:that )?(?:it|he|she|they|there|this|that) (?:is|are|has|have)\b|(?:(?!will|shall|never|not to|to )[a-z']+ ){1,5}(?:was|were|had|did|saw|said|went|came|[a-z]+ed)\b)/;

/** “You have my word”, “on my honour”, “you have my vote”. */
const WORD_GIVEN =
  /\b(?:(?:have|has|take|give you|gives? (?:him|her|them|you)|on|upon|assured of|sure of|count on) my (?:solemn |sacred |full )?(?:word|oath|promise|honour|honor|vow|pledge|guarantee|bond|hand|life|vote|support|help|protection|backing|loyalty)(?! for\b)|i give (?:you|him|her|them) (?:mine|ours)|my word (?:on|upon) (?:it|that)|cross my heart|so help me|my lips are sealed|over my dead body|as (?:i )?promised|^(?:\w+ , )?i will do(?= ,|$))\b/;

/** “Count on me”, “leave it to me”, “sign me up”, “consider it done”. */
const TRUST =
  /(?:^|, |(?<!\bnot .*)(?:and|so|you can|you may|please|just|then) )(?:(?:count|rely|depend|bank) (?:up)?on (?:me|us)\b|(?:count|deal|include) (?:me|us) in\b|trust (?:me|us) (?:to|with)\b|leave (?:\w+ ){1,6}(?:to|with) (?:me|us)\b|let it be (?:me|us)\b|(?:sign|mark|put|write|pencil) (?:me|us|my name) (?:up|down|in|on)\b|consider my \w+ yours\b|(?:consider|call|think of|count) (?:it|that|this|them|the \w+|your \w+) (?:as )?(?:as good as )?(?:done|settled|sold|paid|made|kept|sent|(?!need|seed|weed|feed)\w+ed)\b)/;
const EXPECTATION =
  /(?:^|, |and )(?:you (?:can|may) )?(?:(?:expect|look for|watch for|await) (?:it|me|us|them|the|your|a|my)|(?:depend|rely) (?:up)?on it|rest assured|be assured)\b/;
const MEETING = /^(?:.* , )?(?:see|meet) you (?:all )?(?:at|on|by|before|after|tomorrow|tonight|next|in)\b/;

/** A debt, a part or a cost that somebody takes upon themselves: “I owe you a dinner”, “it's on me”. */
const UPON_ME =
  /\b(?:(?:i|we) (?:still )?owe (?:you|him|her|them|\w+) (?:a|an|one|two|three|\d+|my|the|that)\b|(?:is|are) on (?:me|us)\b(?! (?:now|again))|(?:it is |on )?my treat\b|(?:it|that|this) is my (?:job|task|business|duty|charge|responsibility|burden|affair|problem)\b(?! that)|(?:is|are|was|were) mine to \w+|(?:i|we) (?:am|are) (?:your (?:man|woman)|yours|(?:on|at) your (?:side|service))\b|safe with (?:me|us)\b|(?:i|we) (?:am|are) in(?: ,|$)|(?:i|we) have (?:got )?(?:you covered|your back)\b|(?:i|we) take (?:it upon|responsibility|charge|the blame)\b|i would not miss (?:it|that))/;
const BARGAIN_STRUCK =
  /(?:^|, )(?:(?:it is |that is )?a (?:deal|bargain)|deal|you are on|you have got it|you have (?:got )?(?:yourself )?a deal)(?: ,|$)/;
const FORFEIT = /\bor my name is not\b|\bmay (?:i|my|god|the) .* if i (?:do not|fail|forget|break|ever)\b/;
