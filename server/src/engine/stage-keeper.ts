import type { Conversation } from '@chimera/protocol/conversation';
import type { Seat } from '@chimera/protocol/seat';
import type { Format } from '@chimera/protocol/format';
import type { NumberedEvent } from '@chimera/protocol/event';
import type { Persona } from '@chimera/protocol/persona';
import type { SpokenBy } from '@chimera/protocol/provider';
import { conversationOf, reduceConversation } from '@chimera/protocol/reduce-conversation';
import type { ConversationRef } from '../conversations/conversation-ref.ts';
import type { TranscriptStore } from '../conversations/transcript-store.ts';
import type { Ledger } from './ledger.ts';
import { sharedBrainsAfter } from './shared-brains.ts';
import type { Entry, SharedBrains, Stage } from './stage.ts';
import { appendEntries } from './transcript.ts';

const READ_LIMIT = 500;

/** Where the engine looks up what a conversation only names. */
export interface Repertoire {
  persona(personaId: string, name: string): Persona;
  format(formatId: string): Format;
}

/** Keeps the stage of a conversation that this node runs, event by event, so that a turn costs the same at any length. */
export class StageKeeper {
  readonly ref: ConversationRef;
  readonly #transcripts: TranscriptStore;
  readonly #repertoire: Repertoire;
  #conversation: Conversation | null = null;
  #transcript: readonly Entry[] = [];
  #opening: readonly Seat[] = [];
  #ledger: Ledger | null = null;
  #sharedBrains: SharedBrains = new Map();
  readonly #spokenBy = new Map<string, SpokenBy>();

  constructor(ref: ConversationRef, transcripts: TranscriptStore, repertoire: Repertoire) {
    this.ref = ref;
    this.#transcripts = transcripts;
    this.#repertoire = repertoire;
  }

  get conversation(): Conversation {
    if (!this.#conversation) throw new Error('The stage is used before it was loaded.');
    return this.#conversation;
  }

  /** Which brain spoke last for each seat. */
  get spokenBy(): ReadonlyMap<string, SpokenBy> {
    return this.#spokenBy;
  }

  /** From the next prompt on. */
  fold(ledger: Ledger | null): void {
    this.#ledger = ledger;
  }

  stage(): Stage {
    const { conversation } = this;
    return {
      conversation,
      format: conversation.script ?? this.#repertoire.format(conversation.format),
      opening: this.#opening,
      personas: this.#personasOf([...this.#opening, ...conversation.seats]),
      transcript: this.#transcript,
      ledger: this.#ledger,
      sharedBrains: this.#sharedBrains,
    };
  }

  /** Takes in events; false when some before them are missing and the log must be read. */
  take(events: readonly NumberedEvent[]): boolean {
    for (const numbered of events) {
      const head = this.#conversation?.head ?? 0;
      if (numbered.seq <= head) continue;
      if (numbered.seq > head + 1) return false;
      this.#apply(numbered);
    }
    return true;
  }

  /** Reads the log from where it stands to its end. */
  async catchUp(): Promise<void> {
    let read: readonly NumberedEvent[];
    do {
      read = await this.#transcripts.events(this.ref, this.#conversation?.head ?? 0, READ_LIMIT);
      this.take(read);
    } while (read.length === READ_LIMIT);
  }

  #apply(numbered: NumberedEvent): void {
    const { event } = numbered;
    if (event.type === 'conversation-created') {
      this.#conversation = conversationOf(this.ref.id, '', event);
      this.#opening = event.seats;
      this.#shareBrains();
      return;
    }
    const message = 'message' in event ? event.message : undefined;
    const speaker = message?.author.seatId;
    const isByAnother = speaker !== undefined && this.#noteBrain(speaker, message?.brain);
    this.#transcript = appendEntries(this.#transcript, this.conversation, numbered);
    this.#conversation = reduceConversation(this.conversation, numbered);
    if (isByAnother || event.type === 'seat-added' || event.type === 'seat-changed') this.#shareBrains();
  }

  /** Whether it is another one than before. */
  #noteBrain(seatId: string, brain: SpokenBy | undefined): boolean {
    if (!brain) return false;
    const before = this.#spokenBy.get(seatId);
    this.#spokenBy.set(seatId, brain);
    return before?.kind !== brain.kind || before.model !== brain.model;
  }

  #shareBrains(): void {
    const { seats } = this.conversation;
    const cast = { seats, personas: this.#personasOf(seats), spokenBy: this.#spokenBy };
    this.#sharedBrains = sharedBrainsAfter(this.#sharedBrains, cast);
  }

  #personasOf(seats: readonly Seat[]): Map<string, Persona> {
    return new Map(seats.map((seat) => [seat.id, this.#repertoire.persona(seat.personaId, seat.name)]));
  }
}
