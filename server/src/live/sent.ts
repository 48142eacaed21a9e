import type { Frame } from './frame.ts';

/** Counts what was sent to viewers of this node, by socket and stream alike. */
export class Sent {
  readonly #frames = new Map<Frame['type'], number>();
  #bytes = 0;

  count({ type, json }: Frame): void {
    this.#frames.set(type, (this.#frames.get(type) ?? 0) + 1);
    this.#bytes += json.length;
  }

  /** By type. */
  get frames(): ReadonlyMap<Frame['type'], number> {
    return this.#frames;
  }

  get bytes(): number {
    return this.#bytes;
  }
}
