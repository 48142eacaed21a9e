import type { Conversation } from '@chimera/protocol/conversation';
import type { Seat } from '@chimera/protocol/seat';
import type { Format } from '@chimera/protocol/format';
import type { NumberedEvent } from '@chimera/protocol/event';
import type { Persona } from '@chimera/protocol/persona';
import type { SpokenBy } from '@chimera/protocol/provider';
import { conversationOf, reduceConversation } from '@chimera/protocol/reduce-conversation';
import type { Committed } from '../conversations/conversation-store.ts';
import type { ConversationRef } from '../conversations/conversation-ref.ts';
import type { TranscriptStore } from '../conversations/transcript-store.ts';
import { CastSheets } from './cast-sheets.ts';
import type { Ledger } from './ledger.ts';
import { sharedBrainsAfter } from './shared-brains.ts';
import type { SharedBrains, Stage } from './stage.ts';
import { Transcript } from './transcript.ts';

const READ_LIMIT = 500;

/** What seats play by, as the repertoire knows it. */
type Sheets = ReadonlyMap<string, Persona>;

/** Where the engine looks up what a conversation only names. */
export interface Repertoire {
  /** The sheets that a conversation keeps. */
  sheets(ref: ConversationRef): Promise<Sheets>;
  personaOf(sheets: Sheets, seat: Seat): Persona;
  format(formatId: string): Format;
}

/** Keeps the stage of a conversation that this node runs, event by event, so that a turn costs the same at any length. */
export class StageKeeper {
  readonly ref: ConversationRef;
  readonly #transcripts: Pick<TranscriptStore, 'events'>;
  readonly #repertoire: Repertoire;
  #conversation: Conversation | null = null;
  readonly #transcript = new Transcript();
  #opening: readonly Seat[] = [];
  #ledger: Ledger | null = null;
  #sheets: Sheets = new Map();
  #sharedBrains: SharedBrains = new Map();
  #castSheets = new CastSheets([]);
  readonly #spokenBy = new Map<string, SpokenBy>();

  constructor(ref: ConversationRef, transcripts: Pick<TranscriptStore, 'events'>, repertoire: Repertoire) {
    this.ref = ref;
    this.#transcripts = transcripts;
    this.#repertoire = repertoire;
  }

  get conversation(): Conversation {
    if (!this.#conversation) throw new Error('The stage is used before it was loaded.');
    return this.#conversation;
  }

  /** How far the log was read; 0 before. */
  get head(): number {
    return this.#conversation?.head ?? 0;
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
      ...this.#castSheets.of([...this.#opening, ...conversation.seats], (seat) => this.#personaOf(seat)),
      transcript: this.#transcript.lines,
      ledger: this.#ledger,
      sharedBrains: this.#sharedBrains,
    };
  }

  /** Takes in events; false when some before them are missing, or a sheet that they name, and the log must be read. */
  take(events: readonly NumberedEvent[]): boolean {
    if (!this.#conversation) return false;
    for (const numbered of events) {
      const { head } = this;
      if (numbered.seq <= head) continue;
      if (numbered.seq > head + 1 || namesSheet(numbered)) return false;
      this.#apply(numbered);
    }
    return true;
  }

  /** Takes in what one has written oneself, and what others wrote before it, which stands in the log. */
  async follow({ conversation, events }: Pick<Committed, 'conversation' | 'events'>): Promise<void> {
    if (!this.take(events) || this.head < conversation.head) await this.catchUp();
  }

  /** Reads the log from where it stands to its end. */
  async catchUp(): Promise<void> {
    let read: readonly NumberedEvent[];
    do {
      read = await this.#transcripts.events(this.ref, this.head, READ_LIMIT);
      if (read.some(namesSheet)) this.#sheets = await this.#repertoire.sheets(this.ref);
      const { head } = this;
      for (const numbered of read) if (numbered.seq > head) this.#apply(numbered);
    } while (read.length === READ_LIMIT);
  }

  #apply(numbered: NumberedEvent): void {
    const { event } = numbered;
    if (event.type === 'conversation-created') {
      this.#conversation = conversationOf(this.ref.id, '', event);
      this.#opening = event.seats;
      this.#castSheets = new CastSheets(event.seats);
      this.#shareBrains();
      return;
    }
    this.#castSheets.hear(event);
    const message = 'message' in event ? event.message : undefined;
    const speaker = message?.author.seatId;
    const isByAnother = speaker !== undefined && this.#noteBrain(speaker, message?.brain);
    this.#transcript.take(this.conversation, numbered);
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
    const personas = new Map(seats.map((seat) => [seat.id, this.#personaOf(seat)]));
    const cast = { seats, personas, spokenBy: this.#spokenBy };
    this.#sharedBrains = sharedBrainsAfter(this.#sharedBrains, cast);
  }

  #personaOf(seat: Seat): Persona {
    return this.#repertoire.personaOf(this.#sheets, seat);
  }
}

/** Whether a seat plays by a sheet from here on that was not needed before. */
function namesSheet({ event }: NumberedEvent): boolean {
  return (
    event.type === 'conversation-created' ||
    event.type === 'seat-added' ||
    (event.type === 'seat-changed' && event.sheet !== undefined)
  );
}
