import type { ConversationFile } from '@chimera/protocol/conversation-api';
import type { Conversation } from '@chimera/protocol/conversation';
import { SEATS_LIMIT } from '@chimera/protocol/seat';
import type { Event, EventOf, NumberedEvent } from '@chimera/protocol/event';
import type { Message, UnnumberedMessage } from '@chimera/protocol/message';
import type { Format } from '@chimera/protocol/format';
import { problemsOf } from '@chimera/protocol/format-problems';
import { unreachable } from '@chimera/protocol/unreachable';
import { conversationOf, reduceConversation } from '@chimera/protocol/reduce-conversation';
import { ChimeraError } from '../errors.ts';
import { checkTexts } from './file-texts.ts';

/** What the new conversation needs that a file cannot bring. */
export interface Importer {
  /** Who brings it in. Lines of other users become lines of nobody known here. */
  readonly userId: string;
  newId(): string;
}

/** What a conversation begins with; their positions run from 1. */
export type FirstEvents = readonly [EventOf<'conversation-created'>, ...Event[]];

/**
 * Reads a conversation file. Its messages get new ids; a turn that was open at its end is closed, and a conversation
 * that was playing is paused. A log that Chimera could not have written is refused, with the place that is wrong.
 */
export function readFile({ events }: ConversationFile, importer: Importer): FirstEvents {
  const [first, ...others] = events;
  if (first?.event.type !== 'conversation-created') {
    throw wrong(0, 'The first event must be “conversation-created”.');
  }
  checkPlace(0, first);
  const created = first.event;
  const reading: Reading = {
    conversation: conversationOf('imported', 'imported', created),
    messages: new Map(),
    importer,
  };
  checkSeats(0, created.seats);
  if (created.script) checkScript(0, created.script);
  const rest = others.map((numbered, index) => readEvent(reading, index + 1, numbered));
  return [created, ...rest, ...ending(reading.conversation)];
}

/** What is known after the events that were read so far. */
interface Reading {
  conversation: Conversation;
  /** New id, position and turn of each message, by its id in the file. */
  readonly messages: Map<string, { readonly id: string; readonly seq: number }>;
  readonly importer: Importer;
}

function readEvent(reading: Reading, index: number, numbered: NumberedEvent): Event {
  checkPlace(index, numbered);
  checkFits(reading, index, numbered.event);
  const event = withNewIds(reading, index, numbered);
  reading.conversation = reduceConversation(reading.conversation, { seq: numbered.seq, event });
  return event;
}

function checkPlace(index: number, { seq, event }: NumberedEvent): void {
  if (seq !== index + 1) {
    throw wrong(index, `It has the position ${seq}; positions must run 1, 2, 3 … without a gap.`);
  }
  const problem = checkTexts(event);
  if (problem !== null) throw wrong(index, problem);
}

/** Whether this can happen to the conversation as it is now. */
function checkFits({ conversation }: Reading, index: number, event: Event): void {
  switch (event.type) {
    case 'conversation-created':
      throw wrong(index, 'A conversation is created only once.');
    case 'seat-added':
      checkSeats(index, [...conversation.seats, event.seat]);
      break;
    case 'seat-changed':
    case 'seat-removed':
      checkSeat(conversation, index, event.seatId);
      break;
    case 'queue-changed':
      for (const { seatId } of event.queue) checkSeat(conversation, index, seatId);
      break;
    case 'turn-started': {
      const { turn } = conversation;
      if (turn && turn.turnId !== event.turnId) throw wrong(index, `The turn ${turn.turnId} is still open.`);
      if (turn && turn.attempt >= event.attempt)
        throw wrong(index, 'A new attempt must have a higher number.');
      checkSeat(conversation, index, event.seatId);
      break;
    }
    case 'turn-interrupted':
    case 'turn-failed':
    case 'turn-passed':
      checkTurn(conversation, index, event.turnId, event.seatId);
      break;
    case 'message-finished': {
      const { turnId, author } = event.message;
      if (turnId !== undefined) checkTurn(conversation, index, turnId, author.seatId);
      break;
    }
    case 'message-edited':
      if (event.turnId !== undefined)
        checkTurn(conversation, index, event.turnId, event.message.author.seatId);
      break;
    case 'conversation-changed':
      if (event.script) checkScript(index, event.script);
      break;
    case 'conversation-stopped':
    case 'phase-changed':
    case 'brain-asked':
      break;
    case 'scored':
      for (const { seatId } of event.scores) checkSeat(conversation, index, seatId);
      if (event.winner !== null) checkSeat(conversation, index, event.winner);
      break;
    case 'direction-given':
      if (event.seatId !== undefined) checkSeat(conversation, index, event.seatId);
      break;
  }
}

function checkScript(index: number, script: Format): void {
  const [problem] = problemsOf(script);
  if (problem) throw wrong(index, `Its format is wrong at ${problem.path.join('.')}: ${problem.message}`);
}

function checkSeats(index: number, seats: Conversation['seats']): void {
  const ids = new Set(seats.map(({ id }) => id));
  if (ids.size < seats.length) throw wrong(index, 'Two seats have the same id.');
  if (seats.length > SEATS_LIMIT) throw wrong(index, `A conversation has at most ${SEATS_LIMIT} seats.`);
}

function checkSeat({ seats }: Conversation, index: number, seatId: string): void {
  if (!seats.some(({ id }) => id === seatId)) throw wrong(index, `There is no seat ${seatId} at this point.`);
}

function checkTurn({ turn }: Conversation, index: number, turnId: string, seatId: string | undefined): void {
  if (turn?.turnId !== turnId) throw wrong(index, `The turn ${turnId} is not open at this point.`);
  if (turn.seatId !== seatId) throw wrong(index, `The turn ${turnId} belongs to the seat ${turn.seatId}.`);
}

function withNewIds(reading: Reading, index: number, { seq, event }: NumberedEvent): Event {
  switch (event.type) {
    case 'message-finished':
      return { ...event, message: newMessage(reading, index, event.message, seq) };
    case 'turn-interrupted':
    case 'turn-failed':
      return event.message ? { ...event, message: newMessage(reading, index, event.message, seq) } : event;
    case 'turn-started':
      return event.replaces === undefined
        ? event
        : { ...event, replaces: knownMessage(reading, index, event.replaces).id };
    case 'message-edited': {
      const { id, seq: said } = knownMessage(reading, index, event.message.id);
      if (event.message.seq !== said) {
        throw wrong(
          index,
          `The message ${event.message.id} has the position ${said}, not ${event.message.seq}.`,
        );
      }
      return { ...event, message: { ...event.message, id, author: authorOf(reading, event.message) } };
    }
    case 'conversation-created':
    case 'conversation-changed':
    case 'conversation-stopped':
    case 'phase-changed':
    case 'direction-given':
    case 'scored':
    case 'brain-asked':
    case 'seat-added':
    case 'seat-changed':
    case 'seat-removed':
    case 'queue-changed':
    case 'turn-passed':
      return event;
    default:
      return unreachable(event);
  }
}

function newMessage(
  reading: Reading,
  index: number,
  message: UnnumberedMessage,
  seq: number,
): UnnumberedMessage {
  if (reading.messages.has(message.id)) {
    throw wrong(index, `There are two messages with the id ${message.id}.`);
  }
  const id = reading.importer.newId();
  reading.messages.set(message.id, { id, seq });
  return { ...message, id, author: authorOf(reading, message) };
}

function knownMessage({ messages }: Reading, index: number, id: string) {
  const known = messages.get(id);
  if (!known) throw wrong(index, `There is no message ${id} before this point.`);
  return known;
}

function authorOf({ importer }: Reading, { author }: Pick<Message, 'author'>): Message['author'] {
  const { userId, ...others } = author;
  return userId === importer.userId ? author : others;
}

const reason = {
  interrupted: { code: 'copied', text: 'The copy ends in the middle of this turn.' },
  paused: { code: 'copied', text: 'A copy waits until it is played.' },
};

function ending({ turn, state, updatedAt: at }: Conversation): Event[] {
  return [
    ...(turn
      ? [
          {
            type: 'turn-interrupted' as const,
            at,
            turnId: turn.turnId,
            attempt: turn.attempt,
            seatId: turn.seatId,
            reason: reason.interrupted,
          },
        ]
      : []),
    ...(state === 'running'
      ? [{ type: 'conversation-changed' as const, at, state: 'paused' as const, reason: reason.paused }]
      : []),
  ];
}

function wrong(index: number, problem: string): ChimeraError {
  return new ChimeraError('invalid-request', `Event ${index + 1} of the file is wrong. ${problem}`, {
    errors: [{ path: `events.${index}`, message: problem }],
  });
}
