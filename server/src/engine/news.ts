/** Lets one who has nothing to do wait until something happens, or for a while. */
export class News {
  #wake: (() => void) | null = null;

  arrive(): void {
    this.#wake?.();
  }

  wait(limitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, limitMs);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
    });
  }
}
