import type { Scene } from '../provider.ts';
import { type Chance, pick, pickWeighted, seededChance } from './chance.ts';
import { faultOf, inOwnWords, isWorn, overlapWith, type Said, saidOf, tidy } from './editor.ts';
import { type Occasion, weighMoves } from './move.ts';
import { type Order, orderOf } from './order.ts';
import { type Setting, settingOf, type Slots, slotsFor } from './planner.ts';
import { type Reading, read } from './reader.ts';
import { stanceOn } from './stance.ts';
import { withTag } from './tag.ts';
import { expand } from './template.ts';
import type { Move, Signal } from './voice.ts';
import verdicts from './verdicts.json' with { type: 'json' };
import { voiceFor } from './voices.ts';
import { isContent, stemsOf, wordsOf } from '../words.ts';

/** What the improviser says when it leaves the floor to others. */
export const SILENCE = '(silent)';

export interface Improvised {
  readonly text: string;
  readonly move: Move | 'signal' | 'pass';
}

interface Candidate extends Improvised {
  readonly heard: number;
}

const CANDIDATES = 10;
const MOST_OVERLAP = 0.35;
const REACTION_WORDS = 4;
const WORN_OUT = -8;

/** One line for a scene. The same scene gives the same line; a new attempt gives another. */
export function improvise(scene: Scene): Improvised {
  const chance = seededChance(
    `${scene.conversationId} ${scene.turnId} ${scene.attempt} ${scene.self.seatId}`,
  );
  const voice = voiceFor(scene.self.persona);
  const reading = read(scene);
  const setting = settingOf(scene, reading, voice, chance);
  const order = orderOf(scene.direction, {
    host: scene.self.persona.tags.some((tag) => /^(?:host|interviewer|moderator)$/.test(tag)),
    act: reading.act,
  });
  const said = saidOf(
    scene.lines.map(({ text }) => text),
    reading.mine,
  );
  const ready = readyAnswer(setting, chance);
  if (ready !== null) return { text: tidy(ready), move: 'answer' };
  if (mayRest(setting, order)) {
    const rest = chance();
    if (scene.mayPass && rest < 0.07) return { text: SILENCE, move: 'pass' };
    const share = scene.others.length > 1 ? 0.36 : 0.26;
    // Where only a reaction is asked for, more words would be too many.
    if (scene.targetWords <= REACTION_WORDS || rest < share) {
      const signal = signalFor(setting, said, chance);
      if (signal !== null) return { text: signal, move: 'signal' };
    }
  }
  const free = { ...order, moves: {}, verdict: false };
  return (
    best(setting, candidates(setting, order, chance), said, chance) ??
    // All that obeys was said before: better another move than the same line.
    best(setting, candidates(setting, free, chance), said, chance) ??
    lastResort(setting, said, chance)
  );
}

/** Answers that come before any art: another language, and the question what one is. */
function readyAnswer({ reading, voice, scene }: Setting, chance: Chance): string | null {
  const repeats = (sentences: readonly string[]) =>
    reading.mine
      .slice(-6)
      .some((line) => sentences.some((sentence) => line.startsWith(sentence.slice(0, 20))));
  if (reading.act === 'machine-question' && reading.toMe && !repeats(voice.machine))
    return pick(voice.machine, chance) ?? null;
  const foreign = reading.act === 'foreign' || (reading.mine.length === 0 && isForeignTopic(scene));
  if (foreign && !repeats(voice.foreign)) return pick(voice.foreign, chance) ?? null;
  return null;
}

function isForeignTopic(scene: Scene): boolean {
  return (
    read({ ...scene, lines: [{ seatId: null, kind: 'narrator', name: '', text: scene.topic }] }).act ===
    'foreign'
  );
}

/** A listener may make a noise, or nothing, only where nobody waits for an answer. */
function mayRest({ scene, reading }: Setting, { moves, short }: Order): boolean {
  const { target, act, toMe, shorts } = reading;
  if (!target || target.kind !== 'seat' || act.endsWith('question') || shorts > 0) return false;
  if (Object.keys(moves).length > 0 && !short) return false;
  return !(toMe && act === 'claim' && wordsOf(target.text).length < 10) && scene.targetWords < 45;
}

const SIGNALS_AFTER: Record<'story' | 'claim' | 'good' | 'bad', readonly Signal[]> = {
  story: ['surprise', 'laugh', 'onward', 'distaste'],
  claim: ['doubt', 'assent', 'onward', 'surprise'],
  good: ['assent', 'onward', 'assent'],
  bad: ['doubt', 'distaste', 'laugh'],
};

function signalFor({ reading, voice, scene }: Setting, said: Said, chance: Chance): string | null {
  const opposed = Math.sign(stanceOn(voice, reading.focus)) * reading.polarity;
  const occasion = reading.act === 'story' ? 'story' : opposed > 0 ? 'good' : opposed < 0 ? 'bad' : 'claim';
  const all = SIGNALS_AFTER[occasion].flatMap((signal) => voice.signals[signal]);
  const heard = new Set(scene.lines.slice(-100).map(({ text }) => text));
  return (
    pick(
      all.map(tidy).filter((text) => !heard.has(text) && !isWorn(text, said)),
      chance,
    ) ?? null
  );
}

function candidates(setting: Setting, order: Order, chance: Chance): Candidate[] {
  const { voice, reading, scene } = setting;
  const occasion: Occasion = {
    conversationId: `${scene.conversationId} ${scene.self.seatId}`,
    stance: stanceOn(voice, reading.focus),
    humanWaits: reading.target?.kind === 'human',
  };
  const hand = weighMoves(reading, { voice, order, occasion });
  const wanted = occasion.humanWaits ? CANDIDATES * 2 : CANDIDATES;
  const found: Candidate[] = [];
  for (let tries = 0; tries < wanted * 2 && found.length < wanted; tries += 1) {
    const move = pickWeighted(hand, chance) ?? 'example';
    const slots = slotsFor(setting, move, chance);
    const text = write(setting, { move, verdict: order.verdict }, slots, chance);
    if (text !== null && faultOf(text) === null) found.push({ text, move, heard: slots.heard() });
  }
  return found;
}

/** The move's own sentence, and more of the same mind until the length is about right. */
function write(
  setting: Setting,
  { move, verdict }: { readonly move: Move; readonly verdict: boolean },
  slots: Slots,
  chance: Chance,
): string | null {
  const { voice, scene } = setting;
  const main = expandOne(verdict ? verdicts : voice.moves[move], slots, chance);
  if (main === null) return null;
  const parts = [main];
  const target = scene.targetWords * (0.7 + chance() * 0.5);
  for (const kind of CONTINUATIONS) {
    if (ENDS_ITSELF.has(move) && scene.targetWords < 45) break;
    if (lengthOf(parts) > target - 6) break;
    const more = expandOne(kind, slotsFor(setting, null, chance), chance);
    if (more !== null && !parts.some((part) => part.includes(more.slice(0, 20)))) parts.push(more);
  }
  // A question is answered only when it comes last.
  const ordered = /\?”?$/.test(main) && parts.length > 1 ? [...parts.slice(1), main] : parts;
  return tidy(addressed(setting, withTag(setting, inOwnWords(ordered.join(' '), voice.prefers), chance)));
}

/** Moves after which one waits for the others. */
const ENDS_ITSELF: ReadonlySet<Move> = new Set(['ask', 'dodge', 'joke', 'twist', 'idea', 'tale']);

/** One of each and no more, so that a long turn still has one thought. */
const CONTINUATIONS: readonly (readonly string[])[] = [
  ['{view}', '{reason}'],
  ['{memory}'],
  ['{view}', '{reason}'],
  ['{reason}'],
  ['{view}'],
];

function expandOne(templates: readonly string[], slots: Slots, chance: Chance): string | null {
  const template = pick(templates, chance);
  return template === undefined ? null : expand(template, slots.fill, chance);
}

/** A guest who spoke hears that the answer is for them. */
function addressed({ reading, call }: Setting, text: string): string {
  if (reading.target?.kind !== 'human') return text;
  if (call === null || text.toLowerCase().includes(call.toLowerCase())) return text;
  const hello = reading.act === 'greeting' ? `Hello, ${call}. ` : '';
  if (hello !== '') return hello + text;
  const [first = ''] = wordsOf(text);
  const plain = !isContent(first) && !/^i\b/.test(first);
  return plain
    ? `${call}, ${text.slice(0, 1).toLowerCase()}${text.slice(1)}`
    : `${call}: ${text}`.replace(': ', '. ');
}

/** The best three by their score, and then chance: a line that always wins would be a habit. */
function best(setting: Setting, found: readonly Candidate[], said: Said, chance: Chance): Improvised | null {
  const heard = found.filter(({ text }) => takesUp(setting.reading, text));
  // A guest wants to hear that they were heard.
  const worthy = setting.reading.target?.kind === 'human' && heard.length > 0 ? heard : found;
  const scored = worthy
    .map((candidate) => ({ item: candidate, score: scoreOf(setting, candidate, said) + chance() * 0.8 }))
    .filter(({ score }) => score > WORN_OUT)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, 3);
  const chosen = pickWeighted(
    scored.map(({ item, score }) => ({ item, weight: Math.exp(score / 0.7) })),
    chance,
  );
  return chosen ? { text: chosen.text, move: chosen.move } : null;
}

function lastResort(setting: Setting, said: Said, chance: Chance): Improvised {
  const text =
    signalFor(setting, said, chance) ?? pick(Object.values(setting.voice.signals).flat(), chance) ?? 'Go on.';
  return { text: tidy(text), move: 'signal' };
}

function scoreOf({ scene, reading, voice }: Setting, { text, heard }: Candidate, said: Said): number {
  const overlap = overlapWith(text, said);
  const length = wordsOf(text).length;
  const fit = Math.abs(Math.log(length / Math.max(4, scene.targetWords)));
  const stems = stemsOf(text);
  const linked = [...reading.focus].some((stem) => stems.has(stem));
  const questions = reading.mine.slice(-3).filter((line) => line.endsWith('?')).length;
  const asks = text.endsWith('?') ? questions / (voice.leanings.ask ?? 1) : 0;
  return (
    Math.min(heard, 2) * 0.6 +
    (linked ? 1.3 : 0) -
    fit * 0.5 -
    asks -
    overlap * 4 -
    (overlap > MOST_OVERLAP ? 20 : 0) -
    (isWorn(text, said) ? 6 : 0) -
    // Holding up one word of the last speaker is a fine trick, once in a while.
    (holdsUpWord(text) ? scene.lines.slice(-3).filter((line) => holdsUpWord(line.text)).length * 1.2 : 0)
  );
}

function takesUp({ targetStems }: Reading, text: string): boolean {
  const stems = stemsOf(text);
  return [...targetStems].some((stem) => stems.has(stem));
}

function holdsUpWord(text: string): boolean {
  return /“[^ ”]+”/.test(text);
}

function lengthOf(parts: readonly string[]): number {
  return parts.reduce((sum, part) => sum + wordsOf(part).length, 0);
}
