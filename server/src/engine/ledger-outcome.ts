import { ADVERBS, deedAfter, isUnsure } from './ledger-first-person.ts';
import { isLasting, isTimed } from './ledger-time-ahead.ts';

/** What another person is to have, or how a thing is to be, by the speaker's will: nobody says who does it. */
export function isGiftOrOutcome(plain: string): boolean {
  return !isUnsure(plain) && (isGift(plain) || isOutcome(plain));
}

/** “You'll have it back”, “you shall want for nothing”, “you can keep my room”, “half of it goes to you”. */
function isGift(plain: string): boolean {
  return (
    [RECEIPT, CARE, WORD_FROM_ME, SPEAKERS_WILL, LOAN, SHARE].some((form) => form.test(plain)) ||
    (PAID_OFF.test(plain) && isTimed(plain))
  );
}

const RECEIPT = new RegExp(
  String.raw`\byou ${ADVERBS}will ${ADVERBS}(?:have|get|receive) (?:it|them|your|yours|my|mine|our|his|her|every|all|half|\d+|one|two|the \w+ (?:back|by|on|before|tomorrow|tonight))\b(?! (?:to|way|worth|fill))`,
);
const CARE = new RegExp(
  String.raw`\byou ${ADVERBS}will ${ADVERBS}be (?:paid|repaid|fed|housed|given|sent|compensated|reimbursed|rewarded|informed|notified|invited|looked after|cared for|safe|welcome|the first to)\b`,
);
const WORD_FROM_ME =
  /\b(?:hear|have word|learn (?:of )?it|get|receive) (?:\w+ ){0,6}from (?:me|us|my (?:own )?(?:lips|mouth|hands?|pen|office|desk))\b/;
/** With a second or third person, “shall” is what the speaker wills. */
const SPEAKERS_WILL =
  /\b(?:you|he|she|it|they|(?:the|your|my|our|his|her) \w+(?: \w+)?) shall (?:not |never |all |always )?(?:have|get|receive|find|hear|want for|lack|be (?:as you|so|\w+ed|paid|given|sent|told|safe|welcome|free|done|yours))\b/;
const LOAN =
  /\byou (?:can|may|could) (?:all |always )?(?:have|keep|borrow|use|take|sleep in|stay (?:in|at|with)|count on|expect) (?:my|our|mine|me|us|the rest|it)\b/;
const SHARE =
  /\b(?:goes|go|belongs|belong|falls) (?:straight |back |over )?to you\b|\b(?:is|are) (?:all )?yours\b/;
const PAID_OFF = new RegExp(
  String.raw`\b(?:(?:will|shall|can|may) ${ADVERBS}(?:have|get|receive) (?:my|our|their|his|her|its)|(?:gets|get) (?:his|hers|theirs|yours|paid|every|what)|(?<!\b(?:when|if|once|until|before) )you get (?!up|the (?:idea|point|feeling)|used|to|in|on|out))\b`,
);

/** “It will be on your desk by nine”, “the roof gets mended before the rain”, “nobody gets past me”. */
function isOutcome(plain: string): boolean {
  return (
    [BY_ME, RENUNCIATION].some((form) => form.test(plain)) ||
    deedAfter(plain, OWN_WILL, '') ||
    (isTimed(plain) && [DELIVERY, REPAIR, OWN_FOR_YOU, WARD, THE_ONE].some((form) => form.test(plain))) ||
    (isLasting(plain) && KEPT_STATE.test(plain))
  );
}

/** What is only the time or the condition of something else is no outcome. */
const MAIN = String.raw`(?<!\b(?:when|if|once|until|before|after|as|moment) )\b`;
const DELIVERY = new RegExp(
  String.raw`${MAIN}(?:it|that|this|they|everything|(?:the|your|my|our|his|her|every|half) (?:\w+ ){0,3}\w+) ${ADVERBS}(?:(?:will|shall) ${ADVERBS}(?!be (?!on|in|at|with|there|ready|back|waiting)|have|need|want)\w+ .*\b(?:your|yours|you|me|my|us|our)\b|goes? (?:out|back|off)\b|(?:comes?|goes?) (?:back |straight )?(?:with (?:me|us)|to you)\b|reach(?:es)? you)`,
);
const REPAIR =
  /\b(?:the|your|that|this|every) (?:\w+ ){1,4}(?:gets|get|will be|shall be) (?:(?!closed|crowded|packed|filled|ruined|forgotten|needed|missed)\w+ed|done|made|sent|built|swept|cut|paid|sold|kept)\b.*\b(?:by|before|until|today|tomorrow|tonight)\b(?!.*\bthey say\b)/;
const OWN_FOR_YOU = /\b(?:my|our) (?:\w+ ){1,2}(?!is |are |was |were )\w+ (?:\w+ ){0,3}(?:you|your|yours)\b/;
const WARD =
  /\b(?:nobody|no one|nothing|not an? \w+|no \w+) (?!will|would|had|has|was|is)\w+s (?:\w+ ){0,3}(?:you|your|yours)\b/;
const THE_ONE = /\b(?:(?:i am|it is me|it is i) (?:the one )?who|i am the one) \w+/;
/** What is the speaker's own does the speaker's will: “my men will carry you”. */
const OWN_WILL = /\b(?:my|our) \w+ (?:\w+ )?(?:will|shall) (?:not |never |all )?(?=.*\byou)(?!.*\bif you)/g;
const BY_ME =
  /\b(?:(?:nobody|no one|not an? \w+|no \w+) (?:.*\b(?:from|past|by) (?:me|us|my \w+)|but (?:me|us) (?:will|shall))|(?:will|shall|gets?) (?:be )?\w+(?:ed|en|one|aid|ade) (?:\w+ )?by (?:me|us))\b/;
const RENUNCIATION =
  /\bno \w+ of mine \w+s\b|\bnot on my watch\b|\bno more \w+.*\b(?:for|by|from) (?:me|us)\b/;
const KEPT_STATE =
  /\b(?:my|our|this|the|your|nobody|no \w+) (?:\w+ )?(?:is|are|stays?|stands?|remains?|burns?|waits?|keeps?|hangs?|lies|touches|comes|gets|leaves)\b/;
