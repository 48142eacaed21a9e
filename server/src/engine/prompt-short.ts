import { isHuman } from '../conversations/seats.ts';
import { isOpenlyAi } from './persona-tags.ts';
import { coreOf, OPENLY_AI } from './prompt-character.ts';
import { KNOWN, LORE_TOKENS } from './prompt-lore.ts';
import { roleNames } from './prompt-system.ts';
import { oneLine, plainName } from './prompt-text.ts';
import type { Stage } from './stage.ts';

/**
 * The system text for a small model: one order a sentence, nothing nested, no list of what may go wrong.
 * What a long text says in rules it says by one example.
 */
export function shortSystemText(stage: Stage, seatId: string): string {
  const { conversation, opening, personas, format } = stage;
  const seat = conversation.seats.find(({ id }) => id === seatId);
  if (!seat) throw new Error(`The seat ${seatId} is not in this conversation.`);
  const self = plainName(seat.name);
  const persona = personas.get(seatId);
  const others = opening
    .filter(({ id }) => id !== seatId)
    .map((other) =>
      isHuman(other)
        ? `${plainName(other.name)}, a person`
        : described(other.name, personas.get(other.id)?.tagline),
    )
    .sort();
  const core = persona ? shortened(sentences(coreOf(persona).text, CORE_SENTENCES)) : '';
  const traits = (persona?.traits ?? []).slice(0, TRAITS).map(oneLine).join(', ');
  const role = roleNames(format, opening).get(seatId);
  const [sample] = persona?.exampleMessages ?? [];
  const known = stage.lore.get(seatId)?.constant(LORE_TOKENS.short) ?? [];
  const { language } = conversation.settings;
  return [
    `You are ${self}. ${core}`.trim(),
    ...(traits === '' ? [] : [`You are ${traits}.`]),
    ...(isOpenlyAi(persona) ? [OPENLY_AI] : []),
    ...(others.length > 0 ? [`You talk with: ${others.join('; ')}.`] : []),
    `${oneLine(format.frame)} Topic: ${oneLine(conversation.topic)}`,
    ...(role === undefined ? [] : [`Your part in it: ${role}.`]),
    `Say only the next words of ${self}${language === undefined ? '' : ` in ${language}`}. One or two sentences. No name in front. Nothing for others.`,
    ...(sample === undefined ? [] : [`Example: ${shortened(oneLine(sample))}`]),
    ...(known.length === 0 ? [] : [KNOWN, ...known.map((fact) => `- ${fact}`)]),
  ].join('\n');
}

const CORE_SENTENCES = 2;
const TRAITS = 3;
/** A sentence may be as long as somebody likes; a small model is not told more of it. */
const SENTENCE_CHARACTERS = 600;

/** Somebody in half a line. */
export function described(name: string, tagline = ''): string {
  return tagline === '' ? plainName(name) : `${plainName(name)}, ${oneLine(tagline).replace(/\.$/u, '')}`;
}

function sentences(text: string, count: number): string {
  const line = oneLine(text);
  return (line.match(/[^.!?]+(?:[.!?]+|$)/gu) ?? [line]).slice(0, count).join('').trim();
}

function shortened(text: string): string {
  return text.length <= SENTENCE_CHARACTERS ? text : `${text.slice(0, SENTENCE_CHARACTERS).toWellFormed()}…`;
}
