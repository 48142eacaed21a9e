import type { Event } from '@chimera/protocol/event';
import type { Judge, Phase } from '@chimera/protocol/format';
import { askAside, modelBrainOf } from './ask-aside.ts';
import { type JudgedCase, judgePrompt, readJudge } from './judge-model.ts';
import { countedPoints, inHalves, type Side } from './judge-rules.ts';
import { partAt, speakersIn } from './phase.ts';
import type { PhaseStep } from './phase-end.ts';
import type { AskBrain } from './speak.ts';
import type { Entry, Stage } from './stage.ts';
import { isSaidAloud } from './transcript.ts';

export interface JudgeParts {
  readonly ask: AskBrain;
  readonly newId: () => string;
}

/**
 * The points of a debate, when it is time: before the verdict is spoken, or at the end where nobody speaks
 * one. By a model in two readings where one is there, else counted by rules. Null: nothing to score.
 */
export async function debateScore(
  stage: Stage,
  step: PhaseStep,
  parts: JudgeParts,
  { at, signal }: { readonly at: string; readonly signal: AbortSignal },
): Promise<Event | null> {
  const { judge } = stage.format;
  if (!judge || !isDue(stage, step)) return null;
  const lines = stage.transcript.filter(isSaidAloud);
  const sides = sidesOf(stage, judge, lines);
  if (sides.length < 2 || sides.some((side) => side.lines.length === 0)) return null;
  const motion = stage.conversation.topic;
  const judged = await judgedTwice(stage, { judge, motion, sides, lines }, parts, signal);
  const points =
    judged?.points ?? sides.map((side) => judge.criteria.map((each) => countedPoints(side, each)));
  return scored(judge, sides, points, { at, by: judged ? 'model' : 'rules', isTie: judged?.isTie ?? false });
}

function isDue(stage: Stage, step: PhaseStep): boolean {
  return step.kind === 'next' ? hasVerdict(step.phase) : !hasVerdict(partAt(stage).phase);
}

function hasVerdict({ endWhen = [] }: Phase): boolean {
  return endWhen.includes('verdict');
}

function sidesOf(stage: Stage, { sides }: Judge, lines: readonly Entry[]): Side[] {
  const seats = speakersIn(stage, { speakers: sides });
  const ids = new Set(seats.map(({ id }) => id));
  const between = lines.filter(({ seatId }) => seatId !== null && ids.has(seatId));
  return seats.map(({ id, name }) => ({
    seatId: id,
    name,
    lines: between.flatMap(({ seatId, text }, at) => {
      const before = between[at - 1];
      return seatId === id ? [{ text, before: before && before.seatId !== id ? before.text : '' }] : [];
    }),
    heard: between.filter(({ seatId }) => seatId !== id).map(({ text }) => text),
  }));
}

/** Whoever stands first has an advantage, so a model reads the case twice; two different winners are none. */
async function judgedTwice(
  stage: Stage,
  judged: JudgedCase,
  parts: JudgeParts,
  signal: AbortSignal,
): Promise<{ readonly points: readonly (readonly number[])[]; readonly isTie: boolean } | null> {
  const swapped = { ...judged, sides: judged.sides.toReversed() };
  const [first, second] = await Promise.all(
    [judged, swapped].map((each) => readingOf(stage, each, parts, signal)),
  );
  if (!first || !second) return null;
  const back = second.toReversed();
  const points = first.map((own, side) =>
    own.map((value, place) => inHalves((value + (back[side]?.[place] ?? 0)) / 2)),
  );
  const leaders = [leader(first), leader(back)].filter((place) => place !== null);
  return { points, isTie: new Set(leaders).size > 1 };
}

async function readingOf(
  stage: Stage,
  judged: JudgedCase,
  { ask, newId }: JudgeParts,
  signal: AbortSignal,
): Promise<readonly (readonly number[])[] | null> {
  const sideIds = new Set(judged.sides.map(({ seatId }) => seatId));
  const ready = stage.conversation.seats.filter(({ waiting }) => waiting === undefined);
  const models = ready.filter((seat) => modelBrainOf(stage, seat) !== null);
  // Better a model that has no side in it.
  const seat = models.find(({ id }) => !sideIds.has(id)) ?? models[0] ?? ready[0];
  if (!seat) return null;
  const prompt = judgePrompt(judged, newId().slice(0, 6));
  const aside = { seat, prompt, task: 'judge', maxTokens: ANSWER_TOKENS, textLimit: ANSWER_CHARACTERS };
  const text = await askAside(ask, stage, aside, AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]));
  return text === null ? null : readJudge(text, judged);
}

/** Everybody waits for the points, so not for long. */
const LIMIT_MS = 20_000;
const ANSWER_TOKENS = 600;
const ANSWER_CHARACTERS = 6000;

function scored(
  { criteria }: Judge,
  sides: readonly Side[],
  points: readonly (readonly number[])[],
  { at, by, isTie }: { readonly at: string; readonly by: 'rules' | 'model'; readonly isTie: boolean },
): Event {
  const scores = sides.map(({ seatId, name }, side) => {
    const own = points[side] ?? [];
    const parts = Object.fromEntries(criteria.map((each, place) => [each.name, own[place] ?? 0]));
    return { seatId, name, points: sum(own), parts };
  });
  const place = isTie ? null : leader(points);
  const winner = place === null ? null : (sides[place] ?? null);
  const most = sum(criteria.map((each) => each.points));
  const each = scores
    .map(({ name, points: total, parts }) => `${name} ${total} of ${most} (${listed(parts)})`)
    .join('; ');
  const who = isTie
    ? 'The two readings differ: it is a tie.'
    : winner === null
      ? 'It is a tie.'
      : `${winner.name} is ahead.`;
  const how = by === 'rules' ? 'counted by rules' : 'scored by a model in two readings';
  return {
    type: 'scored',
    at,
    by,
    scores,
    winner: winner?.seatId ?? null,
    text: `Points, ${how}: ${each}. ${who}`,
  };
}

function listed(parts: Readonly<Record<string, number>>): string {
  return Object.entries(parts)
    .map(([name, value]) => `${name.toLowerCase()} ${value}`)
    .join(', ');
}

/** The place of the side with most points; null: more than one has them. */
function leader(points: readonly (readonly number[])[]): number | null {
  const totals = points.map(sum);
  const most = Math.max(...totals);
  const first = totals.indexOf(most);
  return totals.lastIndexOf(most) === first ? first : null;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
