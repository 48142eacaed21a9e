import { randomUUID } from 'node:crypto';
import { defaultSettings } from '@chimera/protocol/conversation';
import { messageIdOf } from '@chimera/protocol/view';
import { createCheckpointStore } from '../src/conversations/checkpoint-store.ts';
import { createConversationStore } from '../src/conversations/conversation-store.ts';
import { createLog } from '../src/conversations/log.ts';
import { createTranscriptStore } from '../src/conversations/transcript-store.ts';
import type { Database } from '../src/db/open-database.ts';
import type { Bus } from '../src/live/bus.ts';
import { Rooms } from '../src/live/rooms.ts';
import { type OpenSpeech, Speeches } from '../src/live/speech.ts';
import { liveParts } from './live-parts.ts';

/** A conversation of one seat whose words a test says itself, and the rooms in which it is followed. */
export interface LiveStage {
  readonly ref: { readonly ownerId: string; readonly id: string };
  readonly gen: string;
  readonly bus: Bus;
  readonly rooms: Rooms;
  beginTurn(): Promise<OpenSpeech>;
  finishTurn(speech: OpenSpeech): Promise<void>;
}

const at = '2026-01-02T03:04:05.000Z';
const seat = { id: 'seat-a', personaId: 'p', name: 'Ada', brain: null, presence: 'stage' as const };
const reason = { code: 'natural', text: 'wants to speak' };

export async function openLiveStage(database: Database): Promise<LiveStage> {
  const parts = liveParts(database);
  const { bus } = parts;
  const speeches = new Speeches(bus);
  const conversations = createConversationStore(database, async () => undefined);
  const transcripts = createTranscriptStore(database);
  const rooms = new Rooms({
    ...parts,
    speeches,
    conversations,
    transcripts,
    checkpoints: createCheckpointStore(database),
  });
  const log = createLog(conversations, ({ ref, conversation, events }) =>
    bus.publish(ref.id, { type: 'events', gen: conversation.gen, events }),
  );
  const ref = { ownerId: 'owner', id: randomUUID() };
  const gen = randomUUID();
  const settings = defaultSettings;
  await log.begin(ref, gen, [
    { type: 'conversation-created', at, title: 'T', topic: 'T', format: 'f', settings, seats: [seat] },
  ]);

  let turns = 0;
  return {
    ref,
    gen,
    bus,
    rooms,
    async beginTurn() {
      turns += 1;
      const turn = { turnId: `turn-${turns}`, attempt: 1, seatId: seat.id };
      await log.append(ref, () => [{ type: 'turn-started', at, ...turn, reason }]);
      return speeches.begin(ref.id, turn.turnId, turn.attempt);
    },
    async finishTurn(speech) {
      const { turnId, attempt, text } = speech;
      const author = { kind: 'seat' as const, seatId: seat.id, name: seat.name };
      const id = messageIdOf(speech);
      const message = { id, turnId, attempt, author, text, status: 'complete' as const, createdAt: at };
      await log.append(ref, () => [{ type: 'message-finished', at, message }]);
      speeches.endOf(ref.id, speech);
    },
  };
}
