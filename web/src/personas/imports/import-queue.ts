import type { Imported, Sending } from './import-file.ts';

/** What becomes of one file. */
export type ImportState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'sending'; readonly share: number }
  /** All of it has left; the server reads it. */
  | { readonly kind: 'reading' }
  | { readonly kind: 'done'; readonly imported: Imported }
  /** It never left: it is too large, or empty. */
  | { readonly kind: 'unfit'; readonly why: 'too-large' | 'empty' }
  /** The server did not take it or could not be reached; null: it did not say why. */
  | { readonly kind: 'failed'; readonly cause: unknown }
  | { readonly kind: 'cancelled' };

export interface ImportItem {
  readonly id: number;
  readonly file: File;
  readonly state: ImportState;
}

export type SendFile = (file: File, sending: Sending) => Promise<Imported | null>;

/** The server's limit for a file. */
export const FILE_LIMIT_MB = 32;
const FILE_LIMIT = FILE_LIMIT_MB * 1024 * 1024;
const AT_ONCE = 2;

/** Files on their way in: one request each, two at a time. */
export class ImportQueue {
  readonly #send: SendFile;
  readonly #listeners = new Set<() => void>();
  readonly #hearers = new Set<(item: ImportItem) => void>();
  readonly #underWay = new Map<number, AbortController>();
  #items: readonly ImportItem[] = [];
  #lastId = 0;

  constructor(send: SendFile) {
    this.#send = send;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Calls for each file when nothing more happens to it, until the returned function is called. */
  readonly hear = (hearer: (item: ImportItem) => void): (() => void) => {
    this.#hearers.add(hearer);
    return () => void this.#hearers.delete(hearer);
  };

  readonly items = (): readonly ImportItem[] => this.#items;

  add(files: Iterable<File>): void {
    const added = [...files].map((file): ImportItem => {
      this.#lastId += 1;
      return { id: this.#lastId, file, state: firstState(file) };
    });
    this.#show([...this.#items, ...added]);
    for (const item of added) if (item.state.kind === 'unfit') this.#tell(item);
    this.#goOn();
  }

  cancel(id: number): void {
    const item = this.#items.find((one) => one.id === id);
    if (item === undefined || isSettled(item.state)) return;
    this.#underWay.get(id)?.abort();
    this.#settle(id, { kind: 'cancelled' });
    this.#goOn();
  }

  cancelAll(): void {
    // The last first, so that none begins in the place of one that ends.
    for (const { id } of this.#items.toReversed()) this.cancel(id);
  }

  again(id: number): void {
    const item = this.#items.find((one) => one.id === id);
    if (item?.state.kind !== 'failed' && item?.state.kind !== 'cancelled') return;
    this.#set(id, { kind: 'waiting' });
    this.#goOn();
  }

  /** Takes away those to which nothing more happens. */
  clear(): void {
    this.#show(this.#items.filter(({ state }) => !isSettled(state)));
  }

  #goOn(): void {
    const free = AT_ONCE - this.#underWay.size;
    const next = this.#items.filter(({ state }) => state.kind === 'waiting').slice(0, Math.max(0, free));
    for (const item of next) void this.#bringIn(item);
  }

  async #bringIn({ id, file }: ImportItem): Promise<void> {
    const controller = new AbortController();
    this.#underWay.set(id, controller);
    this.#set(id, { kind: 'sending', share: 0 });
    const isMine = () => this.#underWay.get(id) === controller;
    try {
      const imported = await this.#send(file, {
        signal: controller.signal,
        onProgress: ({ sent, total }) => {
          if (!isMine() || controller.signal.aborted) return;
          this.#set(id, sent >= total ? { kind: 'reading' } : { kind: 'sending', share: sent / total });
        },
      });
      if (!controller.signal.aborted)
        this.#settle(id, imported ? { kind: 'done', imported } : { kind: 'failed', cause: null });
    } catch (cause) {
      // One that was cancelled is shown so already.
      if (!controller.signal.aborted) this.#settle(id, { kind: 'failed', cause });
    } finally {
      if (isMine()) this.#underWay.delete(id);
      this.#goOn();
    }
  }

  #settle(id: number, state: ImportState): void {
    if (state.kind === 'cancelled') this.#underWay.delete(id);
    this.#set(id, state);
    const item = this.#items.find((one) => one.id === id);
    if (item) this.#tell(item);
  }

  #set(id: number, state: ImportState): void {
    this.#show(this.#items.map((item) => (item.id === id ? { ...item, state } : item)));
  }

  #tell(item: ImportItem): void {
    for (const hearer of this.#hearers) hearer(item);
  }

  #show(items: readonly ImportItem[]): void {
    this.#items = items;
    for (const listener of this.#listeners) listener();
  }
}

/** Nothing more happens to it by itself. */
export function isSettled({ kind }: ImportState): boolean {
  return kind !== 'waiting' && kind !== 'sending' && kind !== 'reading';
}

function firstState({ size }: File): ImportState {
  if (size > FILE_LIMIT) return { kind: 'unfit', why: 'too-large' };
  return size === 0 ? { kind: 'unfit', why: 'empty' } : { kind: 'waiting' };
}
