import type { GuardRule } from './gate-action.ts';
import { withoutQuotes } from './gate-history.ts';

/** What the rules for single sentences must know of the seat and the moment. */
export interface SentenceContext {
  readonly self: readonly string[];
  /** An artificial mind, and everybody knows it: it may say so. */
  readonly isAi: boolean;
  /** Stage actions are part of this talk. */
  readonly mayAct: boolean;
  /** The talk may come to its end now. */
  readonly mayClose: boolean;
  readonly isOff: (rule: GuardRule) => boolean;
}

/** Rules by which a sentence is no speech of the persona, in the order in which they are told. */
export function faultsOf(sentence: string, context: SentenceContext): GuardRule[] {
  const plain = withoutQuotes(sentence).trim();
  return RULES.filter(([rule, holds]) => !context.isOff(rule) && holds(plain, context)).map(([rule]) => rule);
}

/** Words that sound like an order to a model: shown, for it is talk, but no other seat may read it as one. */
export function isInjection(text: string): boolean {
  return INJECTION.test(text);
}

/**
 * Whether a word may still become one of those by which a flowing sentence turns out to be none of the
 * persona's. All other words need not wait for their ends.
 */
export function isCueBeginning(word: string): boolean {
  return word !== '' && CUE_BEGINNINGS.has(word.toLowerCase());
}

/** An answer that begins by declining; `decided` once it says that it is the request that it declines. */
export function refusalIn(text: string): 'none' | 'maybe' | 'decided' {
  if (!DECLINES.test(text)) return 'none';
  return DECLINED.test(text.slice(0, REFUSAL_LENGTH)) ? 'decided' : 'maybe';
}

/** The part of an answer in which a refusal shows. */
export const REFUSAL_LENGTH = 220;

/** An answer that begins by thinking about how to answer. */
export function isThinkingAloud(text: string): boolean {
  return THINKING.test(text);
}

/** "(laughs)", "*leans in*": something done, not said. */
export function isGesture(inside: string, mark: '*' | '('): boolean {
  const text = inside.trim();
  if (text === '') return false;
  if (mark === '*' && /\s/u.test(text)) return true;
  return GESTURE.test(text);
}

/** Names what one says, does and forbids a model: nobody at a table talks so. */
const META =
  /\brole-?play(?:ing|s|ed)?\b|\b(?:my|your|the|these|previous|original) (?:system )?(?:prompts?|instructions|guidelines|programming)\b|\bsystem prompt\b|[[(]\s*(?:director|ooc|out of character)\b|\b(?:stay|staying|break|breaking|out of|in) character\b|\b(?:token|word) (?:limit|count)\b|\bas (?:instructed|per (?:the|my) (?:prompt|instructions))\b|\b(?:stage|director['’]s) note\b/iu;
const ASSISTANT =
  /\bas an? (?:ai|artificial intelligence|(?:large )?language model|(?:virtual |ai |helpful )?assistant|chatbot)\b|\b(?:i['’]?m|i am) (?:just |only |merely )?an? (?:ai|artificial intelligence|(?:large )?language model|(?:virtual |ai )assistant|chatbot)\b|\bhow (?:can|may) i (?:help|assist) you(?: today| further)?\b|\b(?:i )?hope (?:this|that) helps\b|\b(?:feel free to|don['’]t hesitate to) (?:ask|reach out|let me know)\b|\blet me know if (?:you|there)['’]?(?:re| have| need| would|d| is)? (?:like |any|more|further|anything|questions)|\bis there anything else (?:i can|you(?:['’]d| would)? like)\b|\bi(?:['’]d| would) be (?:happy|glad) to (?:help|assist|provide)\b|\bi (?:don['’]t|do not) have (?:personal )?(?:opinions|feelings|emotions|beliefs|experiences|consciousness)\b/iu;
const CURTAIN =
  /^[([*\s]*(?:the end|fin|curtain(?: (?:falls|closes|down))?|end of (?:the )?scene|fade (?:to black|out)|scene ends)[.!)\]*\s]*$/iu;
export const FAREWELL =
  /\b(?:good-?bye|farewell|bye(?:-bye)?|good night|see you (?:soon|later|around|next|again|tomorrow)|take care(?= all| everyone| you|[,.!]|$)|until (?:next time|we meet)|safe travels|till (?:next time|we meet))(?!\p{L})/iu;
/** A sentence that is itself a goodbye; one that tells of a goodbye is speech. */
const LEAVES =
  /^["“*\s]*(?:(?:well|so|then|and|now|oh|ah),? )?(?:good-?bye|farewell|bye(?:-bye)?|good night|see you|take care|until (?:next time|we meet)|safe travels)(?!\p{L})/iu;
const INJECTION =
  /\b(?:ignore|disregard|forget) (?:all |any |everything )?(?:of )?(?:the |your |my |these |previous |prior |above |earlier )+(?:instructions?|prompts?|rules|guidelines|messages?)\b|\byou are now (?:an? |my )|\bfrom now on,? you\b|\bsystem prompt\b|<\|?(?:system|im_start)/iu;
const DECLINES =
  /^["“*\s]*(?:i['’]?m (?:really |so |very )?sorry|i am sorry|sorry|i apologi[sz]e|my apologies|unfortunately|i can(?:['’]t|not)|i can not|i won['’]t|i will not|i['’]?m (?:not able|unable)|i am (?:not able|unable)|i must decline)\b/iu;
const DECLINED =
  /\b(?:assist|comply|guidelines|polic(?:y|ies)|role-?play|(?:this|that|your|the|such) request|content|(?:in)?appropriate)\b/iu;
const THINKING =
  /^(?:(?:okay|ok|alright|all right|hmm+|so|well|right|now)[,.]?\s+){0,2}(?:so )?(?:i|let me|we|i['’]ll) (?:need to|should|have to|must|will|want to|am going to|think i should|can)?\s*(?:\p{L}+ ){0,3}?(?:respond|write|reply|answer as|craft|generate|compose|come up with|continue the (?:scene|conversation)|speak as)\b/iu;
const GESTURE =
  /^(?:\p{L}+ly )?(?:laugh|smil|grin|nod|sigh|lean|shrug|wink|chuckl|frown|paus|glanc|look|tap|rais|gestur|whisper|clear|roll|shak|cross|point|star|gasp|giggl|smirk|bow|stand|sit|rub|scratch|adjust|snort|groan|winc|blush|blink|turn|walk|step|wav|cough|stretch|yawn|beat|silence|quietly|softly|sarcastic)\p{L}*/iu;

/** Last words of what META and ASSISTANT look for. */
const CUES =
  'ai artificial intelligence language model assistant virtual chatbot role-play roleplay role-playing roleplaying prompt prompts instructions guidelines programming instructed character limit count note ooc director help assist helps ask reach let questions anything further opinions feelings emotions beliefs experiences consciousness provide'.split(
    ' ',
  );
const CUE_BEGINNINGS = new Set(
  CUES.flatMap((cue) => Array.from({ length: cue.length }, (_, at) => cue.slice(0, at + 1))),
);

const RULES: readonly (readonly [GuardRule, (plain: string, context: SentenceContext) => boolean])[] = [
  ['narration', isNarrated],
  ['assistant-voice', (plain, { isAi }) => !isAi && ASSISTANT.test(plain)],
  ['meta', (plain) => META.test(plain)],
  ['early-end', (plain, { mayClose }) => !mayClose && (CURTAIN.test(plain) || LEAVES.test(plain))],
];

/** "Ada leans forward": one does not tell what one does oneself. */
function isNarrated(plain: string, { self, mayAct }: SentenceContext): boolean {
  if (mayAct) return false;
  const name = self.find((each) => plain.startsWith(`${each} `));
  return name !== undefined && /^ (?:\p{Ll}+ly )?\p{Ll}{2,}(?:s|ed)\b/u.test(plain.slice(name.length));
}
