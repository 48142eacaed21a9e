import type { Pace } from '@chimera/protocol/conversation';
import { providerKinds, type Usage } from '@chimera/protocol/provider';
import type { Seat } from '@chimera/protocol/seat';
import type { Estimate } from '@chimera/protocol/spending';
import type { CostOf } from '../providers/prices.ts';
import { lineTokensOf, type SeatHabits, seatHabits, usualTurn } from './estimate-seat.ts';
import { type Talk, turnsLeft } from './estimate-turns.ts';
import { asidesOf, judgesOf, retriesOf } from './estimate-asides.ts';

export interface EstimateParts {
  /** What would speak for a seat; null: a person. The kind of a connection that is gone is its id. */
  readonly brainOf: (seat: Seat) => BrainNamed | null;
  readonly costOf: CostOf;
}

/** Turns in an hour, by pace: a line is read or spoken before the next begins. */
const turnsPerHour: Readonly<Record<Pace, number>> = {
  instant: 3600,
  quick: 720,
  natural: 400,
  slow: 240,
  wait: 200,
};

interface BrainNamed {
  readonly kind: string;
  readonly model: string;
}

interface Speaker {
  readonly brain: BrainNamed;
  readonly habits: SeatHabits;
}

/** About what playing on costs: a turn of each seat, an hour at this pace, and until the talk ends by itself. */
export async function estimateOf(talk: Talk, { brainOf, costOf }: EstimateParts): Promise<Estimate> {
  const { conversation, recent } = talk;
  const lineTokens = lineTokensOf(recent);
  const speakers = conversation.seats.flatMap((seat): Speaker[] => {
    const brain = seat.presence === 'stage' ? brainOf(seat) : null;
    if (!brain) return [];
    return [{ brain, habits: seatHabits(recent, seat.id, { lines: conversation.turns, lineTokens }) }];
  });
  const anHour = turnsPerHour[conversation.settings.pace];
  const run = speakers.length === 0 ? 0 : turnsLeft(talk, anHour);
  const parts = { talk, speakers, lineTokens, costOf };
  const [perRound, perHour, perRun, judges] = await Promise.all([
    spanOf(parts, speakers.length),
    spanOf(parts, speakers.length === 0 ? 0 : anHour),
    spanOf(parts, run),
    asideOf(parts, judgesOf(talk, run, lineTokens)),
  ]);
  return {
    perRound: shown(perRound),
    perHour: shown(perHour),
    perRun: { turns: run, ...shown(run === 0 ? perRun : added(perRun, judges)) },
    unknownPrices: perRound.unknown,
  };
}

interface Parts {
  readonly talk: Talk;
  readonly speakers: readonly Speaker[];
  readonly lineTokens: number;
  readonly costOf: CostOf;
}

interface Span {
  readonly tokens: number;
  /** Of all whose price is known; null: there is none. */
  readonly cost: number | null;
  readonly unknown: string[];
}

/** So many turns from now on, of all seats alike. */
async function spanOf(parts: Parts, turns: number): Promise<Span> {
  const { talk, speakers, lineTokens, costOf } = parts;
  if (speakers.length === 0) return { tokens: 0, cost: 0, unknown: [] };
  const retries = retriesOf(talk);
  const each = turns / speakers.length;
  const spans = await Promise.all(
    speakers.map(async ({ brain, habits }): Promise<Span> => {
      const usage = usualTurn(habits, { turns, lineTokens, seats: speakers.length });
      const cost = (await costAt(costOf, brain, usage)) ?? habits.charged;
      return {
        tokens: each * retries * (usage.inputTokens + usage.outputTokens),
        cost: cost === null ? null : each * retries * cost,
        unknown: cost === null ? [`${brain.kind} · ${brain.model}`] : [],
      };
    }),
  );
  return [...spans, await asideOf(parts, asidesOf(talk, turns))].reduce(added);
}

/** What is asked beside the talk is asked of a model of one of the seats; the demo brain answers no such question. */
async function asideOf({ speakers, costOf }: Parts, usage: Usage): Promise<Span> {
  const brain = speakers.find(({ brain: { kind } }) => kind !== 'demo')?.brain;
  const tokens = usage.inputTokens + usage.outputTokens;
  if (!brain || tokens === 0) return { tokens: 0, cost: null, unknown: [] };
  return { tokens, cost: (await costAt(costOf, brain, usage)) ?? null, unknown: [] };
}

async function costAt(costOf: CostOf, { kind: name, model }: BrainNamed, usage: Usage) {
  const kind = providerKinds.find((known) => known === name);
  return kind && costOf({ kind, model }, usage);
}

function added(a: Span, b: Span): Span {
  return {
    tokens: a.tokens + b.tokens,
    cost: a.cost === null && b.cost === null ? null : (a.cost ?? 0) + (b.cost ?? 0),
    unknown: [...new Set([...a.unknown, ...b.unknown])],
  };
}

function shown({ tokens, cost }: Span) {
  return { tokens: Math.round(tokens), ...(cost !== null && { cost }) };
}
