import { addressIn } from './addressing.ts';
import type { GuardRule } from './gate-action.ts';
import { type GateHistory, withoutQuotes } from './gate-history.ts';
import { CURTAIN, isNarrated, LEAVES } from './gate-stage-talk.ts';

/** What the rules for single sentences must know of the seat and the moment. */
export interface SentenceContext {
  readonly self: readonly string[];
  /** Names of the other seats. */
  readonly others: readonly string[];
  readonly humans: readonly string[];
  readonly history: GateHistory;
  /** An artificial mind, and everybody knows it: it may say so. */
  readonly isAi: boolean;
  /** Stage actions are part of this talk. */
  readonly mayAct: boolean;
  /** The talk may come to its end now. */
  readonly mayClose: boolean;
}

/**
 * Rules by which a sentence is no speech of the persona, in the order in which they are told. What it quotes
 * is somebody else's. `isOpen`: more of the sentence comes.
 */
export function faultsOf(sentence: string, context: SentenceContext, isOpen: boolean): GuardRule[] {
  const plain = withoutQuotes(sentence, isOpen).trim();
  return RULES.filter(([, holds]) => holds(plain, context)).map(([rule]) => rule);
}

/** Words that sound like an order to a model: shown, for it is talk, but no other seat may read it as one. */
export function isInjection(text: string): boolean {
  return INJECTION.test(text);
}

/** Whether a word may be the last of what META and ASSISTANT look for. No part of it was shown before it ended. */
export function endsCue(word: string): boolean {
  return CUES.has(/^\P{L}*(.*?)\P{L}*$/u.exec(word.slice(0, 2 * LONGEST_CUE))?.[1]?.toLowerCase() ?? '');
}

/**
 * Whether a word may still become one of those by which a flowing sentence turns out to be none of the
 * persona's. All other words need not wait for their ends.
 */
export function isCueBeginning(word: string): boolean {
  return word.length <= LONGEST_CUE && CUE_BEGINNINGS.has(word.toLowerCase());
}

/** Names what one says, does and forbids a model: nobody at a table talks so. */
const META =
  /\brole-?play(?:ing|s|ed)?\b|\b(?:my|your|previous|original) (?:system )?(?:prompts?|instructions|guidelines|programming)\b|\b(?:the|these|this) (?:system )?prompts?\b|\b(?:the|these) (?:instructions|guidelines) (?:say|tell|ask|require)\b(?! nothing)|\bsystem prompt\b|[[(]\s*(?:director|ooc|out of character)\b|\b(?:stay|staying|remain|remaining|speaking|answer|respond|reply) in character\b|\bbreak(?:ing)? character\b|\bout of character\b|\b(?:token|word) (?:limit|count)\b|\bas (?:instructed|per (?:the|my) (?:prompt|instructions))\b|\b(?:stage|director['’]s) note\b/iu;
const ASSISTANT =
  /\bas an? (?:ai|artificial intelligence|(?:large )?language model|(?:virtual |ai |helpful )?assistant|chatbot)\b|\b(?:i['’]?m|i am) (?:just |only |merely )?an? (?:ai|artificial intelligence|(?:large )?language model|(?:virtual |ai )assistant|chatbot)\b|\bhow (?:can|may) i (?:help|assist) you(?: today| further)?\b|\b(?:i )?hope (?:this|that) helps\b|\b(?:feel free to|don['’]t hesitate to) (?:ask|reach|let)\b|\blet me know if (?:you|there)['’]?(?:re| have| need| would|d| is)? (?:like |any|more|further|anything|questions)|\bis there anything else (?:i can|you(?:['’]d| would)? like)\b|\bi(?:['’]d| would) be (?:happy|glad) to (?:assist|provide|help you with)\b|\bi (?:don['’]t|do not) have (?:personal )?(?:opinions|feelings|emotions|beliefs|experiences|consciousness)\b(?! (?:for|about|against|towards?|left|with|of)\b)|\bhere(?:['’]s| is) (?:an?|my|the)(?: \p{L}+){0,2} (?:response|reply)(?= (?:as|from|for|in)\b)/iu;
const INJECTION =
  /\b(?:ignore|disregard|forget) (?:all |any |everything )?(?:of )?(?:(?:the |your |my |these |previous |prior |above |earlier )+(?:instructions?|prompts?|guidelines)|(?:the |your |my |all |these )*(?:previous|prior|above|earlier) (?:rules|messages?))\b|\byou are now (?:an? |my )|\bfrom now on,? you\b|\bsystem prompt\b|<\|?(?:system|im_start)/iu;

/** Last words of what META and ASSISTANT look for. */
const CUES = new Set(
  'ai any anything artificial ask assist assistant beliefs can character chatbot consciousness count director emotions experiences feelings further guidelines help helps instructed instructions intelligence let like limit model more note ooc opinions programming prompt prompts provide questions reach require role-play role-played role-playing role-plays roleplay roleplayed roleplaying roleplays say tell with you'.split(
    ' ',
  ),
);
const CUE_BEGINNINGS = new Set(
  [...CUES].flatMap((cue) => Array.from({ length: cue.length }, (_, at) => cue.slice(0, at + 1))),
);
const LONGEST_CUE = 14;

const RULES: readonly (readonly [GuardRule, (plain: string, context: SentenceContext) => boolean])[] = [
  ['narration', (plain, { self, mayAct }) => !mayAct && isNarrated(plain, self)],
  ['role-flip', isFlipped],
  ['human-line', answersTheSilent],
  ['assistant-voice', (plain, { isAi }) => !isAi && ASSISTANT.test(plain)],
  ['meta', (plain) => META.test(plain)],
  ['early-end', (plain, { mayClose }) => !mayClose && (CURTAIN.test(plain) || LEAVES.test(plain))],
];

/** "Well, I'm Bo" out of Ada's mouth. "If I'm Bo" is a thought, "I'm Bo's sister" somebody else. */
function isFlipped(plain: string, { others, humans }: SentenceContext): boolean {
  const start = FLIP.exec(plain);
  if (!start) return false;
  const rest = plain.slice(start[0].length);
  const name = [...others, ...humans].find((each) => rest.startsWith(each));
  return name !== undefined && !/^[\p{L}\p{N}'’-]/u.test(rest.slice(name.length));
}

const FLIP =
  /^["“*\s]*(?:(?:well|look|listen|yes|no|oh|ah|hi|hello|hey|so|and|but|okay|right|now),? ){0,2}(?:i['’]m |i am |i, |my name is )/iu;

/** Thanks a person for words that they never said: in the newest lines nobody but seats spoke. */
function answersTheSilent(plain: string, { humans, history: { lines } }: SentenceContext): boolean {
  if (humans.length === 0 || lines.length === 0 || !HEARD.test(plain)) return false;
  // The first lines may answer what the talk was opened with.
  if (lines.length < LINES_HEARD || lines.slice(-LINES_HEARD).some(({ isPerson }) => isPerson)) return false;
  return addressIn(plain, [{ id: 'human', names: humans }]).ids.length > 0;
}

const LINES_HEARD = 10;
const HEARD =
  /\b(?:as you (?:said|asked|mentioned|put it)|you (?:just )?(?:said|asked|mentioned)|your question|thank(?:s| you) for (?:asking|sharing|your))\b/iu;
