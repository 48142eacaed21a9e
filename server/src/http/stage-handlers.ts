import type { Conversation, Queued } from '@chimera/protocol/conversation';
import type { Message } from '@chimera/protocol/message';
import { messageOf } from '@chimera/protocol/message-of';
import * as cast from '../conversations/cast-commands.ts';
import { seatIn } from '../conversations/seats.ts';
import * as commands from '../conversations/talk-commands.ts';
import type { Committed } from '../conversations/conversation-store.ts';
import { append, type ConversationParts, contextOf, lookupFor, refOf } from './conversation-handlers.ts';
import { requireBrains } from './chosen-brain.ts';
import type { Call, Handlers } from './handlers.ts';

type Names =
  | 'listMessages'
  | 'say'
  | 'changeMessage'
  | 'regenerate'
  | 'next'
  | 'getQueue'
  | 'setQueue'
  | 'steer'
  | 'addSeat'
  | 'changeSeat'
  | 'removeSeat';

const MESSAGES_LIMIT = 50;

/** What is said on the stage, who speaks next, and who is there. */
export function stageHandlers(parts: ConversationParts): Pick<Handlers, Names> {
  const { log, conversations, transcripts, engine, repertoire } = parts;
  const context = () => contextOf(parts);
  return {
    listMessages: (call) => pageOfMessages(parts, call),
    async say(call) {
      const committed = await log.append(refOf(call), (conversation) =>
        commands.say(conversation, call.body, call.person, context()),
      );
      return messageIn(committed);
    },
    async changeMessage(call) {
      const message = await transcripts.message(refOf(call), call.params.messageId);
      return messageIn(await log.append(refOf(call), () => commands.edit(message, call.body, context())));
    },
    async regenerate(call) {
      const message = await transcripts.message(refOf(call), call.params.messageId);
      return append(log, refOf(call), (conversation) =>
        commands.regenerate(conversation, message, context()),
      );
    },
    async next(call) {
      const { seatId, when } = call.body;
      const now = when === 'now';
      const decide = (conversation: Conversation) => commands.next(conversation, seatId, now, context());
      if (!now) return queueOf(await log.append(refOf(call), decide));
      const conversation = await conversations.get(refOf(call));
      const { name } = seatIn(conversation, seatId);
      const reason = { code: 'cut-in', text: `${name} cuts in.` };
      decide(conversation);
      return queueOf(await engine.interrupt(refOf(call), reason, decide));
    },
    async getQueue(call) {
      const { queue } = await conversations.get(refOf(call));
      return { items: queue };
    },
    async setQueue(call) {
      return queueOf(
        await log.append(refOf(call), (conversation) =>
          commands.setQueue(conversation, call.body.seatIds, context()),
        ),
      );
    },
    steer: (call) =>
      append(log, refOf(call), (conversation) =>
        commands.steer(conversation, call.body.direction, context()),
      ),
    async addSeat(call) {
      await conversations.get(refOf(call));
      await requireBrains(parts.brains, call.person.userId, [call.body]);
      const lookup = await lookupFor(repertoire, call.person, [call.body]);
      return append(log, refOf(call), (conversation) =>
        cast.addSeat(conversation, call.body, lookup, context()),
      );
    },
    async changeSeat(call) {
      await requireBrains(parts.brains, call.person.userId, [call.body]);
      const version = await newestVersion(parts, call);
      return append(log, refOf(call), (conversation) =>
        cast.changeSeat(conversation, call.params.seatId, call.body, { ...context(), version }),
      );
    },
    removeSeat: (call) =>
      append(log, refOf(call), (conversation) =>
        cast.removeSeat(conversation, call.params.seatId, context()),
      ),
  };
}

/** Of the persona of a seat; asked for only when the request names a version. */
async function newestVersion(
  { conversations, repertoire }: ConversationParts,
  call: Call<'changeSeat'>,
): Promise<number> {
  if (call.body.personaVersion === undefined) return 1;
  const { personaId } = seatIn(await conversations.get(refOf(call)), call.params.seatId);
  const seatable = await repertoire.seatable(call.person.userId, [personaId]);
  return seatable(personaId).version;
}

async function pageOfMessages(
  { conversations, transcripts }: ConversationParts,
  call: Call<'listMessages'>,
): Promise<{ items: Message[]; nextCursor?: string }> {
  const ref = refOf(call);
  await conversations.get(ref);
  const limit = call.query.limit ?? MESSAGES_LIMIT;
  const { after } = call.query;
  if (after !== undefined) {
    const items = await transcripts.messagesAfter(ref, after, limit + 1);
    const shown = items.slice(0, limit);
    const last = shown.at(-1);
    return { items: shown, ...(items.length > limit && last && { nextCursor: String(last.seq) }) };
  }
  const before = call.query.before ?? call.query.cursor ?? null;
  const items = await transcripts.messages(ref, before, limit + 1);
  const shown = items.slice(-limit);
  const first = shown[0];
  return { items: shown, ...(items.length > limit && first && { nextCursor: String(first.seq) }) };
}

function messageIn({ conversation, events }: Committed): Message {
  const last = events.at(-1);
  const message = last && messageOf(conversation, last);
  if (!message) throw new Error('A message was written that cannot be read back.');
  return message;
}

function queueOf({ conversation }: Committed): { items: Queued[] } {
  return { items: conversation.queue };
}
