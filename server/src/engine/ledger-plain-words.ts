import { sentencesOf } from '../providers/words.ts';

/**
 * The sentences of a text as grammar sees them: lower case, contractions written out, a comma for every pause.
 * What is asked is left out, for nobody binds themselves by asking.
 */
export function plainWords(text: string): string[] {
  return sentencesOf(text.toLowerCase().replaceAll('’', "'"))
    .map((sentence) =>
      told(
        spaced(
          CONTRACTIONS.reduce(
            (said, [from, to]) => said.replace(from, to),
            sentence.slice(0, SENTENCE_LIMIT),
          ),
        ),
      ),
    )
    .filter((sentence) => sentence !== '');
}

/** In UTF-16 units: the grammar looks back and forth in a sentence, and a person may send one without an end. */
const SENTENCE_LIMIT = 600;

/** “Ain't” stands for “am not” here: what matters is what somebody says of themselves. */
const CONTRACTIONS: readonly (readonly [RegExp, string])[] = [
  [/\bwon't\b/g, 'will not'],
  [/\bshan't\b/g, 'shall not'],
  [/\b(?:can't|cannot)\b/g, 'can not'],
  [/\bain't\b/g, 'am not'],
  [/n't\b/g, ' not'],
  [/'ll\b/g, ' will'],
  [/'m\b/g, ' am'],
  [/'re\b/g, ' are'],
  [/'ve\b/g, ' have'],
  [/'d\b/g, ' would'],
  [/\blet's\b/g, 'let us'],
  [/\b(it|that|this|he|she|there|here|what|who|everything)'s\b/g, '$1 is'],
  [/\bgonna\b/g, 'going to'],
  [/\bgotta\b/g, 'have to'],
  [/\b(i|we) have got to\b/g, '$1 have to'],
  [/\blemme\b/g, 'let me'],
  [/\b(?:till|til)\b/g, 'until'],
];

/** The subject that people leave out: “Will do it tonight.” “Happy to help.” */
const SUBJECT_LEFT_OUT: readonly (readonly [RegExp, string])[] = [
  [
    /^((?:\w+ , )?)(?=(?:will|shall|must) (?:not )?(?!i |we |you |he |she |it |they |that |this |the |a |my )\w)/,
    '$1i ',
  ],
  [/^((?:\w+ , )?)(?=(?:going|happy|glad|ready|willing|prepared) to )/, '$1i am '],
];

function spaced(sentence: string): string {
  return sentence
    .replaceAll(/[,;:–—()]+|\s-+\s/g, ' , ')
    .replaceAll(/[^\p{L}\p{N}',? -]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** A question asks only in its last clause: “I'm your man, when do we leave?” */
function told(sentence: string): string {
  if (!sentence.includes('?')) {
    return SUBJECT_LEFT_OUT.reduce((said, [from, to]) => said.replace(from, to), sentence);
  }
  return sentence.split(' , ').slice(0, -1).join(' , ');
}
