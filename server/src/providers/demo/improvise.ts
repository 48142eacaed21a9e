import type { Scene } from '../provider.ts';
import { isHost, isQuestion } from './asking.ts';
import { type Candidate, candidates, heeding, isFreeToAsk } from './candidates.ts';
import { type Chance, pick, seededChance } from './chance.ts';
import { best, takesUp } from './choice.ts';
import { isWorn, type Said, saidOf, tidy } from './editor.ts';
import { directed } from './line.ts';
import { type Order, orderOf } from './order.ts';
import { type Setting, settingOf } from './planner.ts';
import { type Reading, read } from './reader.ts';
import { stanceOn } from './stance.ts';
import type { Move, Signal } from './voice.ts';
import { voiceFor } from './voices.ts';
import { wordsOf } from '../words.ts';

/** What the improviser says when it leaves the floor to others. */
export const SILENCE = '(silent)';

export interface Improvised {
  readonly text: string;
  readonly move: Move | 'signal' | 'pass';
}

const REACTION_WORDS = 4;

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
    const share = scene.others.length > 1 ? 0.33 : 0.24;
    // Where only a reaction is asked for, more words would be too many.
    if (scene.targetWords <= REACTION_WORDS || rest < share) {
      const signal = signalFor(setting, said, chance);
      if (signal !== null) return { text: directed(setting, signal, chance), move: 'signal' };
    }
  }
  const { text, move } = compose(setting, order, said, chance) ?? lastResort(setting, said, chance);
  return { text, move };
}

/** What is due comes first: to a guest, then to who asked, then to the format. */
function compose(setting: Setting, order: Order, said: Said, chance: Chance): Candidate | null {
  const { reading } = setting;
  const free = { ...order, moves: {}, verdict: false };
  const obeying = candidates(setting, order, chance);
  const choose = (found: readonly Candidate[]) => best(setting, found, said, chance);
  const heard = (found: readonly Candidate[]) => found.filter(({ text }) => takesUp(reading, text));
  // Nobody steps out of a story or a list of ideas while it can be helped.
  const others = () => (order.isGame ? [] : candidates(setting, free, chance));
  const anyMove = { ...setting, reading: { ...reading, act: 'claim' as const } };
  const any = () => (order.isGame ? [] : candidates(anyMove, free, chance));
  // Of a fact nobody here knows anything, and says so.
  if (isGuestWaiting(reading) && reading.act !== 'fact-question') {
    const answer =
      choose(heard(obeying)) ?? choose(heard(others())) ?? choose(heard(heeding(setting, chance)));
    if (answer) return answer;
  }
  if (reading.toMe && reading.act.endsWith('question')) {
    const replies = (found: readonly Candidate[]) =>
      found.filter(({ text, move }) => REPLIES.has(move) || takesUp(reading, text));
    const answer = choose(replies(obeying)) ?? choose(replies(others())) ?? choose(replies(any()));
    if (answer) return answer;
  }
  // All that obeys was said before: better another move than the same line.
  return choose(obeying) ?? choose(candidates(setting, free, chance)) ?? choose(any());
}

/** Moves that answer, whatever their words. */
const REPLIES: ReadonlySet<Candidate['move']> = new Set<Candidate['move']>(['answer', 'dodge']);

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

/** A listener may make a noise, or nothing, only where nobody waits for an answer or a question. */
function mayRest(setting: Setting, { moves, short }: Order): boolean {
  const { scene, reading } = setting;
  const { target, act, toMe, shorts } = reading;
  if ((moves.ask ?? 0) > 1 && isFreeToAsk(setting, true)) return false;
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

function lastResort(setting: Setting, said: Said, chance: Chance): Improvised {
  const text =
    signalFor(setting, said, chance) ?? pick(Object.values(setting.voice.signals).flat(), chance) ?? 'Go on.';
  return { text: tidy(text), move: 'signal' };
}
