import { isHuman } from '../conversations/seats.ts';
import type { ModelSize } from '../providers/model-size.ts';
import { described } from './prompt-short.ts';
import { cast, lineRules, room, TALK_RULES } from './prompt-system.ts';
import { oneLine, plainName } from './prompt-text.ts';
import type { Stage } from './stage.ts';

/** The system text for all seats of one brain: the same for each of them, so nothing in it is about one. */
export function sharedSystemText(stage: Stage, { prompt }: Pick<ModelSize, 'prompt'>): string {
  if (prompt === 'short') return shortText(stage);
  return [
    room(stage, 'You give voice to people in a live conversation, to one of them at a time.'),
    cast(stage),
    sharedLineRules(stage),
    TALK_RULES,
  ].join('\n\n');
}

/** How the talk is written down, and how the next line is. */
export function sharedLineRules(stage: Stage): string {
  const what =
    'The talk stands below as a script: a name, a colon, what was said. After it you are told who you are and that the next line is yours. Write only what you say aloud as that person';
  return lineRules(stage, what, ', no emoji unless you are known for them');
}

/** As for one seat: one order a sentence, nothing nested. */
function shortText({ conversation, opening, personas, format }: Stage): string {
  const people = opening
    .map((seat) =>
      isHuman(seat)
        ? `${plainName(seat.name)}, a person`
        : described(seat.name, personas.get(seat.id)?.tagline),
    )
    .sort();
  const { language } = conversation.settings;
  return [
    `This is a live talk. These people take part: ${people.join('; ')}.`,
    `${oneLine(format.frame)} Topic: ${oneLine(conversation.topic)}`,
    'The talk stands below. After it you are told who you are.',
    `Say only the next words of that person${language === undefined ? '' : ` in ${language}`}. One or two sentences. No name in front. Nothing for others.`,
  ].join('\n');
}
