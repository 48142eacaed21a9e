/** Longer than it takes to write a commit, unless the database is in trouble. */
const LIMIT_MS = 3000;

/** Keeps a conversation where it is while whoever cut its turn off writes down what follows. */
export class Hold {
  #untilMs = 0;

  begin(): void {
    this.#untilMs = performance.now() + LIMIT_MS;
  }

  end(): void {
    this.#untilMs = 0;
  }

  get isOn(): boolean {
    return performance.now() < this.#untilMs;
  }
}
