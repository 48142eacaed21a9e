import type { Stage } from './stage.ts';

/** Somebody who can be spoken to, by any of these names. */
export interface Person {
  readonly id: string;
  readonly names: readonly string[];
}

export interface Address {
  /** Who is spoken to by name, in the order of the text. */
  readonly ids: readonly string[];
  readonly everybody: boolean;
  /** True when the text asks something. */
  readonly isQuestion: boolean;
}

/** As much of a text as is read; longer ones come only from files. */
const READ_CHARACTERS = 10_000;

/** Who is spoken to in a text. To be talked about is not to be spoken to. */
export function addressIn(whole: string, people: readonly Person[]): Address {
  const text = whole.slice(-READ_CHARACTERS);
  const mentions = mentionsIn(text, people);
  const ids = groups(text, mentions)
    .filter((group) => isVocative(text, group))
    .flatMap(({ members }) => members.map(({ id }) => id));
  return {
    ids: [...new Set(ids)],
    everybody: EVERYBODY.test(text),
    isQuestion: QUESTION.test(text),
  };
}

/** Who is named in a text, spoken to or not. */
export function namedIn(text: string, people: readonly Person[]): ReadonlySet<string> {
  return new Set(mentionsIn(text.slice(-READ_CHARACTERS), people).map(({ id }) => id));
}

/** The names of each seat of the cast: a name that two seats share belongs to neither, unless it is the seat's own. */
export function castNames({ conversation, personas }: Pick<Stage, 'conversation' | 'personas'>): Person[] {
  const seats = conversation.seats.map((seat) => {
    const persona = personas.get(seat.id);
    const own = persona?.name === seat.name || persona === undefined ? [] : [persona.name];
    const names = [seat.name, ...own, ...(persona?.aliases ?? [])].filter((name) => name.trim() !== '');
    return { id: seat.id, names: [...new Set([...names, ...names.flatMap(givenName)])] };
  });
  const owners = Map.groupBy(
    seats.flatMap(({ id, names }) => names.map((name) => ({ id, name: folded(name) }))),
    ({ name }) => name,
  );
  return seats.map(({ id, names }) => ({
    id,
    names: names.filter((name, index) => index === 0 || owners.get(folded(name))?.length === 1),
  }));
}

/** Lower case without accents, of the same length, so that positions stay valid. */
export function folded(text: string): string {
  if (/^\p{ASCII}*$/u.test(text)) return text.toLowerCase();
  let result = '';
  for (let at = 0; at < text.length; at += 1) result += foldedUnit(text.charAt(at));
  return result;
}

/** Whether a word or phrase occurs as a whole, in any case. */
export function containsPhrase(text: string, phrase: string): boolean {
  const wanted = folded(phrase.trim());
  if (wanted === '') return false;
  return wholeWordPositions(text, folded(text), wanted).length > 0;
}

interface Mention extends Person {
  readonly start: number;
  readonly end: number;
}

/** Names that stand together, such as "Bo, Cy and Dov". */
interface Group {
  readonly members: readonly Mention[];
  readonly start: number;
  readonly end: number;
}

const QUESTION = /[?？؟]/u;
const EVERYBODY =
  /\b(?:all of you|each of you|both of you|any of you|you all|y['’]all)\b|(?:^|[.!?…]\s+|\b(?:hello|hi|hey|so|well|listen|welcome|thanks|evening|morning),?\s+)(?:all|everyone|everybody|folks|friends|gentlemen|ladies)(?=\s*[,.!?:–—])|,\s*(?:all|everyone|everybody|folks|friends|gentlemen|anyone|anybody)(?=\s*(?:[.!?…]|$))/iu;

/** Names that are also words: only written as a name do they count. */
const WORDS_TOO = new Set(
  'will grace hope may mark rose art bill rich pat joy faith june april august dawn frank pearl ruby iris violet lily ivy sky ray guy king sage ash hunter mason chase drew grant miles wade penny sandy sunny angel star echo nova max so an do to no go in on at is it be we he me my or by us if up jack'.split(
    ' ',
  ),
);

function mentionsIn(text: string, people: readonly Person[]): Mention[] {
  const plain = folded(text);
  const found = people.flatMap((person) =>
    person.names.flatMap((name) =>
      wholeWordPositions(text, plain, folded(name))
        .map((start) => ({ ...person, start, end: start + name.length }))
        .filter(({ start, end }) => isWrittenAsName(text, start, end, name)),
    ),
  );
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  let lastEnd = 0;
  return found.filter(({ start, end }) => {
    const isInside = start < lastEnd;
    lastEnd = Math.max(lastEnd, end);
    return !isInside;
  });
}

function isWrittenAsName(text: string, start: number, end: number, name: string): boolean {
  if (text.charAt(start - 1) === '@') return true;
  const written = text.slice(start, end);
  if (written.charAt(0) === name.charAt(0) || written === written.toUpperCase()) return true;
  return written !== written.toLowerCase() || !WORDS_TOO.has(folded(name));
}

function wholeWordPositions(text: string, plain: string, wanted: string): number[] {
  const positions: number[] = [];
  if (wanted === '') return positions;
  for (let at = plain.indexOf(wanted); at >= 0; at = plain.indexOf(wanted, at + 1)) {
    if (isWhole(text, at, at + wanted.length)) positions.push(at);
  }
  return positions;
}

function isWhole(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 2), start);
  const after = text.slice(end, end + 2);
  // Scripts without spaces have no word ends to look for.
  const startsOpen = UNSPACED.test(text.charAt(start)) || !/[\p{L}\p{N}_]$|[\p{L}\p{N}][-'’]$/u.test(before);
  const endsOpen =
    UNSPACED.test(text.charAt(end - 1)) || !/^[\p{L}\p{N}\p{M}_]|^[-'’][\p{L}\p{N}]/u.test(after);
  return startsOpen && endsOpen;
}

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

function groups(text: string, mentions: readonly Mention[]): Group[] {
  const result: Group[] = [];
  for (const mention of mentions) {
    const last = result.at(-1);
    if (
      last &&
      /^(?:\s*,\s*(?:and\s+)?|\s+(?:and|und|et|y|or)\s+|\s*&\s*|\s*@)$/iu.test(
        text.slice(last.end, mention.start),
      )
    ) {
      result[result.length - 1] = { ...last, members: [...last.members, mention], end: mention.end };
    } else {
      result.push({ members: [mention], start: mention.start, end: mention.end });
    }
  }
  return result;
}

/** How much around a name decides; looking at all of a long text for each of many names would take its square. */
const NEAR = 400;

function isVocative(text: string, group: Group): boolean {
  const before = text.slice(Math.max(0, group.start - NEAR), group.start);
  const after = text.slice(group.end, group.end + NEAR);
  if (before.endsWith('@')) return true;
  if (HANDED_OVER.test(before)) return true;
  if (BEFORE_AT_CLAUSE_START.test(before)) {
    if (group.members.length > 1 && /^\s*,?\s+(?:and|or)\b/iu.test(after)) return false;
    return /^\s*(?:[,:!?;…–—，：！？；。]|[.]["”'’)\]*»]*(?:\s|$)|$)/u.test(after) || CALLED.test(after);
  }
  if (BEFORE_AFTER_COMMA.test(before)) {
    return (
      /^["”'’)\]*»]*\s*(?:[.!?;:…–—。！？；]|$)/u.test(after) ||
      /^\s*,(?!\s*(?:and|or|who|whose)\b)/iu.test(after)
    );
  }
  return /^\s*\?/u.test(after) && endsQuestionToYou(before);
}

/** Start of the text or of a sentence, perhaps after a small word: "Well, Bo", "Oh Bo". */
const BEFORE_AT_CLAUSE_START =
  /(?:^|[.!?…;:]["”'’)\]*»]*\s+|[。！？；]|\n)["“'‘(*«\s]*(?:(?:well|so|oh|ah|hey|hi|hello|and|but|no|yes|yeah|now|look|listen|please|thanks|thank you|sorry|okay|ok|right|dear|come on|good (?:morning|evening|night))[,!]?\s+){0,2}$/iu;
const BEFORE_AFTER_COMMA = /[,–—，]\s*(?:(?:my )?(?:dear|old|good|friend)\s+){0,2}$/iu;
const HANDED_OVER =
  /\b(?:over to|back to|question (?:is )?(?:for|to)|hear from|turn to|let me ask|like to ask|want to ask)\s+(?:you,?\s+)?$/iu;
/** "Bo what do you think", "Bo, tell us" without the comma. */
const CALLED =
  /^\s+(?:what|how|why|when|where|tell|please|stop|listen|look)\b|^\s+(?:do|did|are|can|could|would|will|have|were|should)\s+you\b/iu;

/** "What do you think Bo?", but not "Did you see Bo?". */
function endsQuestionToYou(before: string): boolean {
  const sentence = before.slice(
    Math.max(...['.', '!', '?', '\n'].map((mark) => before.lastIndexOf(mark))) + 1,
  );
  return (
    /\byou(?:r|rs)?\b/iu.test(sentence) &&
    /\b(?:think|say|mean|feel|agree|you|that|this|it|there|here|then|now|yourself|yours|right|so|happened|start|begin|believe|want|do|sure)\s+$/iu.test(
      sentence,
    )
  );
}

/** The first word of a longer name, where it is no title. */
function givenName(name: string): string[] {
  const [first, second] = name.trim().split(/\s+/u);
  if (first === undefined || second === undefined || first.length < 3 || first.endsWith('.')) return [];
  return TITLES.has(folded(first)) ? [] : [first];
}

const TITLES = new Set(
  'the a an old young little big captain doctor professor judge sir lady lord king queen prince princess saint father mother brother sister uncle aunt miss mister madam general colonel major agent chef coach dame don frau herr der die das las los les van von'.split(
    ' ',
  ),
);

function foldedUnit(unit: string): string {
  const base = unit.normalize('NFD').charAt(0);
  const lower = base.toLowerCase();
  return lower.length === 1 ? lower : base;
}
