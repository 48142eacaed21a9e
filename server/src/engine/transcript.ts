import type { Conversation } from '@chimera/protocol/conversation';
import type { Event, EventOf, NumberedEvent } from '@chimera/protocol/event';
import type { Message } from '@chimera/protocol/message';
import { unreachable } from '@chimera/protocol/unreachable';
import { END } from '@chimera/protocol/format-path';
import { messageOf } from '@chimera/protocol/message-of';
import { GrowingList } from './growing-list.ts';
import type { Entry } from './stage.ts';

/** The lines of a talk, made from the events of its log. */
export class Transcript {
  readonly #lines = new GrowingList<Entry>();

  /** Oldest first, as they stand now. */
  get lines(): readonly Entry[] {
    return this.#lines.list;
  }

  /** An event makes at most one line; an event that was taken in before changes nothing. */
  take(before: Conversation, { seq, event }: NumberedEvent): void {
    if (event.type === 'message-edited') return this.#edit(event.message);
    const entry = entryOf(before, { seq, event });
    if (entry === null || seq <= (this.#lines.last?.seq ?? 0)) return;
    if (event.type === 'seat-added') this.#lines.replace(unheardBy(this.lines, event.seat.id));
    this.#lines.push(entry);
  }

  forgetOlder(linesKept: number): void {
    if (this.lines.length > linesKept) this.#lines.replace(this.lines.slice(-linesKept));
  }

  #edit(message: Message): void {
    const edited = withEdit(this.lines, message);
    if (edited !== this.lines) this.#lines.replace(edited);
  }
}

/** Whether a seat heard a line: it was there, and a whisper was for it or from it. */
export function isHeardBy(entry: Entry, seatId: string): boolean {
  if (entry.absent.includes(seatId)) return false;
  return entry.to === null || entry.to.includes(seatId) || entry.seatId === seatId;
}

/** A line that was said aloud, to everybody. */
export function isSaidAloud(entry: Entry): boolean {
  return isSpoken(entry) && entry.to === null;
}

export function isSpoken(entry: Entry): boolean {
  return entry.kind === 'seat' || entry.kind === 'human' || entry.kind === 'narrator';
}

/** What is put after a line that was cut off. */
export const CUT_OFF = ' –';

function entryOf(before: Conversation, { seq, event }: NumberedEvent): Entry | null {
  const message = messageOf(before, { seq, event });
  if (message && message.author.kind !== 'system') return spokenEntry(before, seq, event.at, message);
  const line = stageLineOf(before, event, message);
  if (line === null) return null;
  return {
    seq,
    messageId: message?.id ?? `line-${seq}`,
    at: event.at,
    kind: KINDS[event.type] ?? 'stage',
    seatId: line.seatId,
    name: line.name,
    text: line.text,
    to: null,
    // A seat that comes back hears that it does.
    absent: away(before).filter((id) => id !== line.seatId),
  };
}

function spokenEntry(before: Conversation, seq: number, at: string, message: Message): Entry | null {
  const { author } = message;
  const text = lineText(message);
  if (text === '' || author.kind === 'system') return null;
  return {
    seq,
    messageId: message.id,
    at,
    kind: author.kind,
    seatId: author.seatId ?? null,
    name: author.name,
    text,
    to: message.to ?? null,
    absent: away(before),
  };
}

/** What becomes of events that are no speech; all others are plain stage lines. */
const KINDS: Partial<Record<Event['type'], Entry['kind']>> = {
  'turn-passed': 'pass',
  'turn-failed': 'failed',
  'direction-given': 'direction',
};

function lineText(message: Message): string {
  const text = message.text.trim();
  return text !== '' && message.status !== 'complete' ? text + CUT_OFF : text;
}

interface StageLine {
  readonly seatId: string | null;
  readonly name: string;
  readonly text: string;
}

/** What those on stage notice of an event that is no speech; null: it is not for them. */
function stageLineOf(before: Conversation, event: Event, message: Message | null): StageLine | null {
  switch (event.type) {
    case 'seat-added':
      return { seatId: event.seat.id, name: event.seat.name, text: message?.text ?? '' };
    case 'seat-removed':
      return message && about(before, event.seatId, message.text);
    case 'seat-changed':
      return seatChangeLine(before, event, message);
    case 'turn-passed':
      return about(before, event.seatId, `${nameOf(before, event.seatId)} says nothing.`);
    case 'direction-given':
      return { seatId: event.seatId ?? null, name: event.reason.code, text: event.text };
    case 'phase-changed':
      return event.id === END ? null : { seatId: null, name: event.name, text: partBegins(event) };
    case 'scored':
      return { seatId: null, name: 'points', text: event.text };
    case 'conversation-changed':
      return event.topic === undefined || event.topic === before.topic
        ? null
        : { seatId: null, name: event.topic, text: `The talk turns to this: ${event.topic}` };
    case 'conversation-created':
    case 'conversation-stopped':
    case 'brain-asked':
    case 'queue-changed':
    case 'turn-started':
    case 'message-finished':
    case 'message-edited':
    case 'turn-interrupted':
      return null;
    case 'turn-failed':
      if (isTurnKept(before, event)) return null;
      return about(before, event.seatId, `${nameOf(before, event.seatId)} hesitates.`);
    default:
      return unreachable(event);
  }
}

/** Its seat waits for a provider that asks for patience: the turn is still to come, and nobody noticed anything. */
function isTurnKept({ seats }: Conversation, { seatId, reason }: EventOf<'turn-failed'>): boolean {
  const isPatience = reason.code === 'rate-limited' || reason.code === 'overloaded';
  return isPatience && seats.some(({ id, waiting }) => id === seatId && waiting !== undefined);
}

/** As the cast hears it; a colon would look like somebody's name. */
function partBegins({ name, open }: EventOf<'phase-changed'>): string {
  return `The part “${name}” begins.${open === undefined ? '' : ` ${open}`}`;
}

function seatChangeLine(
  before: Conversation,
  event: EventOf<'seat-changed'>,
  message: Message | null,
): StageLine | null {
  const name = nameOf(before, event.seatId);
  const renamed = event.name !== undefined && event.name !== name;
  const texts = [message?.text, renamed ? `${name} is called ${event.name} from now on.` : undefined];
  const text = texts.filter((part) => part !== undefined).join(' ');
  return text === '' ? null : about(before, event.seatId, text);
}

function withEdit(entries: readonly Entry[], message: Message): readonly Entry[] {
  const index = entries.findIndex(({ messageId }) => messageId === message.id);
  const entry = entries[index];
  if (!entry) return entries;
  const text = lineText(message);
  if (text === '') return entries.filter((_, at) => at !== index);
  return entries.with(index, { ...entry, text, to: message.to ?? null });
}

/** A newcomer has heard nothing, one who comes again nothing since the line about their leaving. */
function unheardBy(entries: readonly Entry[], seatId: string): readonly Entry[] {
  const left = entries.findLastIndex((entry) => entry.kind === 'stage' && entry.seatId === seatId);
  return entries.map((entry, index) =>
    index <= left || entry.absent.includes(seatId) ? entry : { ...entry, absent: [...entry.absent, seatId] },
  );
}

function away(conversation: Conversation): string[] {
  return conversation.seats.filter(({ presence }) => presence === 'away').map(({ id }) => id);
}

function about(before: Conversation, seatId: string, text: string): StageLine {
  return { seatId, name: nameOf(before, seatId), text };
}

function nameOf(conversation: Conversation, seatId: string): string {
  return conversation.seats.find(({ id }) => id === seatId)?.name ?? 'Somebody';
}
