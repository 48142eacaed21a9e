import type { Conversation, NewMessage, OpenTurn } from '@chimera/protocol/conversation';
import type { NumberedEvent } from '@chimera/protocol/event';
import type { Message } from '@chimera/protocol/message';
import type { Delta } from '@chimera/protocol/delta';
import { messageOf } from '@chimera/protocol/message-of';
import { reduceConversation } from '@chimera/protocol/reduce-conversation';
import { type View } from '@chimera/protocol/view';
import { Cell, type Reading } from './cell.ts';
import { Guesses } from './guesses.ts';
import { LiveText, type LiveTextParts } from './live-text.ts';
import { Outbox } from './outbox.ts';
import { type History, Pages, type PagesParts } from './pages.ts';
import { SeatBoard } from './seat-board.ts';
import type { SeatFacts } from './seat-state.ts';
import { Transcript, type Row } from './transcript.ts';

export type Status =
  | { readonly kind: 'loading' }
  | { readonly kind: 'live' }
  | { readonly kind: 'reconnecting'; readonly tries: number }
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly detail: string };

/** Why no word of a turn comes yet, when it is its provider. */
export interface HeldUp {
  readonly seatId: string;
  readonly why: string;
}

/** A line that was said while this viewer watched, not history; `own` when it was sent from here. */
export interface SaidNow {
  readonly message: Message;
  readonly own: boolean;
}

export interface StoreParts extends Omit<LiveTextParts, 'onShown'>, PagesParts {
  readonly post: (body: NewMessage, idempotencyKey: string) => Promise<Message>;
  /** What came does not follow on what is held: ask for it again. */
  readonly resync: () => void;
  readonly newId: () => string;
  readonly now: () => string;
}

/**
 * What one browser knows of one conversation. Each part has listeners of its own: a token redraws the one open
 * line, not the script; an event redraws one row.
 */
export class ConversationStore {
  readonly #parts: StoreParts;
  readonly #transcript = new Transcript();
  readonly #outbox: Outbox;
  readonly #guesses = new Guesses();
  readonly #board = new SeatBoard();
  readonly #conversation = new Cell<Conversation | null>(null);
  readonly #status = new Cell<Status>({ kind: 'loading' });
  readonly #pages: Pages;
  readonly #viewers = new Cell(0);
  readonly #heldUp = new Cell<HeldUp | null>(null);
  readonly #live: LiveText;
  readonly #ears = new Set<(said: SaidNow) => void>();
  #truth: Conversation | null = null;

  readonly conversation: Reading<Conversation | null> = this.#conversation;
  readonly status: Reading<Status> = this.#status;
  readonly history: Reading<History>;
  /** What was said between the lines that were gone to and now. */
  readonly between: Reading<History>;
  readonly viewers: Reading<number> = this.#viewers;
  readonly heldUp: Reading<HeldUp | null> = this.#heldUp;
  readonly order: Reading<readonly string[]> = this.#transcript.order;

  constructor(parts: StoreParts) {
    this.#parts = parts;
    this.#pages = new Pages(parts, this.#transcript, () => this.#publish());
    this.history = this.#pages.history;
    this.between = this.#pages.between;
    this.#live = new LiveText({ ...parts, onShown: (speaking) => this.#board.speaking(speaking) });
    this.#outbox = new Outbox({
      post: parts.post,
      newId: parts.newId,
      now: parts.now,
      holds: (messageId) => this.#transcript.rowOf(messageId) !== undefined,
    });
    this.#outbox.lines.subscribe(() => {
      // What the person says stands in the script at once, so the line above it is shown whole.
      this.#live.finish();
      this.#transcript.setPending(this.#outbox.lines.get());
      this.#publish();
    });
    this.#live.finishing.subscribe(() => this.#publish());
  }

  row(id: string): Reading<Row | undefined> {
    return this.#transcript.row(id);
  }

  /** The words of a turn that is being taken, or that has just ended. */
  live(turnId: string): Reading<string> {
    return this.#live.of(turnId);
  }

  /** The turn that has ended while its last words are still being shown. */
  get finishing(): Reading<string | null> {
    return this.#live.finishing;
  }

  seat(id: string): Reading<SeatFacts | undefined> {
    return this.#board.seat(id);
  }

  messages(): readonly Message[] {
    return this.#transcript.messages();
  }

  rowOf(messageId: string): string | undefined {
    return this.#transcript.rowOf(messageId);
  }

  /** Hears each new line once, whole. */
  onSaid(ear: (said: SaidNow) => void): () => void {
    this.#ears.add(ear);
    return () => this.#ears.delete(ear);
  }

  say(body: NewMessage): Promise<void> {
    return this.#outbox.say(body);
  }

  retry(lineId: string): Promise<void> {
    return this.#outbox.retry(lineId);
  }

  discard(lineId: string): Promise<void> {
    return this.#outbox.discard(lineId);
  }

  /** Shows a change before the server confirmed it. */
  guess(change: Partial<Conversation>): { confirm: (head: number) => void; undo: () => void } {
    const guess = this.#guesses.add(change);
    this.#showConversation();
    return {
      confirm: (head) => {
        guess.confirm(head);
        this.#showConversation();
      },
      undo: () => {
        guess.undo();
        this.#showConversation();
      },
    };
  }

  setStatus(status: Status): void {
    this.#status.set(status);
  }

  /** The connection is back; what was missed follows as events. */
  connected(): void {
    if (this.#status.get().kind === 'reconnecting')
      this.#status.set({ kind: this.#truth === null ? 'loading' : 'live' });
  }

  setViewers(viewers: number): void {
    this.#viewers.set(viewers);
  }

  holdUp(seatId: string, why: string): void {
    this.#heldUp.set({ seatId, why });
  }

  applySnapshot(view: View): void {
    const sameLog = this.#truth?.gen === view.conversation.gen;
    const kept = this.#transcript.reset(view.messages, sameLog);
    this.#pages.reset(kept, view.earlier);
    this.#truth = view.conversation;
    this.#board.forget();
    view.messages.forEach((message) => this.#board.heard(message));
    this.#transcript.openTurn(view.conversation.turn);
    this.#outbox.settle();
    this.#live.close();
    if (view.conversation.turn) this.#live.open(view.conversation.turn, view.liveText);
    this.#showConversation();
    this.#publish();
    this.#status.set({ kind: 'live' });
  }

  /** Takes the next event in; one that was seen changes nothing, one that skips others is refused. */
  applyEvent(numbered: NumberedEvent): void {
    const before = this.#truth;
    if (before === null || numbered.seq <= before.head) return;
    if (numbered.seq > before.head + 1) {
      this.#parts.resync();
      return;
    }
    this.#truth = reduceConversation(before, numbered);
    const message = messageOf(before, numbered);
    const known = message !== null && this.#transcript.rowOf(message.id) !== undefined;
    const sentAs = message === null || known ? undefined : this.#outbox.claim(message);
    if (message) this.#transcript.put(message, sentAs);
    if (message) this.#board.heard(message);
    this.#followTurn(before.turn, this.#truth.turn, message);
    this.#board.apply(numbered.event);
    this.#showConversation();
    this.#publish();
    if (message && !known) for (const ear of this.#ears) ear({ message, own: sentAs !== undefined });
  }

  applyDelta(delta: Delta): void {
    if (!this.#live.add(delta)) this.#parts.resync();
  }

  loadEarlier(): Promise<void> {
    return this.#pages.loadEarlier();
  }

  loadBetween(): Promise<void> {
    return this.#pages.loadBetween();
  }

  /** Brings a line of any time here, with those around it; null: there is no such line. */
  goTo(seq: number): Promise<string | null> {
    return this.#pages.goTo(seq);
  }

  /** Gives up what was gone to, so that only what leads to now is here. */
  backToNow(): void {
    this.#pages.leave();
  }

  #followTurn(before: OpenTurn | null, after: OpenTurn | null, message: Message | null): void {
    if (before === after) return;
    this.#heldUp.set(null);
    this.#transcript.openTurn(after);
    if (before && before.turnId !== after?.turnId)
      this.#live.close(message?.turnId === before.turnId ? message.text : undefined);
    const isGoingOn = before?.turnId === after?.turnId && before?.attempt === after?.attempt;
    if (after && !isGoingOn) this.#live.open(after, '');
  }

  #publish(): void {
    this.#transcript.publish(this.#live.finishing.get());
  }

  #showConversation(): void {
    if (this.#truth === null) return;
    const shown = this.#guesses.over(this.#truth);
    this.#board.show(shown);
    this.#conversation.set(shown);
  }
}
