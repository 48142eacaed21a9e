import type { Message } from '@chimera/protocol/message';
import type { Usage } from '@chimera/protocol/provider';
import { estimatedTokens } from './estimated-tokens.ts';

/** A persona with its rules and the cast, in tokens, before anything was said. */
const OPENING_TOKENS = 800;
/** What an answer has on average, and every prompt more by each line that is said. */
const LINE_TOKENS = 40;
/** So much of the talk a prompt holds on average when it is full: what is older goes by halves of 8000 tokens. */
const HISTORY_TOKENS = 6000;
/** A note for this turn only stands at the end of each prompt and is never found in a cache. */
const TAIL_TOKENS = 150;
/** Vendors keep no shorter beginnings of prompts. */
const LEAST_CACHED_TOKENS = 1024;
/** Of what could come from a vendor's cache, so much does: entries are lost, or are not there yet. */
const HIT_RATE = 0.8;

/** How a seat's turns go, as far as it can be known. */
export interface SeatHabits {
  /** Tokens of its next prompt. */
  readonly input: number;
  readonly output: number;
  /** Share of its prompts that comes from the vendor's cache; null: too little was said to tell. */
  readonly cachedShare: number | null;
  /** US dollars of a turn, as it was charged; null: unknown. */
  readonly charged: number | null;
}

/** Tokens that each line adds to what everybody reads: of its words only, not of what its model thought. */
export function lineTokensOf(recent: readonly Message[]): number {
  const lines = recent.filter(({ author }) => author.kind !== 'system');
  return lines.length === 0 ? LINE_TOKENS : mean(lines.map(({ text }) => estimatedTokens(text)));
}

/** By what the seat used lately; by what is usual for a prompt of so many lines when it has not spoken yet. */
export function seatHabits(
  recent: readonly Message[],
  seatId: string,
  { lines, lineTokens }: { readonly lines: number; readonly lineTokens: number },
): SeatHabits {
  const own = recent.filter(({ author }) => author.seatId === seatId);
  const usages = own.flatMap(({ usage }) => (usage ? [usage] : []));
  const newest = own.findLast(({ usage }) => usage);
  if (!newest?.usage) {
    const input = OPENING_TOKENS + Math.min(lines * lineTokens, HISTORY_TOKENS);
    return { input, output: lineTokens, cachedShare: null, charged: null };
  }
  const since = recent.filter(({ seq }) => seq >= newest.seq).length;
  // Of the first prompt of a seat no cache knows anything yet.
  const later = usages.slice(1);
  const costs = own.flatMap(({ cost }) => cost ?? []);
  return {
    input: newest.usage.inputTokens + since * lineTokens,
    output: mean(usages.map(({ outputTokens }) => outputTokens)),
    cachedShare:
      later.length === 0
        ? null
        : sum(later.map(({ cachedInputTokens = 0 }) => cachedInputTokens)) /
          Math.max(1, sum(later.map(({ inputTokens }) => inputTokens))),
    charged: costs.length === 0 ? null : mean(costs),
  };
}

/** A turn of the seat on average, over so many turns of all: each line makes the next prompts longer, until they are full. */
export function usualTurn(
  { input, output, cachedShare }: SeatHabits,
  {
    turns,
    lineTokens,
    seats,
  }: { readonly turns: number; readonly lineTokens: number; readonly seats: number },
): Usage {
  const full = Math.max(input, OPENING_TOKENS + HISTORY_TOKENS);
  const growing = lineTokens > 0 ? Math.min(turns, Math.ceil((full - input) / lineTokens)) : 0;
  const grown = growing * input + (lineTokens * growing * (growing - 1)) / 2;
  const average = turns === 0 ? input : (grown + (turns - growing) * full) / turns;
  return {
    inputTokens: Math.round(average),
    outputTokens: Math.round(output),
    cachedInputTokens: Math.round(average * (cachedShare ?? usualShare(average, seats * lineTokens))),
  };
}

/** A prompt begins with what the seat was sent the last time; new is what was said since, and the note at its end. */
function usualShare(input: number, newTokens: number): number {
  const known = input - newTokens - TAIL_TOKENS;
  return known < LEAST_CACHED_TOKENS ? 0 : (HIT_RATE * known) / input;
}

function mean(values: readonly number[]): number {
  return sum(values) / Math.max(1, values.length);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
