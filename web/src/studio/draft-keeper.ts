import { ApiError } from '@chimera/client/api-error';
import type { PersonaDraft } from '@chimera/protocol/persona-draft';
import { Cell, type Reading } from '../live/cell.ts';
import { reasonOf } from '../queries/reason-of.ts';
import type { DraftServer } from './draft-server.ts';
import type { DraftShelf, ShelvedDraft } from './draft-shelf.ts';
import type { DraftState } from './draft-state.ts';
import { draftSheetOf, type EditedSheet } from './edited-sheet.ts';
import { isSameValue } from './same-value.ts';

export interface DraftKeeperParts {
  readonly server: DraftServer;
  readonly shelf: DraftShelf;
  /** Where in the browser's shelf it lies. */
  readonly shelfId: string;
  /** Null: a new persona. */
  readonly personaId: string | null;
  readonly base: number;
  /** The draft that is gone on with; null: one begins with the first change. */
  readonly draft: Pick<PersonaDraft, 'id' | 'revision' | 'savedAt'> | null;
}

const SAVE_AFTER_MS = 800;
/** Browsers refuse more than 64 kB of it, which also counts what is in other letters than Latin ones. */
const KEEPALIVE_LIMIT = 20_000;
/** A pause in typing: a long sheet takes some time to be written down. */
const SHELVE_AFTER_MS = 400;
const RETRY_FIRST_MS = 3000;
const RETRY_MOST_MS = 60_000;

/**
 * Keeps what somebody writes: soon in the browser, a moment later on the server, and in the browser until the server
 * has it. It never writes over what another tab saved; then it waits for a choice.
 */
export class DraftKeeper {
  readonly state: Reading<DraftState>;
  /** The draft on the server; null: there is none yet. */
  readonly draftId: Reading<string | null>;
  readonly #parts: DraftKeeperParts;
  readonly #state: Cell<DraftState>;
  readonly #draftId: Cell<string | null>;
  #draft: Pick<PersonaDraft, 'id' | 'revision'> | null;
  #base: number;
  #latest: EditedSheet | null = null;
  #isSavable = true;
  /** What `latest` is of this, the server has. */
  #saved: EditedSheet | null = null;
  #sending: Promise<void> | null = null;
  /** Kept or thrown away. */
  #isOver = false;
  /** Nobody looks at it any more. */
  #isClosed = false;
  #retryMs = RETRY_FIRST_MS;
  #saveTimer: ReturnType<typeof setTimeout> | undefined;
  #shelveTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: DraftKeeperParts) {
    this.#parts = parts;
    this.#draft = parts.draft;
    this.#base = parts.base;
    this.#draftId = new Cell(parts.draft?.id ?? null);
    this.#state = new Cell<DraftState>(
      parts.draft === null ? { name: 'untouched' } : { name: 'saved', at: parts.draft.savedAt },
    );
    this.state = this.#state;
    this.draftId = this.#draftId;
  }

  /** `isSavable`: the server would take it. */
  change(sheet: EditedSheet, isSavable: boolean): void {
    if (this.#isOver) return;
    this.#latest = sheet;
    this.#isSavable = isSavable;
    clearTimeout(this.#shelveTimer);
    this.#shelveTimer = setTimeout(() => this.#shelve(), SHELVE_AFTER_MS);
    const { name } = this.#state.get();
    if (name === 'conflict') return;
    const next = isSavable ? 'saving' : 'held';
    // The same as before is not said again with every key.
    if (name !== next && !(isSavable && name === 'offline')) this.#state.set({ name: next });
    this.#saveIn(SAVE_AFTER_MS);
  }

  /** Saves now what is not saved yet. `leaving`: the page is going away, and may not see what comes of it. */
  flush({ leaving }: { readonly leaving: boolean }): void {
    if (!this.#hasNews()) return;
    this.#shelve();
    void this.#save(leaving);
  }

  /** From here on it stands on another version of its persona. */
  rebase(base: number, sheet: EditedSheet): void {
    this.#base = base;
    this.change(sheet, true);
  }

  /** Ends a conflict with what the other tab saved. */
  takeTheirs(): PersonaDraft | null {
    const state = this.#state.get();
    if (state.name !== 'conflict') return null;
    const { theirs } = state;
    this.#draft = theirs;
    this.#base = theirs.base;
    this.#latest = null;
    this.#unshelve();
    this.#state.set({ name: 'saved', at: theirs.savedAt });
    return theirs;
  }

  /** Ends a conflict: what stands here is saved over what the other tab saved. */
  keepMine(): void {
    const state = this.#state.get();
    if (state.name !== 'conflict') return;
    this.#draft = state.theirs;
    this.#state.set({ name: this.#isSavable ? 'saving' : 'held' });
    void this.#save(false);
  }

  /** It was kept as a version, or thrown away: nothing of it stays, here or on the server. */
  async discard(): Promise<void> {
    this.#isOver = true;
    this.#unshelve();
    clearTimeout(this.#saveTimer);
    await this.#sending;
    // What was on its way may have been put back.
    this.#unshelve();
    // A draft that stays is no harm: it is offered, and can be thrown away.
    if (this.#draft) await this.#parts.server.remove(this.#draft.id).catch(() => undefined);
  }

  open(): void {
    this.#isClosed = false;
  }

  /** Another screen comes: what can be saved is saved now, and the rest lies in the browser. */
  close(): void {
    this.#isClosed = true;
    this.flush({ leaving: false });
    clearTimeout(this.#saveTimer);
    clearTimeout(this.#shelveTimer);
  }

  #hasNews(): boolean {
    return !this.#isOver && this.#latest !== null && this.#latest !== this.#saved;
  }

  #saveIn(ms: number): void {
    clearTimeout(this.#saveTimer);
    // A closed one is not tried again: whoever opens it next goes on with what lies in the browser.
    if (!this.#isClosed) this.#saveTimer = setTimeout(() => void this.#save(false), ms);
  }

  async #save(leaving: boolean): Promise<void> {
    const { name } = this.#state.get();
    if (!this.#hasNews() || !this.#isSavable || this.#sending !== null || name === 'conflict') return;
    clearTimeout(this.#saveTimer);
    this.#sending = this.#send(leaving);
    await this.#sending;
    this.#sending = null;
    const isWorth = this.#state.get().name === 'saving' && this.#hasNews();
    if (isWorth && this.#isClosed) await this.#save(false);
    else if (isWorth) this.#saveIn(SAVE_AFTER_MS);
  }

  async #send(leaving: boolean): Promise<void> {
    const sheet = this.#latest;
    if (sheet === null) return;
    try {
      this.#took(await this.#written(sheet, leaving), sheet);
    } catch (cause) {
      await this.#failed(cause, sheet);
    }
  }

  #written(edited: EditedSheet, leaving: boolean): Promise<PersonaDraft> {
    const { server, personaId } = this.#parts;
    const sheet = draftSheetOf(edited);
    const keepalive = leaving && JSON.stringify(sheet).length < KEEPALIVE_LIMIT;
    const base = this.#base;
    if (this.#draft === null) {
      return server.begin({ ...(personaId !== null && { personaId }), base, sheet }, { keepalive });
    }
    return server.save(this.#draft.id, { base, revision: this.#draft.revision, sheet }, { keepalive });
  }

  #took(draft: PersonaDraft, sheet: EditedSheet): void {
    this.#draft = draft;
    this.#draftId.set(draft.id);
    this.#saved = sheet;
    this.#retryMs = RETRY_FIRST_MS;
    if (this.#latest !== sheet) {
      this.#state.set({ name: 'saving' });
      return this.#shelve();
    }
    this.#unshelve();
    this.#state.set({ name: 'saved', at: draft.savedAt });
  }

  async #failed(cause: unknown, sheet: EditedSheet): Promise<void> {
    const status = cause instanceof ApiError ? cause.status : 0;
    if (status === 409 && this.#draft !== null) return this.#meet(this.#draft.id, sheet);
    if (status === 404 && this.#draft !== null) {
      // Thrown away elsewhere; what is written here is not.
      this.#draft = null;
      this.#saveIn(0);
      return;
    }
    if (status >= 400 && status < 500 && status !== 429) {
      this.#state.set({ name: 'refused', cause });
      return;
    }
    this.#later(cause);
  }

  /** Another tab saved, or this one did and never heard of it. */
  async #meet(draftId: string, sheet: EditedSheet): Promise<void> {
    try {
      const theirs = await this.#parts.server.find(draftId);
      if (isSameValue(theirs.sheet, draftSheetOf(sheet))) this.#took(theirs, sheet);
      else this.#state.set({ name: 'conflict', theirs });
    } catch (cause) {
      this.#later(cause);
    }
  }

  #later(cause: unknown): void {
    this.#state.set({ name: 'offline', reason: reasonOf(cause) });
    this.#saveIn(this.#retryMs);
    this.#retryMs = Math.min(RETRY_MOST_MS, this.#retryMs * 2);
  }

  #shelve(): void {
    if (!this.#hasNews() || this.#latest === null) return;
    const shelved: ShelvedDraft = {
      id: this.#parts.shelfId,
      personaId: this.#parts.personaId,
      base: this.#base,
      follows: this.#draft && { draftId: this.#draft.id, revision: this.#draft.revision },
      sheet: draftSheetOf(this.#latest),
      at: new Date().toISOString(),
    };
    this.#parts.shelf.put(shelved);
  }

  #unshelve(): void {
    clearTimeout(this.#shelveTimer);
    this.#parts.shelf.drop(this.#parts.shelfId);
  }
}
