import type { Message } from '@chimera/protocol/message';
import { Cell, type Reading } from './cell.ts';
import type { Transcript } from './transcript.ts';

export type History =
  | { readonly kind: 'more' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly detail: string }
  | { readonly kind: 'complete' };

export interface Page {
  readonly messages: readonly Message[];
  readonly more: boolean;
}

export interface PagesParts {
  readonly earlier: (beforeSeq: number) => Promise<Page>;
  readonly later: (afterSeq: number) => Promise<Page>;
}

/** What of a long talk is here, and how more of it comes: before what is held, or around a line of long ago. */
export class Pages {
  readonly #parts: PagesParts;
  readonly #transcript: Transcript;
  readonly #publish: () => void;
  readonly #history = new Cell<History>({ kind: 'complete' });
  readonly #between = new Cell<History>({ kind: 'complete' });
  #journeys = 0;

  /** Before the oldest line that is here. */
  readonly history: Reading<History> = this.#history;
  /** Between the lines that were gone to and those of now. */
  readonly between: Reading<History> = this.#between;

  constructor(parts: PagesParts, transcript: Transcript, publish: () => void) {
    this.#parts = parts;
    this.#transcript = transcript;
    this.#publish = publish;
  }

  /** A snapshot came; `kept`: older lines that were here still are. */
  reset(kept: boolean, earlier: boolean): void {
    if (!kept) this.#history.set({ kind: earlier ? 'more' : 'complete' });
    if (this.#transcript.gapAfter() === undefined) this.#between.set({ kind: 'complete' });
  }

  async loadEarlier(): Promise<void> {
    const before = this.#transcript.oldestSeq();
    const { kind } = this.#history.get();
    if (before === undefined || kind === 'loading' || kind === 'complete') return;
    await this.#load(this.#history, async () => {
      const page = await this.#parts.earlier(before);
      // One went elsewhere meanwhile, and what comes before that place is another page.
      if (this.#transcript.oldestSeq() !== before) return this.#history.get();
      this.#transcript.prepend(page.messages);
      return { kind: page.more ? 'more' : 'complete' };
    });
  }

  /** What was said after the lines that were gone to. */
  async loadBetween(): Promise<void> {
    const after = this.#transcript.gapAfter();
    const { kind } = this.#between.get();
    if (after === undefined || kind === 'loading' || kind === 'complete') return;
    await this.#load(this.#between, async () => {
      const page = await this.#parts.later(after);
      if (this.#transcript.gapAfter() !== after) return this.#between.get();
      const meets = this.#meets(page);
      this.#transcript.extend(page.messages, meets);
      return { kind: meets ? 'complete' : 'more' };
    });
  }

  /** Brings the line at a position here, with those around it, and says which row it is; null: there is none. */
  async goTo(seq: number): Promise<string | null> {
    this.#journeys += 1;
    const journey = this.#journeys;
    const known = this.#transcript.rowAt(seq);
    if (known !== undefined) return known;
    const [before, after] = await Promise.all([this.#parts.earlier(seq), this.#parts.later(seq - 1)]);
    if (journey !== this.#journeys) return null;
    this.#transcript.land([...before.messages, ...after.messages]);
    if (this.#meets(after)) this.#transcript.extend([], true);
    this.#between.set({ kind: this.#transcript.gapAfter() === undefined ? 'complete' : 'more' });
    this.#history.set({ kind: before.more ? 'more' : 'complete' });
    this.#publish();
    const [first] = after.messages;
    return first === undefined ? null : (this.#transcript.rowOf(first.id) ?? null);
  }

  /** Back to now: the lines of long ago go, unless they have met those of now. */
  leave(): void {
    this.#journeys += 1;
    if (!this.#transcript.leave()) return;
    this.#between.set({ kind: 'complete' });
    this.#history.set({ kind: 'more' });
    this.#publish();
  }

  #meets({ messages, more }: Page): boolean {
    const last = messages.at(-1);
    return !more || (last !== undefined && this.#transcript.reachesBackTo(last.seq));
  }

  async #load(state: Cell<History>, work: () => Promise<History>): Promise<void> {
    state.set({ kind: 'loading' });
    try {
      const next = await work();
      this.#publish();
      state.set(next.kind === 'loading' ? { kind: 'more' } : next);
    } catch (cause) {
      state.set({ kind: 'failed', detail: cause instanceof Error ? cause.message : String(cause) });
    }
  }
}
