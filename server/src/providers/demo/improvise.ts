import type { Scene } from '../provider.ts';
import { isHost, isQuestion, mayAsk } from './asking.ts';
import { type Chance, pick, pickWeighted, seededChance } from './chance.ts';
import { faultOf, isWorn, overlapWith, type Said, saidOf, tidy } from './editor.ts';
import { directed, templatesFor, writeHeed, writeLine } from './line.ts';
import { type Occasion, weighMoves } from './move.ts';
import { type Order, orderOf } from './order.ts';
import { type Setting, settingOf, slotsFor } from './planner.ts';
import { type Reading, read } from './reader.ts';
import { likeness } from './signature.ts';
import { stanceOn } from './stance.ts';
import { ideaMoves, type Move, type Signal, storyMoves } from './voice.ts';
import { voiceFor } from './voices.ts';
import { stemsOf, wordsOf } from '../words.ts';

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
/** Who says so much of the last line again only says it in other words. */
const MOST_ECHO = 0.5;
const REACTION_WORDS = 4;
const WORN_OUT = -8;
/** How much a line that only this voice would say is preferred. */
const LIKENESS = 1.5;

/** One line for a scene. The same scene gives the same line; a new attempt gives another. */
export function improvise(scene: Scene): Improvised {
  const chance = seededChance(
    `${scene.conversationId} ${scene.turnId} ${scene.attempt} ${scene.self.seatId}`,
  );
  const voice = voiceFor(scene.self.persona);
  const reading = read(scene);
  const setting = settingOf(scene, reading, voice, chance);
  const order = orderOf(scene.direction, {
    host: isHost(scene.self.persona),
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
      if (signal !== null) return { text: directed(setting, signal, chance), move: 'signal' };
    }
  }
  const free = { ...order, moves: {}, verdict: false };
  const obeying = candidates(setting, order, chance);
  const choose = (found: readonly Candidate[]) => best(setting, found, said, chance);
  // Of a fact nobody here knows anything, and says so.
  if (isGuestWaiting(reading) && reading.act !== 'fact-question') {
    // A guest wants to hear that they were heard, before all that the format asks.
    const heard = (found: readonly Candidate[]) => found.filter(({ text }) => takesUp(reading, text));
    const answer =
      choose(heard(obeying)) ??
      choose(heard(isGame(order) ? [] : candidates(setting, free, chance))) ??
      choose(heard(heeding(setting, chance))) ??
      choose(heard(candidates(setting, free, chance)));
    if (answer) return answer;
  }
  if (reading.toMe && reading.act.endsWith('question')) {
    const replies = (found: readonly Candidate[]) =>
      found.filter(({ text, move }) => REPLIES.has(move) || takesUp(reading, text));
    // Nobody steps out of a story or a list of ideas to answer.
    const others = isGame(order) ? [] : candidates(setting, free, chance);
    const answer = choose(replies(obeying)) ?? choose(replies(others));
    if (answer) return answer;
  }
  return (
    choose(obeying) ??
    // All that obeys was said before: better another move than the same line.
    choose(candidates(setting, free, chance)) ??
    lastResort(setting, said, chance)
  );
}

/** For what no sentence of its own fits, a voice has a few that fit anything. */
function heeding(setting: Setting, chance: Chance): Candidate[] {
  return Array.from({ length: CANDIDATES }, () => {
    const slots = slotsFor(setting, 'answer', chance);
    return { text: writeHeed(setting, slots, chance) ?? '', move: 'answer' as const, heard: slots.heard() };
  }).filter(({ text }) => faultOf(text) === null);
}

/** Moves that answer, whatever their words. */
const REPLIES: ReadonlySet<Candidate['move']> = new Set<Candidate['move']>(['answer', 'dodge']);

function isGame({ moves }: Order): boolean {
  return [...ideaMoves, ...storyMoves].some((move) => moves[move] !== undefined);
}

function isGuestWaiting({ target, subjects }: Reading): boolean {
  return target?.kind === 'human' && subjects.size > 0;
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

function signalFor(setting: Setting, said: Said, chance: Chance): string | null {
  const { reading, voice, scene } = setting;
  const opposed = Math.sign(stanceOn(voice, reading.focus)) * reading.polarity;
  const occasion = reading.act === 'story' ? 'story' : opposed > 0 ? 'good' : opposed < 0 ? 'bad' : 'claim';
  const all = SIGNALS_AFTER[occasion].flatMap((signal) => voice.signals[signal]);
  const asks = isFreeToAsk(setting, false);
  const heard = scene.lines.slice(-100).map(({ text }) => text);
  // “And then?” may have been said with a name behind it.
  const isHeard = (text: string) =>
    heard.some((line) => line === text || line.startsWith(`${text.slice(0, -1)},`));
  return (
    pick(
      all.map(tidy).filter((text) => !isHeard(text) && !isWorn(text, said) && (asks || !isQuestion(text))),
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
  const hand = weighMoves(reading, { voice, order, occasion }).filter(
    ({ item }) => templatesFor(setting, item).length > 0,
  );
  const wanted = occasion.humanWaits ? CANDIDATES * 2 : CANDIDATES;
  const asks = isFreeToAsk(setting, (order.moves.ask ?? 0) > 1);
  const found: Candidate[] = [];
  for (let tries = 0; tries < wanted * 2 && found.length < wanted; tries += 1) {
    const move = pickWeighted(hand, chance) ?? 'example';
    const slots = slotsFor(setting, move, chance);
    const text = writeLine(setting, { move, verdict: order.verdict }, slots, chance);
    if (text !== null && faultOf(text) === null && (asks || !isQuestion(text)))
      found.push({ text, move, heard: slots.heard() });
  }
  return found;
}

function isFreeToAsk({ reading, scene }: Setting, isToldTo: boolean): boolean {
  const room = scene.lines.map(({ text }) => text);
  return mayAsk(reading.mine, room, { isHost: isHost(scene.self.persona), isToldTo });
}

/** The best three by their score, and then chance: a line that always wins would be a habit. */
function best(setting: Setting, found: readonly Candidate[], said: Said, chance: Chance): Improvised | null {
  const scored = found
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
  const echoed = [...stems].filter((stem) => reading.targetStems.has(stem)).length;
  const isEcho = echoed >= 3 && echoed / Math.min(stems.size, reading.targetStems.size) >= MOST_ECHO;
  const linked = [...reading.focus].some((stem) => stems.has(stem));
  return (
    Math.min(heard, 2) * 0.6 +
    (linked ? 1.3 : 0) -
    fit * 0.5 +
    likeness(voice, text) * LIKENESS -
    overlap * 4 -
    (overlap > MOST_OVERLAP ? 20 : 0) -
    (isWorn(text, said) ? 6 : 0) -
    (isEcho ? 6 : 0) -
    // Holding up one word of the last speaker is a fine trick, once in a while.
    (holdsUpWord(text) ? scene.lines.slice(-6).filter((line) => holdsUpWord(line.text)).length * 1.2 : 0)
  );
}

/** Of a guest's words only the subjects count, of a seat's any. */
function takesUp({ target, targetStems, subjects }: Reading, text: string): boolean {
  const stems = stemsOf(text);
  return [...(target?.kind === 'human' ? subjects : targetStems)].some((stem) => stems.has(stem));
}

function holdsUpWord(text: string): boolean {
  return /“[^ ”]+”/.test(text);
}
