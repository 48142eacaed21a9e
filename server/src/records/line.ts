import type { Conversation } from '@chimera/protocol/conversation';
import type { EventOf, NumberedEvent } from '@chimera/protocol/event';
import type { Author, Message } from '@chimera/protocol/message';
import { unreachable } from '@chimera/protocol/unreachable';
import { END } from '@chimera/protocol/format-path';
import { messageOf } from '@chimera/protocol/message-of';
import { brainLabel } from './brain-label.ts';
import type { Edits } from './event-log.ts';

/** One line of a written record, before it is put into a format. Texts are raw: formats escape them. */
export type Line =
  | {
      readonly kind: 'speech';
      readonly at: string;
      readonly author: Author;
      readonly narrated: boolean;
      /** Names of those who hear a whisper; null: everybody hears it. */
      readonly whisperTo: readonly string[] | null;
      /** Who really spoke, and what happened to the line, in a few words each. */
      readonly notes: readonly string[];
      readonly text: string;
    }
  | { readonly kind: 'stage'; readonly at: string; readonly text: string };

/** What one event adds to the record. Messages that were edited later are shown as they are now. */
export function linesOf({ seq, event }: NumberedEvent, before: Conversation, edits: Edits): readonly Line[] {
  const stage = (text: string): Line => ({ kind: 'stage', at: event.at, text });
  switch (event.type) {
    case 'message-finished':
      return [speech({ ...event.message, seq }, before, edits, cutNote(event.message.reason))];
    case 'turn-interrupted':
    case 'turn-failed': {
      if (!event.message) return [stage(withoutWords(event, before))];
      const ending = `${event.message.status}: ${event.reason.text}`;
      return [speech({ ...event.message, seq }, before, edits, ending)];
    }
    case 'turn-passed':
      return [stage(`${nameOf(before, event.seatId)} passed: ${event.reason.text}`)];
    case 'conversation-stopped':
      return [stage(headed('Stopped', event.reason.text))];
    case 'conversation-changed':
      return changes(event).map(stage);
    case 'seat-added':
      return [stage(`${event.seat.name} joins: ${brainLabel(event.seat.brain)}.`)];
    case 'seat-changed': {
      const presence = messageOf(before, { seq, event });
      return [...(presence ? [presence.text] : []), ...seatChanges(event, before)].map(stage);
    }
    case 'seat-removed':
      return [stage(`${nameOf(before, event.seatId)} leaves.`)];
    case 'phase-changed':
      return event.id === END ? [] : [stage(phaseLine(event))];
    case 'scored':
      return [stage(event.text)];
    case 'direction-given':
      return [stage(`${event.reason.text} ${event.text}`)];
    case 'conversation-created':
    case 'brain-asked':
    case 'queue-changed':
    case 'turn-started':
    case 'message-edited':
      return [];
    default:
      return unreachable(event);
  }
}

/** A turn of which nothing is kept. Whose provider asks for patience has not failed. */
function withoutWords(
  { type, seatId, reason }: EventOf<'turn-interrupted' | 'turn-failed'>,
  before: Conversation,
): string {
  const waits = before.seats.some(({ id, waiting }) => id === seatId && waiting !== undefined);
  if (type === 'turn-failed' && waits) return reason.text;
  const verb = type === 'turn-failed' ? 'failed' : 'was interrupted';
  return `${nameOf(before, seatId)} ${verb}: ${reason.text}`;
}

function speech(said: Message, before: Conversation, edits: Edits, ending: string | null): Line {
  const message = edits.get(said.id) ?? said;
  if (message.author.kind === 'system') return { kind: 'stage', at: said.createdAt, text: message.text };
  return {
    kind: 'speech',
    at: said.createdAt,
    author: message.author,
    narrated: message.author.kind === 'narrator',
    whisperTo: message.to?.map((seatId) => nameOf(before, seatId)) ?? null,
    notes: [...notesOf(message), ...(ending === null || message.status !== said.status ? [] : [ending])],
    text: message.text,
  };
}

function notesOf({ brain, cached, alternatives, chosen, editedAt }: Message): string[] {
  const notes: string[] = [];
  if (brain) notes.push(`${brain.kind} · ${brain.model}`);
  if (brain?.fallbackFrom) {
    const why = brain.fallbackReason ? `: ${brain.fallbackReason}` : '';
    notes.push(`${brain.model} spoke instead of ${brain.fallbackFrom}${why}`);
  }
  if (cached) notes.push('cached');
  if (alternatives && alternatives.length > 1) {
    notes.push(`version ${(chosen ?? alternatives.length - 1) + 1} of ${alternatives.length}`);
  }
  if (editedAt !== undefined) notes.push('edited');
  return notes;
}

/** A finished line that carries a reason was ended early by the house. */
function cutNote(reason: string | undefined): string | null {
  return reason === undefined ? null : `cut: ${reason}`;
}

function phaseLine({ name, open }: EventOf<'phase-changed'>): string {
  return `Now: ${name}.${open === undefined ? '' : ` ${open}`}`;
}

function changes({ state, reason, topic, format }: EventOf<'conversation-changed'>): string[] {
  return [
    ...(topic === undefined ? [] : [`The topic is now: ${topic}`]),
    ...(format === undefined ? [] : [`The format is now: ${format}`]),
    ...(state === 'paused' && reason ? [headed('Paused', reason.text)] : []),
  ];
}

function seatChanges({ seatId, name, brain }: EventOf<'seat-changed'>, before: Conversation): string[] {
  const known = nameOf(before, seatId);
  return [
    ...(name === undefined || name === known ? [] : [`${known} is now called ${name}.`]),
    ...(brain === undefined ? [] : [`The brain of ${name ?? known} is now: ${brainLabel(brain)}.`]),
  ];
}

/** Reasons are whole sentences, and some begin with the very word. */
function headed(word: string, text: string): string {
  return text.toLowerCase().startsWith(word.toLowerCase()) ? text : `${word}: ${text}`;
}

function nameOf(conversation: Conversation, seatId: string): string {
  return conversation.seats.find(({ id }) => id === seatId)?.name ?? 'Somebody';
}
