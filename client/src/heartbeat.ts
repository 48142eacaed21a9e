const PING_EVERY_MS = 25_000;
const PONG_WITHIN_MS = 10_000;

/** Notices a connection that died without saying so. Anything that is heard proves life. */
export class Heartbeat {
  readonly #ping: () => void;
  readonly #onDead: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waiting = false;

  constructor(parts: { ping: () => void; onDead: () => void }) {
    this.#ping = parts.ping;
    this.#onDead = parts.onDead;
  }

  start(): void {
    this.#wait(PING_EVERY_MS, () => this.check());
  }

  /** Asks now, for example after the machine slept. */
  check(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    this.#wait(PONG_WITHIN_MS, this.#onDead);
    this.#ping();
  }

  heard(): void {
    if (!this.#waiting) return;
    this.#waiting = false;
    this.start();
  }

  stop(): void {
    this.#waiting = false;
    clearTimeout(this.#timer);
  }

  #wait(delayMs: number, then: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(then, delayMs);
  }
}
