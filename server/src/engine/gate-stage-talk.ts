/** How models end a scene and tell what they do, where a person would only speak. */

/** A sentence that is a curtain. */
export const CURTAIN =
  /^[([*\s]*(?:the end|fin|curtain(?: (?:falls|closes|down))?|end of (?:the )?scene|fade (?:to black|out)|scene ends)[.!)\]*\s]*$/iu;
/** Words of a goodbye anywhere in a line. */
export const FAREWELL =
  /\b(?:good-?bye|farewell|bye(?:-bye)?|good night|see you (?:soon|later|around|next|again|tomorrow)|take care(?= all| everyone| you|[,.!]|$)|until (?:next time|we meet)|safe travels|till (?:next time|we meet))(?!\p{L})/iu;
/** A sentence that is itself a goodbye; one that tells of a goodbye, or of a good night for a sail, is speech. */
export const LEAVES =
  /^["“*\s]*(?:(?:well|so|then|and|now|oh|ah),? )?(?:(?:good-?bye|farewell|bye(?:-bye)?|good night)(?! (?:is|was|are|were|for a|to (?!you|all of)|of|in|at|from|never|means|costs|party|kiss)\b)|see you|take care(?= all| everyone| everybody| you| now| my|[,.!]|$)|until (?:next time|we meet)|safe travels)(?!\p{L})/iu;

/** "Ada leans forward": one does not tell what one does oneself. "Ada was my mother's name" is speech. */
export function isNarrated(plain: string, self: readonly string[]): boolean {
  const name = self.find((each) => plain.startsWith(`${each} `));
  return name !== undefined && DOES.test(plain.slice(name.length));
}

const DOES =
  /^ (?:\p{Ll}+ly )?(?!(?:was|has|does|means|sounds|as|is|this|thus|always|its|his|yes)\b)\p{Ll}{2,}(?:s|ed)\b/u;

/**
 * "(laughs)", "*leans in*": something done, not said. Between sentences several words in stars are an
 * action; inside of one they may be loud, as in "It was *not my fault*".
 */
export function isGesture(
  inside: string,
  { isStarred, isAlone }: { readonly isStarred: boolean; readonly isAlone: boolean },
): boolean {
  const text = inside.trim();
  if (text === '') return false;
  if (isStarred && /\s/u.test(text) && (isAlone || VERB.test(text))) return true;
  return GESTURE.test(text);
}

/** "picks up the rope" */
const VERB = /^(?!(?:this|his|its|was|always|yes|less|as)\b)\p{Ll}{3,}s\s/u;
const GESTURE =
  /^(?:\p{L}+ly )?(?:laugh|smil|grin|nod|sigh|lean|shrug|wink|chuckl|frown|paus|glanc|look|tap|rais|gestur|whisper|clear|roll|shak|cross|point|star|gasp|giggl|smirk|bow|stand|sit|rub|scratch|adjust|snort|groan|winc|blush|blink|turn|walk|step|wav|cough|stretch|yawn|beat|silence|quietly|softly|sarcastic)\p{L}*/iu;
