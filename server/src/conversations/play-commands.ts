import {
  type Conversation,
  type ConversationChange,
  defaultSettings,
  type NewConversation,
  type Settings,
  type SettingsChange,
} from '@chimera/protocol/conversation';
import type { Reason, Seat } from '@chimera/protocol/seat';
import type { Event, EventOf } from '@chimera/protocol/event';
import { ChimeraError } from '../errors.ts';
import type { Context, Lookup } from './command.ts';
import { chosen, requireFit, requireRoles, withRoles } from './format-fit.ts';
import { seatOf } from './seats.ts';

export function begin(
  wanted: NewConversation,
  { seatable, formatOf }: Lookup,
  { at, newId }: Context,
): [EventOf<'conversation-created'>, ...Event[]] {
  const format = formatOf(wanted.format);
  requireRoles(format, wanted.seats);
  const seats: Seat[] = [];
  for (const seat of wanted.seats) seats.push(seatOf(seat, seatable, seats, newId()));
  requireFit(format, seats);
  const created = {
    type: 'conversation-created' as const,
    at,
    title: wanted.title ?? titleOf(wanted.topic),
    topic: wanted.topic,
    ...chosen(wanted.format, format),
    settings: settingsOf(defaultSettings, wanted.settings ?? {}),
    seats: withRoles(format, seats),
  };
  return wanted.premise === undefined ? [created] : [created, narrated(wanted.premise, newId(), at)];
}

export function change(
  conversation: Conversation,
  wanted: ConversationChange,
  { formatOf }: Pick<Lookup, 'formatOf'>,
  { at }: Context,
): Event[] {
  const { settings, format: choice, ...rest } = wanted;
  if (Object.keys(wanted).length === 0) return [];
  // The same one again is no change: it would begin anew.
  const isSame = choice === undefined || choice === conversation.format;
  const format = isSame ? null : formatOf(choice);
  if (format) requireFit(format, conversation.seats);
  return [
    {
      type: 'conversation-changed',
      at,
      ...rest,
      ...(format && chosen(choice, format)),
      ...(settings && { settings: settingsOf(conversation.settings, settings) }),
    },
  ];
}

export function play(conversation: Conversation, { at }: Context): Event[] {
  requireSpeaker(conversation);
  if (conversation.state === 'running' && !conversation.stepping) return [];
  return [{ type: 'conversation-changed', at, state: 'running', stepping: false }];
}

export function step(conversation: Conversation, { at }: Context): Event[] {
  requireSpeaker(conversation);
  return [{ type: 'conversation-changed', at, state: 'running', stepping: true }];
}

export function pause(conversation: Conversation, reason: Reason, { at }: Context): Event[] {
  if (conversation.state !== 'running') return [];
  return [{ type: 'conversation-changed', at, state: 'paused', reason }];
}

export function stop(conversation: Conversation, reason: Reason, { at }: Context): Event[] {
  if (conversation.state === 'stopped') return [];
  return [{ type: 'conversation-stopped', at, reason }];
}

function narrated(text: string, id: string, at: string): Event {
  const author = { kind: 'narrator' as const, name: 'Narrator' };
  return { type: 'message-finished', at, message: { id, author, text, status: 'complete', createdAt: at } };
}

function settingsOf(before: Settings, wanted: SettingsChange): Settings {
  const merged = { ...before, ...wanted };
  const { maxMinutes, maxTokens, maxCost, language, ...required } = merged;
  return {
    pace: required.pace ?? before.pace,
    maxTurns: required.maxTurns ?? before.maxTurns,
    stopWords: required.stopWords ?? before.stopWords,
    memory: required.memory ?? before.memory,
    cache: required.cache ?? before.cache,
    pauseWhenUnwatched: required.pauseWhenUnwatched ?? before.pauseWhenUnwatched,
    // Null takes a limit away.
    ...(typeof maxMinutes === 'number' && { maxMinutes }),
    ...(typeof maxTokens === 'number' && { maxTokens }),
    ...(typeof maxCost === 'number' && { maxCost }),
    ...(typeof language === 'string' && { language }),
  };
}

function requireSpeaker(conversation: Conversation): void {
  if (!conversation.seats.some(({ presence }) => presence === 'stage')) {
    throw new ChimeraError('wrong-state', 'Nobody is on stage. Bring at least one seat back first.');
  }
}

const TITLE_LENGTH = 80;

function titleOf(topic: string): string {
  const [line = topic] = topic.split(/[\r\n\t]/);
  return line.length <= TITLE_LENGTH ? line : `${line.slice(0, TITLE_LENGTH - 1).trimEnd()}…`;
}
