import type {
  Conversation,
  MessageChange,
  NewMessage,
  Queued,
  Steering,
} from '@chimera/protocol/conversation';
import type { Reason, Seat } from '@chimera/protocol/seat';
import type { Person } from '@chimera/protocol/account';
import type { Event } from '@chimera/protocol/event';
import type { Author, Message } from '@chimera/protocol/message';
import { ChimeraError } from '../errors.ts';
import type { Context } from './command.ts';
import { isHuman, requireOnStage, seatIn } from './seats.ts';

export function say(
  conversation: Conversation,
  wanted: NewMessage,
  person: Person,
  { at, newId }: Context,
): Event[] {
  const { as, to, text } = wanted;
  const turn = as !== undefined && conversation.turn?.seatId === as ? conversation.turn : null;
  const hearers = to && [...new Set(to)].map((seatId) => seatIn(conversation, seatId).id);
  return [
    {
      type: 'message-finished',
      at,
      message: {
        id: newId(),
        ...(turn && { turnId: turn.turnId, attempt: turn.attempt }),
        author: authorOf(conversation, as, person),
        text,
        ...(hearers && { to: hearers }),
        status: 'complete',
        createdAt: at,
      },
    },
  ];
}

export function edit(message: Message, wanted: MessageChange, { at }: Context): Event[] {
  if (message.author.kind === 'system') {
    throw new ChimeraError('wrong-state', 'This line was written by Chimera itself and cannot be changed.');
  }
  if (wanted.text !== undefined) {
    return [{ type: 'message-edited', at, message: { ...message, text: wanted.text, editedAt: at } }];
  }
  const chosen = wanted.chosen ?? 0;
  const alternative = message.alternatives?.[chosen];
  if (!alternative) {
    const count = message.alternatives?.length ?? 1;
    throw new ChimeraError(
      'invalid-request',
      `This message has ${count} version${count === 1 ? '' : 's'}: give a number from 0 to ${count - 1}.`,
    );
  }
  const { brain: _, cached: __, ...rest } = message;
  const { text, brain, cached } = alternative;
  const spoken = { ...(brain && { brain }), ...(cached && { cached }) };
  return [{ type: 'message-edited', at, message: { ...rest, text, chosen, ...spoken } }];
}

/** Queues the turn of a message again. */
export function regenerate(conversation: Conversation, message: Message, { at }: Context): Event[] {
  const { seatId } = message.author;
  if (message.author.kind !== 'seat' || seatId === undefined) {
    throw new ChimeraError('wrong-state', 'Only what a seat said can be said again.');
  }
  const seat = seatIn(conversation, seatId);
  if (isHuman(seat)) {
    throw new ChimeraError(
      'wrong-state',
      `${seat.name} is played by a person now. Give the seat back first.`,
    );
  }
  const again: Queued = {
    seatId,
    reason: { code: 'regenerate', text: `${seat.name} says it again.` },
    replaces: message.id,
  };
  const queue = [again, ...conversation.queue.filter(({ replaces }) => replaces !== message.id)];
  const events: Event[] = [{ type: 'queue-changed', at, queue }];
  if (conversation.state !== 'running') {
    events.push({ type: 'conversation-changed', at, state: 'running', stepping: true });
  }
  return events;
}

export function next(conversation: Conversation, seatId: string, now: boolean, { at }: Context): Event[] {
  const seat = seatIn(conversation, seatId);
  requireOnStage(seat);
  const rest = conversation.queue.filter((queued) => queued.seatId !== seatId);
  return [{ type: 'queue-changed', at, queue: now ? [directed(seat), ...rest] : [...rest, directed(seat)] }];
}

export function setQueue(conversation: Conversation, seatIds: readonly string[], { at }: Context): Event[] {
  const queue = seatIds.map((seatId) => {
    const seat = seatIn(conversation, seatId);
    requireOnStage(seat);
    return conversation.queue.find((queued) => queued.seatId === seatId) ?? directed(seat);
  });
  return [{ type: 'queue-changed', at, queue }];
}

/** Turns the whole talk. For a last word everybody on stage is queued, whoever speaks now at the end. */
export function steer(conversation: Conversation, direction: Steering, { at }: Context): Event[] {
  const given: Event = { type: 'direction-given', at, ...STEERINGS[direction] };
  if (direction === 'raise-heat') return [given];
  const speaking = conversation.turn?.seatId;
  const seats = conversation.seats.filter((seat) => seat.presence === 'stage' && !isHuman(seat));
  seats.sort((a, b) => Number(a.id === speaking) - Number(b.id === speaking));
  const reason = { code: 'wrap-up', text: 'has a last word' };
  return [given, { type: 'queue-changed', at, queue: seats.map(({ id }) => ({ seatId: id, reason })) }];
}

const STEERINGS: Record<Steering, { reason: Reason; text: string }> = {
  'wrap-up': {
    reason: { code: 'wrap-up', text: 'The director wraps up.' },
    text: 'Everybody has one last word.',
  },
  'raise-heat': {
    reason: { code: 'raise-heat', text: 'The director raises the heat.' },
    text: 'From here on nobody lets a weak point pass.',
  },
};

function authorOf(conversation: Conversation, as: string | undefined, person: Person): Author {
  if (as === undefined) return { kind: 'human', userId: person.userId, name: person.name };
  if (as === 'narrator') return { kind: 'narrator', userId: person.userId, name: 'Narrator' };
  const { id, personaId, name } = seatIn(conversation, as);
  return { kind: 'seat', seatId: id, personaId, userId: person.userId, name };
}

function directed(seat: Seat): Queued {
  return { seatId: seat.id, reason: { code: 'director', text: `You asked ${seat.name} to speak.` } };
}
