import type { ImportNote } from '@chimera/protocol/import-report';
import { CARD_LIMITS } from './card-limits.ts';
import { clipped } from './card-problem.ts';

/** What became of the parts of a file, as it is found out. The same is noted once. */
export class ImportNotes {
  readonly #notes = new Map<string, ImportNote>();
  #more = 0;

  changed(path: string, message: string): void {
    this.#add({ path, kind: 'changed', message });
  }

  kept(path: string, message: string): void {
    this.#add({ path, kind: 'kept', message });
  }

  leftOut(path: string, message: string): void {
    this.#add({ path, kind: 'left-out', message });
  }

  list(): ImportNote[] {
    const notes = [...this.#notes.values()];
    if (this.#more === 0) return notes;
    return [
      ...notes,
      { path: '', kind: 'kept', message: `${this.#more} more parts are not used or were changed.` },
    ];
  }

  #add({ path, kind, message }: ImportNote): void {
    const note = {
      path: clipped(path, CARD_LIMITS.path),
      kind,
      message: clipped(message, CARD_LIMITS.message),
    };
    const key = `${note.kind}\n${note.path}\n${note.message}`;
    if (this.#notes.has(key)) return;
    if (this.#notes.size < CARD_LIMITS.notes) this.#notes.set(key, note);
    else this.#more += 1;
  }
}
