import { isHuman } from '../conversations/seats.ts';
import { castNames, folded } from './addressing.ts';
import { absentNames, earlierLines } from './earlier-lines.ts';
import type { GateOptions } from './gate.ts';
import { type EarlierLine, gateHistory } from './gate-history.ts';
import { tally } from './growing-list.ts';
import { smallWordsOf, tongueIn } from './gate-language.ts';
import { isOpenlyAi, usesEmoji } from './persona-tags.ts';
import { guardsOff, mayClose } from './phase.ts';
import { sharedLineRules } from './prompt-shared-system.ts';
import { mayAct, systemText } from './prompt-system.ts';
import { remembered } from './remembered.ts';
import type { Entry, Stage } from './stage.ts';
import { isWrappingUp } from './steering.ts';

/** All that the gate must know while a seat speaks. */
export function gateOptions(
  stage: Stage,
  seatId: string,
  { capWords, mayPass }: Pick<GateOptions, 'capWords' | 'mayPass'>,
): GateOptions {
  const persona = stage.personas.get(seatId);
  const lines = earlierLines(stage, seatId);
  return {
    ...gateNames(stage, seatId),
    selfId: seatId,
    absent: absentNames(stage),
    capWords,
    mayPass,
    history: gateHistory(lines, seatId, instructions(stage, seatId)),
    language: stage.conversation.settings.language ?? spokenLanguage(stage, lines),
    isAi: isOpenlyAi(persona),
    mayAct: mayAct(stage.format),
    mayClose: mayClose(stage) || isWrappingUp(stage),
    usesEmoji: usesEmoji(persona),
    guardsOff: guardsOff(stage),
  };
}

/** Whose names the gate must know while a seat speaks: the cast, and everybody who ever spoke up. */
function gateNames(stage: Stage, seatId: string): Pick<GateOptions, 'self' | 'others' | 'humans'> {
  const humanSeats = new Set(stage.conversation.seats.filter(isHuman).map(({ id }) => id));
  const people = castNames(stage);
  const self = people.filter(({ id }) => id === seatId).flatMap(({ names }) => names);
  const rest = people.filter(({ id }) => id !== seatId);
  const others = rest.filter(({ id }) => !humanSeats.has(id)).flatMap(({ names }) => names);
  const seated = rest.filter(({ id }) => humanSeats.has(id)).flatMap(({ names }) => names);
  const taken = new Set([...self, ...others].map(folded));
  const humans = [...new Set([...seated, ...audienceIn(stage.transcript)])].filter(
    (name) => !taken.has(folded(name)),
  );
  return { self, others, humans };
}

/** Names of people without a seat who spoke up. */
const audienceIn = tally(
  () => new Set<string>(),
  (names, { kind, seatId, name }: Entry) => {
    if (kind === 'human' && seatId === null) names.add(name);
  },
);

/** What only the seat was told, without lists: the cast and the sample lines may well be said. */
function instructions(stage: Stage, seatId: string): string {
  const shared = stage.sharedBrains.size === 0 ? '' : sharedLineRules(stage);
  return `${systemText(stage, seatId)}\n${shared}`
    .split('\n')
    .filter((line) => !line.startsWith('- '))
    .join('\n');
}

function spokenLanguage({ conversation }: Stage, lines: readonly EarlierLine[]): string | null {
  const recent = lines.slice(-LANGUAGE_LINES).map(smallWordsIn);
  return tongueIn([smallWordsOf(conversation.topic), ...recent]);
}

const smallWordsIn = remembered(({ text }: EarlierLine) => smallWordsOf(text));

const LANGUAGE_LINES = 6;
