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
import type { Entry, Stage } from './stage.ts';
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
      personas: new Map(
        [...this.#opening, ...conversation.seats].map((seat) => [
          seat.id,
          this.#repertoire.persona(seat.personaId, seat.name),
        ]),
      ),
      transcript: this.#transcript,
      ledger: this.#ledger,
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
      return;
    }
    const message = 'message' in event ? event.message : undefined;
    if (message?.brain && message.author.seatId !== undefined) {
      this.#spokenBy.set(message.author.seatId, message.brain);
    }
    this.#transcript = appendEntries(this.#transcript, this.conversation, numbered);
    this.#conversation = reduceConversation(this.conversation, numbered);
  }
}
