import type { OpenTurn } from '@chimera/protocol/conversation';
import type { Delta } from '@chimera/protocol/delta';
import { joinDelta } from '@chimera/protocol/view';
import { Cell, type Reading } from './cell.ts';
import { isBehind, reveal, shownWhole, type Reveal } from './reveal.ts';

export interface LiveTextParts {
  /** Runs a commit with the next frame; at once where no frame will come, as in a hidden tab. */
  readonly nextFrame: (commit: () => void) => void;
  readonly nowMs: () => number;
  /** True when words are shown as they come: nobody looks, or movement is not wanted. */
  readonly isStill: () => boolean;
  /** Tells after each picture whether the open turn has words to show. */
  readonly onShown: (speaking: boolean) => void;
}

/** One turn's words: those that came, and those that are shown. */
interface Stream {
  readonly turnId: string;
  readonly attempt: number;
  text: string;
  reveal: Reveal;
}

/** The words of turns as they come, shown at most once per frame. */
export class LiveText {
  readonly #parts: LiveTextParts;
  readonly #cells = new Map<string, Cell<string>>();
  readonly #finishing = new Cell<string | null>(null);
  #open: Stream | null = null;
  /** The last turn's words: all have come, some are still to be shown. */
  #closing: Stream | null = null;
  #frameAsked = false;

  /** The turn that has ended while its last words are still being shown. */
  readonly finishing: Reading<string | null> = this.#finishing;

  constructor(parts: LiveTextParts) {
    this.#parts = parts;
  }

  of(turnId: string): Reading<string> {
    return this.#cell(turnId);
  }

  /** A turn, or another attempt at it, with the words that are known; they are shown at once. */
  open({ turnId, attempt }: OpenTurn, text: string): void {
    this.#open = { turnId, attempt, text, reveal: shownWhole(text, this.#parts.nowMs()) };
    this.#show(this.#open);
    this.#parts.onShown(text !== '');
  }

  /** Takes a piece in; false when something before it is missing. */
  add(delta: Delta): boolean {
    const stream = this.#open;
    if (stream?.turnId !== delta.turnId || stream.attempt !== delta.attempt) return true;
    const text = joinDelta(stream.text, delta);
    if (text === null) return false;
    if (text === stream.text) return true;
    stream.text = text;
    this.#askFrame();
    return true;
  }

  /** The open turn is over. With its words as they were kept, what is not shown of them follows within moments. */
  close(kept?: string): void {
    const stream = this.#open;
    this.#open = null;
    if (stream === null) return;
    this.finish();
    const grew = kept !== undefined && kept.startsWith(stream.reveal.text);
    if (!grew || this.#parts.isStill() || kept.length === stream.reveal.shown) {
      this.#cells.delete(stream.turnId);
      return;
    }
    this.#closing = { ...stream, text: kept };
    this.#finishing.set(stream.turnId);
    this.#askFrame();
  }

  /** Of a turn that has ended nothing waits any longer: its line is shown as it was kept. */
  finish(): void {
    if (this.#closing === null) return;
    this.#cells.delete(this.#closing.turnId);
    this.#closing = null;
    this.#finishing.set(null);
  }

  #askFrame(): void {
    if (this.#frameAsked) return;
    this.#frameAsked = true;
    this.#parts.nextFrame(() => {
      this.#frameAsked = false;
      this.#paint();
    });
  }

  #paint(): void {
    const isOpenBehind = this.#open !== null && this.#advance(this.#open, false);
    const isClosingBehind = this.#closing !== null && this.#advance(this.#closing, true);
    if (this.#open) this.#parts.onShown(this.#open.text !== '');
    if (!isClosingBehind) this.finish();
    if (isOpenBehind || isClosingBehind) this.#askFrame();
  }

  #advance(stream: Stream, ended: boolean): boolean {
    const { text } = stream;
    const nowMs = this.#parts.nowMs();
    stream.reveal = this.#parts.isStill()
      ? shownWhole(text, nowMs)
      : reveal(stream.reveal, { text, ended }, nowMs);
    this.#show(stream);
    return isBehind(stream.reveal);
  }

  #show({ turnId, reveal: { text, shown } }: Stream): void {
    this.#cell(turnId).set(text.slice(0, shown));
  }

  #cell(turnId: string): Cell<string> {
    const known = this.#cells.get(turnId);
    if (known) return known;
    const cell = new Cell('');
    this.#cells.set(turnId, cell);
    return cell;
  }
}
