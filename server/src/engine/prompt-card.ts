import type { Sheet } from '@chimera/protocol/persona';
import { isOpenlyAi, usesEmoji } from './persona-tags.ts';
import { coreOf, manner, OPENLY_AI } from './prompt-character.ts';
import { roleNames } from './prompt-system.ts';
import { oneLine, plainName } from './prompt-text.ts';
import type { Stage } from './stage.ts';

/** A card of 150 tokens, at four characters each: it is read anew with every line. */
export const CARD_CHARACTERS = 600;
/** Lines that the persona has said before show its sound better than adjectives, so the story leaves room for one. */
const SAMPLE_CHARACTERS = 110;
const TRAITS = 4;

/** Who a seat is, in short, for a prompt whose beginning says it of nobody. */
export function cardText({ conversation, opening, personas, format }: Stage, seatId: string): string {
  const seat = conversation.seats.find(({ id }) => id === seatId);
  if (!seat) throw new Error(`The seat ${seatId} is not in this conversation.`);
  return cardOf(seat.name, personas.get(seatId), roleNames(format, opening).get(seatId));
}

/** The card of a sheet, by the name that its seat has. */
export function cardOf(name: string, persona: Sheet | undefined, role?: string): string {
  const known = [
    `You are ${plainName(name)}${role === undefined ? '' : `, here as the ${role}`}.`,
    ...(isOpenlyAi(persona) ? [OPENLY_AI] : []),
    ...(usesEmoji(persona) ? ['You are known for emoji.'] : []),
  ];
  if (!persona) return known.join(' ');
  const traits = persona.traits.map(oneLine).filter((trait) => trait !== '');
  const sound = [
    ...(traits.length > 0 ? [`Others would call you: ${traits.slice(0, TRAITS).join(', ')}.`] : []),
    `How you sound: ${manner(persona.style)}.`,
  ];
  const story = within(
    sentencesOf(coreOf(persona).text),
    CARD_CHARACTERS - lengthOf([...known, ...sound]) - SAMPLE_CHARACTERS,
  );
  const card = [...known, ...story, ...sound];
  const left = CARD_CHARACTERS - lengthOf(card);
  const samples = persona.exampleMessages.map(oneLine).filter((line) => line !== '');
  const sample = samples.map((line) => `You have said before: ${line}`).find(({ length }) => length < left);
  return shortened([...card, ...(sample === undefined ? [] : [sample])].join(' '));
}

function sentencesOf(text: string): readonly string[] {
  const line = oneLine(text);
  return (line.match(/[^.!?]+(?:[.!?]+|$)/gu) ?? [line])
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
}

/** The first sentences that fit; of the first at least its beginning. */
function within(sentences: readonly string[], characters: number): readonly string[] {
  const kept: string[] = [];
  for (const sentence of sentences) {
    if (lengthOf([...kept, sentence]) > characters) break;
    kept.push(sentence);
  }
  const [first = ''] = sentences;
  if (kept.length > 0 || first === '') return kept;
  return [
    `${first
      .slice(0, Math.max(0, characters - 2))
      .toWellFormed()
      .replace(/\s+\S*$/u, '')}…`,
  ];
}

/** Names, roles and traits may be as long as somebody likes. */
function shortened(card: string): string {
  return card.length <= CARD_CHARACTERS ? card : `${card.slice(0, CARD_CHARACTERS - 1).toWellFormed()}…`;
}

function lengthOf(parts: readonly string[]): number {
  return parts.join(' ').length;
}
