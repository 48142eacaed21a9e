import { wordsOf } from '../words.ts';

/** What the line before asks for. */
export type Act =
  | 'none'
  /** One that a yes or a no would answer. */
  | 'question'
  /** Who, what, where: a yes would be no answer. */
  | 'open-question'
  /** Where, when, from whom. */
  | 'origin-question'
  | 'fact-question'
  | 'machine-question'
  | 'greeting'
  | 'farewell'
  | 'insult'
  | 'praise'
  | 'story'
  | 'short'
  | 'claim'
  | 'foreign';

export function actOf(text: string): Act {
  if (text === '') return 'none';
  const words = wordsOf(text);
  if (isForeign(text, words)) return 'foreign';
  if (/\bare you (?:an? )?(?:real\b|human|ai|a\.i|machine|robot|bot|model|program|llm|chatgpt)/i.test(text)) {
    return 'machine-question';
  }
  if (text.includes('?')) {
    const asked = text.split(/(?<=[.!?])\s+/).findLast((sentence) => sentence.includes('?')) ?? text;
    if (FACT_QUESTION.test(asked)) return 'fact-question';
    if (ORIGIN_QUESTION.test(asked)) return 'origin-question';
    return OPEN_QUESTION.test(asked) ? 'open-question' : 'question';
  }
  if (REQUEST.test(text)) return 'open-question';
  if (/^(?:hello|hi|hey|good (?:morning|evening|afternoon)|greetings)\b/i.test(text)) return 'greeting';
  if (/\b(?:goodbye|good night|farewell|see you|bye)\b/i.test(text) && words.length < 14) return 'farewell';
  if (
    /\byou(?:'re| are)? (?:an? )?(?:idiot|fool|stupid|liar|wrong about everything|boring|ridiculous|fraud)\b/i.test(
      text,
    )
  ) {
    return 'insult';
  }
  if (/\b(?:well (?:said|put)|brilliant|wonderful|bravo|great point|love that|beautifully)\b/i.test(text))
    return 'praise';
  if (words.length <= 4) return 'short';
  if (words.length >= 22 && /\b(?:was|were|had|once|said|took|came|found|kept)\b/i.test(text)) return 'story';
  return 'claim';
}

const FACT_QUESTION =
  /\b(?:who (?:was|is|won|wrote|invented|discovered)|when (?:did|was|is)|where (?:is|was|are)|how (?:many|much|far|tall|big|old)|what(?:'s| is) the (?:capital|name|number|date|time|distance|population|answer|price|weather))\b/i;
const ORIGIN_QUESTION =
  /\b(?:where(?! would)|when did|who (?:told|taught|said|first)|come from|how did you)\b/i;
const OPEN_QUESTION = /\b(?:who|whose|what|when|where|why|how|which)\b/i;
const REQUEST = /\b(?:(?:tell|give|take) (?:me|us) (?!if\b)|describe the|say the bit)/i;

/** Another script, or the small words of another language and hardly any English ones. */
function isForeign(text: string, words: readonly string[]): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  const latin = text.match(/\p{Script=Latin}/gu) ?? [];
  if (letters.length > 3 && latin.length < letters.length / 2) return true;
  const foreign = words.filter((word) => FOREIGN.has(word)).length;
  const english = words.filter((word) => ENGLISH.has(word)).length;
  return words.length >= 3 && foreign >= 2 && foreign > english;
}

const FOREIGN = new Set(
  'der das und ist nicht ich du wir sie ein eine mit auf für warum wie was le la les est et je tu nous vous pourquoi que qui pas une des el los las es y yo por qué cómo una con il lo è di che perché non sono een het niet ik waarom och inte jag är det'.split(
    ' ',
  ),
);
const ENGLISH = new Set(
  'the a and is are of to in you i it that what why how not do does for with on'.split(' '),
);
