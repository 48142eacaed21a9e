import { isQuestion } from './asking.ts';
import { hailingGuest } from './call.ts';
import { type Chance, pick } from './chance.ts';
import { inOwnWords, tidy } from './editor.ts';
import { LISTENING, type Setting, type Slots, slotsFor } from './planner.ts';
import { withTag } from './tag.ts';
import { expand, slotsOf } from './template.ts';
import verdicts from './verdicts.json' with { type: 'json' };
import { ideaMoves, type Move, storyMoves } from './voice.ts';
import { hashOf } from '../text-hash.ts';
import { isContent, stemsOf, wordsOf } from '../words.ts';

/** The move's own sentence, and more of the same mind until the length is about right. */
export function writeLine(
  setting: Setting,
  { move, verdict }: { readonly move: Move; readonly verdict: boolean },
  slots: Slots,
  chance: Chance,
): string | null {
  const { voice, scene } = setting;
  const first = expandOne(verdict ? verdicts : templatesFor(setting, move), slots, chance);
  if (first === null) return null;
  const main = hailingGuest(first, voice, chance);
  const parts = [main];
  const target = scene.targetWords * (0.7 + chance() * 0.5);
  for (const kind of isQuestion(main) ? [] : carryOn(move)) {
    if (lengthOf(parts) > target - 6) break;
    const more = expandOne(kind, slotsFor(about(setting, parts), null, chance), chance);
    if (more !== null && !parts.some((part) => part.includes(more.slice(0, 20)))) parts.push(more);
  }
  const said = inOwnWords(parts.join(' '), voice.prefers);
  const tagged = INSIDE.has(move) || isQuestion(said) ? said : withTag(setting, said, chance);
  return tidy(addressed(setting, directed(setting, tagged, chance)));
}

/** A sentence that turns to what a guest said. */
export function writeHeed(setting: Setting, slots: Slots, chance: Chance): string | null {
  const { heeds, prefers } = setting.voice;
  const text = expandOne(heeds, slots, chance);
  return text === null ? null : tidy(addressed(setting, inOwnWords(text, prefers)));
}

/** Asked to turn to somebody by name, one does; and to a guest one says something about what they said. */
export function templatesFor({ voice, named, reading }: Setting, move: Move): readonly string[] {
  const isAskedWhere = move === 'answer' && reading.act === 'origin-question' && reading.toMe;
  const all = isAskedWhere ? [...voice.origins, ...voice.moves.answer] : voice.moves[move];
  if (reading.target?.kind === 'human') {
    const heard = all.filter((template) => slotsOf(template).some((slot) => LISTENING.has(slot)));
    if (heard.length > 0 || IDEA_OR_STORY.includes(move)) return heard;
  }
  return named !== null && move === 'ask' ? all.filter(canGoToAnybody) : all;
}

/** A question that holds up no word of the last speaker can go to somebody else as well. */
function canGoToAnybody(template: string): boolean {
  return !slotsOf(template).some((slot) => HOLDING_UP.has(slot));
}

const HOLDING_UP = new Set('word quote n half double'.split(' '));

/** Told to ask somebody, one calls that one and not the one who spoke last. */
export function askingOf(setting: Setting, move: Move): Setting {
  const { named, reading } = setting;
  return move === 'ask' && named !== null && reading.target?.kind !== 'human'
    ? { ...setting, call: named }
    : setting;
}

const IDEA_OR_STORY: readonly Move[] = [...ideaMoves, ...storyMoves];

/** Moves after which one waits for the others. */
const ENDS_ITSELF: ReadonlySet<Move> = new Set<Move>([...IDEA_OR_STORY, 'ask', 'dodge', 'joke', 'twist']);

/** Who tells a story does not step out of it for a saying of their own. */
const INSIDE: ReadonlySet<Move> = new Set(storyMoves);

/** One of each and no more, so that a long turn still has one thought. */
const CONTINUATIONS: readonly (readonly string[])[] = [['{view}', '{reason}'], ['{memory}'], ['{view}']];

/** A reason speaks of what went before it, which a goodbye leaves behind. */
const AFTER_CLOSING: readonly (readonly string[])[] = [['{view}']];

function carryOn(move: Move): readonly (readonly string[])[] {
  if (ENDS_ITSELF.has(move)) return [];
  return move === 'closing' ? AFTER_CLOSING : CONTINUATIONS;
}

/** What carries a line on must follow from the line, not only from the talk: else it is a heap of sayings. */
function about(setting: Setting, parts: readonly string[]): Setting {
  const { reading } = setting;
  const own = stemsOf(parts.join(' '));
  const focus = parts.length === 1 ? new Set([...own, ...reading.targetStems]) : own;
  const themeStems = parts.length === 1 ? reading.themeStems : new Set<string>();
  return { ...setting, reading: { ...reading, focus, themeStems } };
}

function expandOne(templates: readonly string[], slots: Slots, chance: Chance): string | null {
  const template = pick(templates, chance);
  return template === undefined ? null : expand(template, slots.fill, chance);
}

const DIRECTED_SHARE = 0.87;
/** A name at the end of a longer sentence comes too late. */
const DIRECTED_WORDS = 16;

/** A question at a table with several people mostly says whom it is for. */
export function directed({ scene, reading, call, named }: Setting, text: string, chance: Chance): string {
  if (!text.endsWith('?') || call === null || scene.others.length < 2) return text;
  const isNamed = scene.others.some(({ name }) => name.split(' ').some((part) => text.includes(part)));
  const last = text.split(/(?<=[.!?:]) /).at(-1) ?? text;
  if (isNamed || reading.target?.kind !== 'seat' || wordsOf(last).length > DIRECTED_WORDS) return text;
  return call === named || chance() < DIRECTED_SHARE ? text.replace(/,?\?$/, `, ${call}?`) : text;
}

/** A guest who spoke hears that the answer is for them. */
function addressed({ reading, call }: Setting, text: string): string {
  if (reading.target?.kind !== 'human') return text;
  if (call === null || text.toLowerCase().includes(call.toLowerCase())) return text;
  const hello = reading.act === 'greeting' ? `Hello, ${call}. ` : '';
  if (hello !== '') return hello + text;
  // Not each answer begins with the name.
  const atEnd = /^[^.!?“”]{12,70}(?=[.!] )/.exec(text)?.[0];
  if (atEnd !== undefined && hashOf(text) % 2 === 0) return `${atEnd}, ${call}${text.slice(atEnd.length)}`;
  const [first = ''] = wordsOf(text);
  const plain = !isContent(first) && !/^i\b/.test(first);
  return plain
    ? `${call}, ${text.slice(0, 1).toLowerCase()}${text.slice(1)}`
    : `${call}: ${text}`.replace(': ', '. ');
}

function lengthOf(parts: readonly string[]): number {
  return parts.reduce((sum, part) => sum + wordsOf(part).length, 0);
}
