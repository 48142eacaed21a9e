import type { CheckpointStore } from '../conversations/checkpoint-store.ts';
import type { Speeches } from '../live/speech.ts';
import type { Logger } from '../logger.ts';

/** At most so much of what was said is lost when a process is killed. */
export const CHECKPOINT_MS = 100;

/** Keeps what is being said: ten times a second, one save for all conversations that have new words. */
export class Checkpoints {
  readonly #speeches: Speeches;
  readonly #store: CheckpointStore;
  readonly #logger: Logger;
  #timer: NodeJS.Timeout | null = null;
  #saving: Promise<void> | null = null;

  constructor(speeches: Speeches, store: CheckpointStore, logger: Logger) {
    this.#speeches = speeches;
    this.#store = store;
    this.#logger = logger;
  }

  start(): void {
    this.#timer = setInterval(() => void this.#save(), CHECKPOINT_MS);
    this.#timer.unref();
  }

  async close(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#saving;
    await this.#save();
  }

  async #save(): Promise<void> {
    if (this.#saving) return;
    const unsaved = this.#speeches.takeUnsaved();
    if (unsaved.added.length === 0 && unsaved.ended.length === 0) return;
    this.#saving = this.#store.save(unsaved.added, unsaved.ended).catch((error: unknown) => {
      this.#logger.warn(
        { error },
        'the words in flight could not be saved; they are saved with the next checkpoint',
      );
      this.#speeches.keepUnsaved(unsaved);
    });
    await this.#saving;
    this.#saving = null;
  }
}
