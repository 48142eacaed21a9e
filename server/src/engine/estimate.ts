import type { Conversation } from '@chimera/protocol/conversation';
import type { Estimate } from '@chimera/protocol/spending';

/** What would speak for each seat, by its id; persons are not in it. */
export type BrainsBySeat = ReadonlyMap<string, { readonly kind: string; readonly model: string }>;

/** What runs on this machine costs nothing. */
const freeKinds = new Set(['demo', 'ollama', 'lmstudio']);

/** A persona with its rules and the cast, in tokens, before anything was said. */
const OPENING_TOKENS = 900;
/** A line as it comes to be on average, and as it is heard by everybody later. */
const LINE_TOKENS = 40;
/** Lines of the transcript that a prompt holds at most. */
const REMEMBERED_LINES = 200;
/** Turns in an hour, by pace: a line is read or spoken before the next begins. */
const turnsPerHour = { instant: 3600, quick: 720, natural: 400, slow: 240, wait: 200 } as const;

/** About what playing on costs: tokens of one turn of each seat, and of an hour at this pace. */
export function estimateOf(conversation: Conversation, chosen: BrainsBySeat): Estimate {
  const speakers = conversation.seats.filter(({ presence }) => presence === 'stage');
  const brains = speakers.flatMap(({ id }) => chosen.get(id) ?? []);
  const lines = Math.min(conversation.turns, REMEMBERED_LINES);
  const perTurn = OPENING_TOKENS + lines * LINE_TOKENS + LINE_TOKENS;
  const unknown = brains
    .filter(({ kind }) => !freeKinds.has(kind))
    .map(({ kind, model }) => `${kind} · ${model}`);
  const cost = unknown.length === 0 ? { cost: 0 } : {};
  const turns = brains.length === 0 ? 0 : turnsPerHour[conversation.settings.pace];
  return {
    perRound: { tokens: perTurn * brains.length, ...cost },
    perHour: { tokens: perTurn * turns, ...cost },
    perRun: {
      turns: conversation.settings.maxTurns,
      tokens: perTurn * conversation.settings.maxTurns,
      ...cost,
    },
    unknownPrices: [...new Set(unknown)],
  };
}
