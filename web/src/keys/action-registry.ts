import type { Action } from './action.ts';

/** All actions that can be done now. Screens add theirs while they are shown. */
export class ActionRegistry {
  #sets: readonly (readonly Action[])[] = [];
  #all: readonly Action[] = [];
  readonly #listeners = new Set<() => void>();

  /** Adds actions; the result takes them away again. */
  add(actions: readonly Action[]): () => void {
    this.#change([...this.#sets, actions]);
    return () => this.#change(this.#sets.filter((set) => set !== actions));
  }

  readonly all = (): readonly Action[] => this.#all;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #change(sets: readonly (readonly Action[])[]): void {
    this.#sets = sets;
    this.#all = sets.flat();
    for (const listener of this.#listeners) listener();
  }
}
