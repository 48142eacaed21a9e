import { randomUUID } from 'node:crypto';
import type { Person } from '@chimera/protocol/account';
import type { Conversation } from '@chimera/protocol/conversation';
import type { Reason, Seat } from '@chimera/protocol/seat';
import type { Estimate } from '@chimera/protocol/spending';
import type { Event } from '@chimera/protocol/event';
import type { AuditStore } from '../accounts/audit-store.ts';
import { recast } from '../conversations/cast-commands.ts';
import type { Context, Lookup } from '../conversations/command.ts';
import * as commands from '../conversations/play-commands.ts';
import { requireRoles } from '../conversations/format-fit.ts';
import type { ConversationListStore } from '../conversations/conversation-list-store.ts';
import type { ConversationRef } from '../conversations/conversation-ref.ts';
import type { ConversationStore } from '../conversations/conversation-store.ts';
import type { Log } from '../conversations/log.ts';
import type { TranscriptStore } from '../conversations/transcript-store.ts';
import type { Engine } from '../engine/engine.ts';
import { estimateOf } from '../engine/estimate.ts';
import { pagedLog } from '../records/event-log.ts';
import { readFile } from '../records/read-file.ts';
import { noteOf } from './audit-note.ts';
import type { Handlers } from './handlers.ts';
import type { Repertoire } from '../personas/repertoire.ts';
import type { Brains } from '../providers/brains.ts';
import type { Prices } from '../providers/prices.ts';
import { chosenBrains, requireBrains } from './chosen-brain.ts';

export interface ConversationParts {
  readonly log: Log;
  readonly conversations: ConversationStore;
  readonly lists: ConversationListStore;
  readonly transcripts: TranscriptStore;
  readonly engine: Engine;
  readonly repertoire: Repertoire;
  readonly brains: Pick<Brains, 'choose'>;
  readonly prices: Pick<Prices, 'costOf'>;
  /** Deletes a conversation and tells all who follow it. */
  remove(ref: ConversationRef): Promise<void>;
  /** Absent where there are no accounts. */
  readonly audit?: Pick<AuditStore, 'note'>;
  readonly now: () => Date;
}

type Names =
  | 'createConversation'
  | 'listConversations'
  | 'importConversation'
  | 'getConversation'
  | 'changeConversation'
  | 'deleteConversation'
  | 'play'
  | 'pause'
  | 'step'
  | 'stop'
  | 'fork'
  | 'estimate';

/** Newest messages by whose lengths and costs the next ones are estimated. */
const ESTIMATED_BY_MESSAGES = 60;

const PAUSED: Reason = { code: 'director', text: 'Paused by you.' };
const STOPPED: Reason = { code: 'director', text: 'Stopped by you.' };

export function conversationHandlers(parts: ConversationParts): Pick<Handlers, Names> {
  const { log, conversations, engine, repertoire } = parts;
  const context = () => contextOf(parts);
  const ref = (call: { params: { id: string }; person: Person }) => refOf(call);
  return {
    async createConversation({ body, person }) {
      await requireBrains(parts.brains, person.userId, body.seats);
      const lookup = await lookupFor(repertoire, person, body.seats);
      return beginNew(parts, person, commands.begin(body, lookup, context()));
    },
    listConversations: ({ query, person }) => parts.lists.list(person.userId, query),
    importConversation({ body, person }) {
      return beginNew(parts, person, readFile(body, { userId: person.userId, newId: randomUUID }));
    },
    getConversation: (call) => conversations.get(ref(call)),
    changeConversation: (call) =>
      append(log, ref(call), (conversation) =>
        commands.change(conversation, call.body, repertoire, context()),
      ),
    async deleteConversation(call) {
      await parts.remove(ref(call));
      const subject = { kind: 'conversation', id: call.params.id };
      await parts.audit?.note(noteOf(call.asking, 'conversation-deleted', { subject }));
    },
    play: (call) => append(log, ref(call), (conversation) => commands.play(conversation, context())),
    step: (call) => append(log, ref(call), (conversation) => commands.step(conversation, context())),
    async pause(call) {
      const { conversation } = await engine.interrupt(ref(call), PAUSED, (conversation) =>
        commands.pause(conversation, PAUSED, context()),
      );
      return conversation;
    },
    async stop(call) {
      const { conversation } = await engine.interrupt(ref(call), STOPPED, (conversation) =>
        commands.stop(conversation, STOPPED, context()),
      );
      return conversation;
    },
    async fork(call) {
      const { atSeq, seats } = call.body;
      // Before anything is written: what is unknown must not leave a branch behind.
      const lookup = await lookupFor(repertoire, call.person, seats ?? []);
      for (const { personaId } of seats ?? []) lookup.seatable(personaId);
      await requireBrains(parts.brains, call.person.userId, seats ?? []);
      const source = await conversations.get(ref(call));
      requireRoles(source.script ?? repertoire.format(source.format), seats ?? []);
      const seq = Math.min(atSeq ?? source.head, source.head);
      const log = pagedLog((after, limit) => parts.transcripts.events(ref(call), after, limit), seq);
      const events = await Array.fromAsync(log);
      const [created, ...rest] = readFile(
        { chimera: 1, events },
        { userId: call.person.userId, newId: randomUUID },
      );
      const forked = {
        ...created,
        title: `${source.title} (branch)`,
        forkedFrom: { conversationId: source.id, seq },
      };
      const copy = await beginNew(parts, call.person, [forked, ...rest]);
      if (!seats) return copy;
      return append(parts.log, { ownerId: call.person.userId, id: copy.id }, (conversation) =>
        recast(conversation, seats, lookup, context()),
      );
    },
    estimate: (call) => estimateOfPlay(parts, ref(call)),
  };
}

/** What playing on costs, by who is there and by what was said last. */
async function estimateOfPlay(
  { conversations, transcripts, repertoire, brains, prices }: ConversationParts,
  ref: ConversationRef,
): Promise<Estimate> {
  const conversation = await conversations.get(ref);
  const format = conversation.script ?? repertoire.format(conversation.format);
  const recent = await transcripts.messages(ref, null, ESTIMATED_BY_MESSAGES);
  const sheets = await repertoire.sheets(ref);
  const seats = conversation.seats.map((seat) => ({
    id: seat.id,
    brain: seat.brain ?? repertoire.personaOf(sheets, seat).brain ?? null,
  }));
  const chosen = await chosenBrains(brains, ref.ownerId, seats);
  const brainOf = ({ id }: Seat) => chosen.get(id) ?? null;
  return estimateOf({ conversation, format, recent }, { brainOf, costOf: prices.costOf });
}

/** Looks up what a request names. */
export async function lookupFor(
  repertoire: Repertoire,
  { userId }: Person,
  seats: readonly { readonly personaId: string }[],
): Promise<Lookup> {
  const personaIds = seats.map(({ personaId }) => personaId);
  return {
    seatable: await repertoire.seatable(userId, personaIds),
    formatOf: (choice) => repertoire.formatOf(choice),
  };
}

/** The conversation that a call names, as its owner's. */
export function refOf(call: { params: { id: string }; person: Person }): ConversationRef {
  return { ownerId: call.person.userId, id: call.params.id };
}

export function contextOf(parts: Pick<ConversationParts, 'now'>): Context {
  return { at: parts.now().toISOString(), newId: randomUUID };
}

export async function append(
  log: Log,
  ref: ConversationRef,
  decide: (conversation: Conversation) => readonly Event[],
): Promise<Conversation> {
  const { conversation } = await log.append(ref, decide);
  return conversation;
}

async function beginNew(
  { log }: ConversationParts,
  person: Person,
  events: Parameters<Log['begin']>[2],
): Promise<Conversation> {
  const { conversation } = await log.begin(
    { ownerId: person.userId, id: randomUUID() },
    randomUUID(),
    events,
  );
  return conversation;
}
