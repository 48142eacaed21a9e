import type { Conversation, OpenTurn } from '@chimera/protocol/conversation';
import type { Reason } from '@chimera/protocol/seat';
import type { Event } from '@chimera/protocol/event';
import type { Message, UnnumberedMessage } from '@chimera/protocol/message';
import type { SpokenBy, Usage } from '@chimera/protocol/provider';
import { messageIdOf } from '@chimera/protocol/view';
import type { Pick as Choice } from './next-speaker.ts';

/** How a turn is written into the log. Pure; each ends the turn that is open. */

export interface Said {
  readonly text: string;
  readonly brain: SpokenBy | null;
  readonly usage: Usage | null;
  /** It came from the cache. */
  readonly cached?: boolean;
  /** US dollars; absent: nobody knows. */
  readonly cost?: number | undefined;
  readonly timing: { readonly thinkMs: number; readonly firstTokenMs?: number; readonly totalMs: number };
}

export function finished(
  conversation: Conversation,
  turn: OpenTurn,
  said: Said,
  { reason, at }: { reason: Reason | null; at: string },
): Event[] {
  return [{ type: 'message-finished', at, message: messageOfTurn(conversation, turn, said, { at, reason }) }];
}

export function passed(turn: OpenTurn, reason: Reason, at: string): Event[] {
  return [{ type: 'turn-passed', at, ...placeOf(turn), reason }];
}

/** A line that was cut off: what was said of it is kept. */
export function interrupted(
  conversation: Conversation,
  turn: OpenTurn,
  said: Pick<Said, 'text'> & Partial<Said>,
  { reason, at }: { reason: Reason; at: string },
): Event[] {
  const kept = said.text.trimEnd() !== '' && turn.replaces === undefined;
  const message = kept
    ? {
        message: messageOfTurn(
          conversation,
          turn,
          { brain: null, usage: null, ...said },
          { at, reason, status: 'interrupted' },
        ),
      }
    : {};
  return [{ type: 'turn-interrupted', at, ...placeOf(turn), reason, ...message }];
}

export function failed(turn: OpenTurn, reason: Reason, at: string): Event[] {
  return [{ type: 'turn-failed', at, ...placeOf(turn), reason }];
}

/** Another version of a message: it is shown, the earlier ones are kept. */
export function regenerated(before: Message, turn: OpenTurn, said: Said, at: string): Event[] {
  const first = {
    text: before.text,
    ...(before.brain && { brain: before.brain }),
    ...(before.cached && { cached: true }),
    createdAt: before.createdAt,
    ...(before.turnId !== undefined && { turnId: before.turnId }),
    ...(before.attempt !== undefined && { attempt: before.attempt }),
  };
  const { turnId, attempt } = turn;
  const made = {
    text: said.text,
    ...(said.brain && { brain: said.brain }),
    ...(said.cached && { cached: true }),
    createdAt: at,
    turnId,
    attempt,
  };
  const alternatives = [...(before.alternatives ?? [first]), made];
  const { brain: _, usage: __, cost: ___, timing: ____, reason: _____, cached: ______, ...rest } = before;
  return [
    {
      type: 'message-edited',
      at,
      turnId: turn.turnId,
      message: {
        ...rest,
        turnId: turn.turnId,
        attempt: turn.attempt,
        text: said.text,
        status: 'complete',
        ...spokenOf(said),
        alternatives,
        chosen: alternatives.length - 1,
      },
    },
  ];
}

function messageOfTurn(
  conversation: Conversation,
  turn: OpenTurn,
  said: Pick<Said, 'text' | 'brain' | 'usage'> & Partial<Said>,
  end: { at: string; reason: Reason | null; status?: 'complete' | 'interrupted' },
): UnnumberedMessage {
  const seat = conversation.seats.find(({ id }) => id === turn.seatId);
  return {
    id: messageIdOf(turn),
    turnId: turn.turnId,
    attempt: turn.attempt,
    author: {
      kind: 'seat',
      seatId: turn.seatId,
      ...(seat && { personaId: seat.personaId }),
      name: seat?.name ?? 'Somebody',
    },
    text: said.text,
    status: end.status ?? 'complete',
    ...(end.reason && { reason: end.reason.text }),
    ...spokenOf(said),
    createdAt: end.at,
  };
}

function spokenOf({ brain, usage, cost, cached, timing }: Pick<Said, 'brain' | 'usage'> & Partial<Said>) {
  return {
    ...(brain && { brain }),
    ...(cached && { cached }),
    ...(usage && { usage }),
    ...(usage && cost !== undefined && { cost }),
    ...(timing && { timing }),
  };
}

function placeOf({ turnId, attempt, seatId }: OpenTurn) {
  return { turnId, attempt, seatId };
}

/** The floor is given to whoever was picked. */
export function turnStarted(pick: Choice, turnId: string, at: string): Event {
  const { seatId, reason, queued } = pick;
  return {
    type: 'turn-started',
    at,
    turnId,
    attempt: 1,
    seatId,
    reason,
    ...(queued && { queued: true }),
    ...(queued?.replaces !== undefined && { replaces: queued.replaces }),
  };
}
