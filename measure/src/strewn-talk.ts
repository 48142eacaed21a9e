import type { Persona } from '@chimera/protocol/persona';
import { builtInPersonas } from '@chimera/server/personas/catalog';
import { aSeat, ScriptedStage, seededChance } from '@chimera/server/engine/scripted-stage';
import { play, type PlayedTurn } from './play.ts';

const LINES = 40;
const QUESTIONS_EACH = 2;
const QUESTIONS = [
  'why did you sell the schooner?',
  'who paid for the new bell tower?',
  'where did the second anchor go?',
  'how many crowns does the pilot owe?',
  'what became of the lighthouse keeper’s dog?',
  'did anybody ever weigh that cargo?',
] as const;

export interface PlainTalk {
  readonly seed: number;
  readonly cast: readonly Persona[];
  readonly played: readonly PlayedTurn[];
}

/** A talk of the demo brain, as it is before anything is strewn in. */
export function plainTalk(seed: number): PlainTalk {
  const cast = builtInPersonas().slice(seed % 4, (seed % 4) + 4);
  return { seed, cast, played: play(cast, { topic: 'the harbour tax', turns: LINES, seed }) };
}

/** The talk with promises and questions strewn in that nobody answers; and which lines those are. */
export function strewnTalk(
  { seed, cast, played }: PlainTalk,
  { wordings, promisesEach }: { readonly wordings: readonly string[]; readonly promisesEach: number },
) {
  const seats = cast.map(({ name }, at) => aSeat(`seat-${at}`, name));
  const script = new ScriptedStage(seats);
  const chance = seededChance(seed);
  const places = drawn(
    Array.from({ length: LINES - 5 }, (_, at) => at),
    promisesEach + QUESTIONS_EACH,
    chance,
  );
  const strewn = [
    ...drawn(wordings, promisesEach, chance).map((text) => ({ kind: 'promise', text })),
    ...drawn(QUESTIONS, QUESTIONS_EACH, chance).map((text) => ({ kind: 'question', text })),
  ];
  const kept = { promise: [] as string[], question: [] as string[] };
  for (const [at, { seatId, text }] of played.entries()) {
    if (text !== null) script.says(seatId, text);
    const line = strewn[places.indexOf(at)];
    if (!line) continue;
    const to = cast.find(({ name }) => name !== played[at]?.name)?.name ?? '';
    const messageId = script.says(seatId, line.kind === 'question' ? `${to}, ${line.text}` : line.text);
    kept[line.kind === 'question' ? 'question' : 'promise'].push(messageId);
  }
  return { script, promises: kept.promise, questions: kept.question };
}

function drawn<T>(from: readonly T[], count: number, chance: () => number): T[] {
  return from
    .map((value) => ({ value, place: chance() }))
    .toSorted((a, b) => a.place - b.place)
    .slice(0, count)
    .map(({ value }) => value);
}
