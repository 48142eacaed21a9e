import { isTimed } from './ledger-time-ahead.ts';

/**
 * Whether the words after “I will” name something that one can do and so can owe: not what one feels, what
 * befalls one, or what one is about to say. `words` begin with the verb; `plain` is the whole sentence.
 */
export function isDeed(words: readonly string[], plain: string, { isNegated = false } = {}): boolean {
  const [said = '', next = ''] = words;
  if (said === '' || !/^[a-z'-]+$/.test(said) || NO_VERB.has(said)) return false;
  const phrase = words.join(' ');
  if (IDIOMS.test(phrase)) return false;
  if (isNegated && ABSTENTION.test(phrase)) return true;
  if (said === 'be' && next.endsWith('ing')) return isDeed(words.slice(1), plain, { isNegated });
  const verb = basesOf(said).find((base) => SPECIAL.has(base)) ?? said;
  const special = SPECIAL.get(verb);
  if (special) return special.test(phrase.slice(said.length + 1)) || (verb === 'forget' && isNegated);
  if (basesOf(said).some((base) => ATTITUDES.has(base) || EVENTS.has(base))) return false;
  if (!basesOf(said).some((base) => TELLING.has(base))) return true;
  return isTimed(plain) || TOLD_TO_OTHERS.test(`${next} ${words[2] ?? ''}`);
}

/** What a form in -ing, or in -s, may come from; the word itself is always among them. */
function basesOf(word: string): string[] {
  if (word.endsWith('ing')) {
    const stem = word.slice(0, -3);
    return [word, stem, `${stem}e`, stem.slice(0, -1), stem.replace(/y$/, 'ie')];
  }
  return word.endsWith('s') ? [word, word.slice(0, -1), word.replace(/es$/, '')] : [word];
}

function words(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(' ')));
}

/** Where a verb should stand and none does: “I am going to the market”. */
const NO_VERB = words(
  'a an the this that these those my your his her its our their him them it you me us and or but so if to in on at of one two three some any',
  'for from with by not no never as than too very more most all i we he she they who what when where why how',
  'am is are was were been being does did has had will would shall should can could may might must ought',
);

/** Feeling, knowing, wishing, and words of opinion: true or not, but nothing that one could fail to do. */
const ATTITUDES = words(
  'understand know believe love like hate miss want need wish hope fear regret envy prefer enjoy trust doubt suspect',
  'expect suppose assume imagine wonder recall recognise recognize realise realize notice mean matter belong deserve',
  'admire despise dislike mind care feel own resemble contain agree disagree differ object remember worry long',
  'admit confess grant concede deny pretend lie bet wager guess venture presume dare joke kid exaggerate argue claim',
  'insist maintain suggest assert contend reckon figure intend hear listen gather allow observe treat',
);

/** What befalls one. */
const EVENTS = words(
  'die drown freeze starve fall lose end faint burst choke sink fail age rot suffer perish grow become turn vanish',
  'explode cry scream laugh blush sweat shiver sleep wake dream seem appear sound smell shrink slip stumble outlive last',
);

/** What is done by the saying of it, unless it is to be said later or to somebody else. */
const TELLING = words(
  'tell ask answer explain speak talk mention add repeat quote note warn remind think consider discuss describe',
  'call start begin finish stop put remark observe conclude ponder reflect propose',
);
const TOLD_TO_OTHERS =
  /^(?:(?!(?:you|me|us|it|that|this|so|about|with|by|i|we|he|she|they|how|why|what|where|when|who|which|if|of|whether|again|on|in|at|as|for|out|now|only|there)\b)[a-z]|nothing|so |(?:to|with) (?!you)|out |off |for (?:him|her|them|it)|it to|the \w)/;

/** Verbs that do much: with these words after them they are deeds. */
const SPECIAL: ReadonlyMap<string, RegExp> = new Map([
  [
    'be',
    /^(?:(?:right |all |so )?(?:there|here|back|home|ready|waiting|at|with|beside|behind|in|on|around|along|over|good|gone|careful|quiet|yours|your|the (?:first|last) to|(?:a )?better|brave|kind|patient|faithful|true|on time)\b)/,
  ],
  [
    'have',
    /^(?:it|them|this|that|everything|him|her|you|(?:the|your|my|our|his|her|their|a|an|that|this|\w+'s) (?:\w+ )?\w+) (?:\w+(?:ed|en|wn|ought|ilt|lt)|\w+ing|done|ready|back|there|sent|set|made|put|cut|here|home)\b/,
  ],
  [
    'get',
    /^(?:it|them|this|that|him|her|you|there|to|on|up|my|your|the|a|an|some|one|his|their|our|right|started|rid|back|out)\b/,
  ],
  [
    'see',
    /^(?:to|that|you|him|her|them|it (?:done|through|that|to)|the \w+ (?:home|through|off)|what i can)\b/,
  ],
  ['say', /^(?:nothing|no more|a word|not a word|so (?:to|at|in)|.* to (?:him|her|them|the|his|their) )/],
  ['look', /^(?:after|into|for|through|over|it up|in on)\b/],
  ['go', /^(?!mad|crazy|blind|deaf|grey|on about)/],
  ['try', /^to (?!understand|remember|explain|imagine|think|see|be )/],
  ['forget', /^$/],
  [
    'do',
    /^(?:it|that|this|them|the|my|your|his|her|what|everything|all|both|anything|nothing|so|as|better|no)\b/,
  ],
  ['come', /^(?!to (?:think|mind|regret)|round to|across as)/],
  ['keep', /^(?!\w+ing\b)/],
]);

/** “I won't sleep until it is found.” */
const ABSTENTION = /^(?:sleep|rest|eat|drink|laugh|speak) .*\b(?:until|before)\b/;

/** Turns of phrase that sound like deeds. */
const IDIOMS =
  /^(?:give (?:you|him|her|them) (?:that|this|credit)|leave it (?:at that|there)|tak(?:e|ing) (?:that|it) (?:as|for)|take your word|put it (?:this|that|another|simply|plainly|like)|count(?:ing)? the|see about that|have to|drink to that|go so far|call (?:it|that|him|her|them) (?:a|an|the)|get to the point|make no|come to that|turn into|cut (?:a|to)|draw the line|skip the|buy(?:ing)? (?:that|it|this)|look(?:ing)? forward|com(?:e|ing) from|go(?:ing)? (?:to|through|out of my))\b/;
