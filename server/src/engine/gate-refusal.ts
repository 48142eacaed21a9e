/** How an answer begins that is none: one that declines, and one that thinks about what to say. */

/** The part of an answer in which a refusal shows. */
export const REFUSAL_LENGTH = 220;

/**
 * An answer that begins by declining; `decided` once it says that it is the request that it declines. A
 * persona that will not sell a boat, or cannot stand a policy, declines nothing of ours.
 */
export function refusalIn(text: string): 'none' | 'maybe' | 'decided' {
  if (!DECLINES.test(text)) return 'none';
  const opening = text.slice(0, REFUSAL_LENGTH);
  return DECLINED.test(opening) && UNABLE.test(opening) ? 'decided' : 'maybe';
}

/** An answer that begins by thinking about how to answer. */
export function isThinkingAloud(text: string): boolean {
  const opening = text.slice(0, THINKING_LENGTH);
  return (
    ABOUT_USER.test(opening) || (PLANS.test(opening) && (ANSWERS.test(opening) || SPOKEN_AS.test(opening)))
  );
}

const DECLINES =
  /^["“*\s]*(?:i['’]?m (?:really |so |very )?sorry|i am sorry|sorry|i apologi[sz]e|my apologies|unfortunately|i can(?:['’]t|not)|i can not|i won['’]t|i will not|i['’]?m (?:not able|unable)|i am (?:not able|unable)|i must decline)\b/iu;
const UNABLE =
  /\b(?:can(?:['’]t|not| not)|won['’]t|will not|not able|unable|decline|not comfortable|against|violat\p{L}+|not (?:something|appropriate)|inappropriate)\b/iu;
const DECLINED =
  /\b(?:assist|comply|(?:my|our|content|safety|usage|against(?: the)?) guidelines|role-?play(?:ing)?|(?:my|our|content|usage|use|safety|company|openai|anthropic|google) polic(?:y|ies)|against (?:my |the )?\p{L}* ?polic(?:y|ies)|(?:fulfil|fulfill|help with|complete|continue|process|accommodate|engage with|respond to|proceed with|do|answer|with) (?:this|that|your|the|such an?) request|(?:this|that|your|such) request (?:goes|is|violates|involves)|(?:create|generate|produce|provide|write|engage with|discuss|share) (?:\p{L}+ ){0,3}content|(?:harmful|explicit|sexual|violent|inappropriate|offensive|such|this|that) content|not (?:be )?appropriate (?:for me|to)|inappropriate)\b/iu;

const THINKING_LENGTH = 160;
/** "Okay, so I need to …": what follows may be a plan for the answer. */
const PLANS =
  /^(?:(?:okay|ok|alright|all right|hmm+|so|well|right|now|first)[,.]?\s+){0,2}(?:so )?(?:i|let me|let['’]s|we|i['’]ll|i['’]m going to) (?:need to|should|have to|must|will|want to|am going to|think i should|can)?/iu;
/** Words about answering that nobody uses for anything else. */
const ANSWERS =
  /\b(?:respond(?:ing)? (?:as|in|with|to (?:what|this|\p{Lu}))|(?:craft|generate|compose|formulate|write|draft|give|come up with) (?:an?|my|the|this|one|her|his|their) (?:\p{L}+[ -]){0,3}(?:response|reply|answer|line|turn|message)|how (?:to|i should|should i|would \p{Lu}\p{L}*) (?:respond|answer|reply|react)|continue the (?:scene|conversation|dialogue|role-?play)|what \p{Lu}\p{L}* (?:would|should) say|in character)\b/u;
/** "reply as Ada", "answer to Bo's question": one does not speak so to Bo. */
const SPOKEN_AS =
  /\b(?:(?:write|answer|reply|speak|talk|respond|continue) as \p{Lu}|(?:reply|answer) to (?:what )?\p{Lu}\p{L}*(?:['’]s| just| said| with| about| in)?\b)/u;
const ABOUT_USER =
  /^(?:(?:okay|ok|alright|so|well|hmm+)[,.]?\s+){0,2}the user (?:wants|is|asks|asked|said|says|has|seems)\b/iu;
