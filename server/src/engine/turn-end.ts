import type { Conversation, OpenTurn } from '@chimera/protocol/conversation';
import type { Event } from '@chimera/protocol/event';
import type { Message } from '@chimera/protocol/message';
import type { Reason, Seat } from '@chimera/protocol/seat';
import { unreachable } from '@chimera/protocol/unreachable';
import type { Log } from '../conversations/log.ts';
import type { PromptStore } from '../conversations/prompt-store.ts';
import { seatIn } from '../conversations/seats.ts';
import type { TranscriptStore } from '../conversations/transcript-store.ts';
import type { CostOf } from '../providers/prices.ts';
import { type Bill, billOf, settled } from './bill.ts';
import type { Flight } from './flight.ts';
import { keptPrompt } from './kept-prompt.ts';
import type { Attempt } from './speak.ts';
import type { StageKeeper } from './stage-keeper.ts';
import { failed, finished, interrupted, passed, regenerated } from './turn-events.ts';
import { delayed } from './waits.ts';

export interface EndParts {
  readonly log: Pick<Log, 'append'>;
  readonly transcripts: Pick<TranscriptStore, 'message'>;
  readonly prompts: Pick<PromptStore, 'along' | 'keep'>;
  readonly costOf: CostOf;
  readonly now: () => Date;
}

/** The conversation that a turn belongs to, as its owner has it. */
export interface Owned {
  readonly keeper: StageKeeper;
  readonly epoch: number;
  readonly flight: Flight;
}

interface Ending {
  readonly attempt: Attempt;
  /** Whether a next attempt follows one that broke off. */
  readonly again: boolean;
  readonly isDeclinedAgain: boolean;
  /** The seat's own brain when it was asked. */
  readonly brain: Seat['brain'];
}

/** Null when the end is written; the conversation as it is now when somebody else had ended the turn. */
export async function writeEnd(
  { log, prompts, transcripts, costOf, now }: EndParts,
  { keeper, epoch, flight }: Owned,
  turn: OpenTurn,
  { attempt, again, isDeclinedAgain, brain }: Ending,
): Promise<Conversation | null> {
  const { ref } = keeper;
  const before = turn.replaces === undefined ? null : await transcripts.message(ref, turn.replaces);
  const bill = await billOf(attempt, costOf);
  const at = now().toISOString();
  const place = { seatId: turn.seatId, at };
  const sent = keptPrompt(turn, attempt, at);
  let isClosed = false;
  const committed = await log.append(
    ref,
    (current) => {
      isClosed = current.turn?.turnId !== turn.turnId;
      // Closed by somebody else, with the words that were said; whoever cut them off has counted those.
      if (isClosed) return settled([], flight.isCut ? withoutLast(bill) : bill, place);
      const end = endOf(current, turn, withCost(attempt, bill), { at, isDeclinedAgain, before, brain });
      return [
        ...settled(end, bill, place),
        ...(again && 'reason' in attempt && attempt.reason ? [nextAttempt(turn, attempt.reason, at)] : []),
      ];
    },
    epoch,
    sent ? prompts.along(ref, sent) : undefined,
  );
  await keeper.follow(committed);
  if (committed.events.length === 0 && sent) await prompts.keep(ref, sent);
  return isClosed ? committed.conversation : null;
}

/** The next attempt at a turn whose last one broke off. */
export function nextAttempt(turn: OpenTurn, reason: Reason, at: string): Event {
  const { startedAt: _, ...place } = turn;
  return {
    type: 'turn-started',
    at,
    ...place,
    attempt: turn.attempt + 1,
    reason: { code: 'again', text: `Trying again: ${reason.text}` },
  };
}

function endOf(
  conversation: Conversation,
  turn: OpenTurn,
  attempt: Attempt,
  {
    at,
    isDeclinedAgain,
    before,
    brain,
  }: Pick<Ending, 'isDeclinedAgain' | 'brain'> & { readonly at: string; readonly before: Message | null },
): Event[] {
  switch (attempt.kind) {
    case 'said':
      return before
        ? regenerated(before, turn, attempt.said, at)
        : finished(conversation, turn, attempt.said, { reason: attempt.reason, at });
    case 'passed':
      return passed(
        turn,
        { code: 'passed', text: `${seatIn(conversation, turn.seatId).name} says nothing.` },
        at,
      );
    case 'broken':
      return interrupted(conversation, turn, attempt.said, { reason: attempt.reason, at });
    case 'failed':
      if (attempt.wait)
        return delayed(conversation, turn, { reason: attempt.reason, wait: attempt.wait, brain }, at);
      return failed(turn, failureOf(conversation, turn, attempt.reason, isDeclinedAgain), at);
    case 'interrupted':
      return interrupted(conversation, turn, attempt.said, { reason: attempt.interruption.reason, at });
    default:
      return unreachable(attempt);
  }
}

function failureOf(
  conversation: Conversation,
  turn: OpenTurn,
  reason: Reason,
  isDeclinedAgain: boolean,
): Reason {
  const { name } = seatIn(conversation, turn.seatId);
  switch (reason.code) {
    case 'hesitates':
      return { ...reason, text: `${name} hesitates. ${reason.text}` };
    case 'declined':
      return { ...reason, text: `${name} did not want to answer.${isDeclinedAgain ? OTHER_TOPIC : ''}` };
    default:
      return { ...reason, text: `Nobody could speak for ${name}: ${reason.text}` };
  }
}

/** What one brain refuses the next one mostly refuses as well. */
const OTHER_TOPIC = ' Another topic may help.';

/** What the last brain used is written by whoever cut it off, whether its words were to be said or not. */
function withoutLast({ own, unheard }: Bill): Bill {
  return own ? { own: null, unheard } : { own, unheard: unheard.slice(0, -1) };
}

/** The words with what they cost. */
function withCost(attempt: Attempt, { own }: Bill): Attempt {
  return 'said' in attempt ? { ...attempt, said: { ...attempt.said, cost: own?.cost } } : attempt;
}
