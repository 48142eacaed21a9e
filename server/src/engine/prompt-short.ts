import { isHuman } from '../conversations/seats.ts';
import { isOpenlyAi } from './persona-tags.ts';
import { plainName } from './prompt-text.ts';
import { oneLine, roleNames } from './prompt-system.ts';
import type { Stage } from './stage.ts';

/**
 * The system text for a small model: one order a sentence, nothing nested, no list of what may go wrong.
 * What a long text says in rules it says by one example.
 */
export function shortSystemText({ conversation, opening, personas, format }: Stage, seatId: string): string {
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
  const core = sentences(persona?.systemPrompt || persona?.description || '', CORE_SENTENCES);
  const traits = (persona?.traits ?? []).slice(0, TRAITS).map(oneLine).join(', ');
  const role = roleNames(format, opening).get(seatId);
  const [sample] = persona?.exampleMessages ?? [];
  const { language } = conversation.settings;
  return [
    `You are ${self}. ${core}`.trim(),
    ...(traits === '' ? [] : [`You are ${traits}.`]),
    ...(isOpenlyAi(persona) ? ['You are an artificial mind, and everyone knows it.'] : []),
    ...(others.length > 0 ? [`You talk with: ${others.join('; ')}.`] : []),
    `${oneLine(format.frame)} Topic: ${oneLine(conversation.topic)}`,
    ...(role === undefined ? [] : [`Your part in it: ${role}.`]),
    `Say only the next words of ${self}${language === undefined ? '' : ` in ${language}`}. One or two sentences. No name in front. Nothing for others.`,
    ...(sample === undefined ? [] : [`Example: ${oneLine(sample)}`]),
  ].join('\n');
}

const CORE_SENTENCES = 2;
const TRAITS = 3;

/** Somebody in half a line. */
export function described(name: string, tagline = ''): string {
  return tagline === '' ? plainName(name) : `${plainName(name)}, ${oneLine(tagline).replace(/\.$/u, '')}`;
}

function sentences(text: string, count: number): string {
  return (oneLine(text).match(/[^.!?]+[.!?]+/gu) ?? [oneLine(text)]).slice(0, count).join('').trim();
}
