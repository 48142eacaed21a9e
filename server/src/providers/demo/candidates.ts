import { isHost, isQuestion, mayAsk } from './asking.ts';
import { type Chance, pickWeighted } from './chance.ts';
import { faultOf } from './editor.ts';
import { askingOf, templatesFor, writeHeed, writeLine } from './line.ts';
import { type Occasion, weighMoves } from './move.ts';
import type { Order } from './order.ts';
import { type Setting, slotsFor } from './planner.ts';
import { stanceOn } from './stance.ts';
import type { Move } from './voice.ts';

/** A line that might be said. */
export interface Candidate {
  readonly text: string;
  readonly move: Move;
  /** How much of it takes up what somebody said. */
  readonly heard: number;
}

const CANDIDATES = 10;

export function candidates(setting: Setting, order: Order, chance: Chance): Candidate[] {
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
  // In a story or a list of ideas a question to somebody would hang in the air.
  const asks = !order.isGame && isFreeToAsk(setting, (order.moves.ask ?? 0) > 1);
  const found: Candidate[] = [];
  for (let tries = 0; tries < wanted * 2 && found.length < wanted; tries += 1) {
    const move = pickWeighted(hand, chance) ?? 'example';
    const asking = askingOf(setting, move);
    const slots = slotsFor(asking, move, chance);
    const text = writeLine(asking, { move, verdict: order.verdict }, slots, chance);
    if (text === null || faultOf(text) !== null || (!asks && isQuestion(text))) continue;
    const isOpen = reading.act === 'open-question' || reading.act === 'origin-question';
    if (isOpen && move === 'answer' && YES_OR_NO.test(text)) continue;
    found.push({ text, move, heard: slots.heard() });
  }
  return found;
}

/** For what no sentence of its own fits, a voice has a few that fit anything. */
export function heeding(setting: Setting, chance: Chance): Candidate[] {
  return Array.from({ length: CANDIDATES }, () => {
    const slots = slotsFor(setting, 'answer', chance);
    return { text: writeHeed(setting, slots, chance) ?? '', move: 'answer' as const, heard: slots.heard() };
  }).filter(({ text }) => faultOf(text) === null);
}

/** Who was asked where it hurts does not say yes. */
const YES_OR_NO =
  /^[^.!?]{0,70}\b(?:yes|no|aye|probably|partly|certainly|half|I believe so|I'd say so|I should say so|in favour|per cent)\b/i;

export function isFreeToAsk({ reading, scene }: Setting, isToldTo: boolean): boolean {
  const room = scene.lines.map(({ text }) => text);
  return mayAsk(reading.mine, room, { isHost: isHost(scene.self.persona), isToldTo });
}
