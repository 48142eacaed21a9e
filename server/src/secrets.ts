import { LRUCache } from 'lru-cache';

/** Parts of a secret shorter than this are not searched for: they stand in texts by chance. */
const SHORTEST_PART = 8;
/** Who was not used for longest is forgotten first. */
const SECRETS_LIMIT = 2_000;
const CHARACTERS_LIMIT = 200_000;
/** Of a shorter secret the last four characters would tell too much. */
const HINT_MIN_LENGTH = 12;

/** Takes secrets out of texts by their values, whole or in stretches of eight characters and more. */
export class Secrets {
  /** How many secrets have this run of eight characters. */
  readonly #runs = new Map<string, number>();
  readonly #values = new LRUCache<string, true>({
    max: SECRETS_LIMIT,
    maxSize: CHARACTERS_LIMIT,
    sizeCalculation: (_, value) => value.length,
    dispose: (_, value) => this.#count(value, -1),
  });

  readonly #pinned = new Set<string>();

  add(secret: string | null | undefined): void {
    const value = secret?.trim() ?? '';
    if (value.length < SHORTEST_PART || this.#values.get(value)) return;
    this.#values.set(value, true);
    this.#count(value, 1);
  }

  /** One that is never forgotten. */
  pin(secret: string | null | undefined): void {
    const value = secret?.trim() ?? '';
    if (value.length < SHORTEST_PART || this.#pinned.has(value)) return;
    this.#pinned.add(value);
    this.#count(value, 1);
  }

  /** The text with every stretch of a secret replaced. */
  hide(text: string): string {
    if (this.#runs.size === 0) return text;
    let hidden = '';
    let from = 0;
    for (let at = 0; at + SHORTEST_PART <= text.length; at += 1) {
      if (!this.#runs.has(text.slice(at, at + SHORTEST_PART))) continue;
      const start = at;
      let end = at + SHORTEST_PART;
      while (end < text.length && this.#runs.has(text.slice(end - SHORTEST_PART + 1, end + 1))) end += 1;
      hidden += `${text.slice(from, start)}[key]`;
      from = end;
      at = end - 1;
    }
    return hidden + text.slice(from);
  }

  #count(value: string, by: number): void {
    for (let at = 0; at + SHORTEST_PART <= value.length; at += 1) {
      const run = value.slice(at, at + SHORTEST_PART);
      const count = (this.#runs.get(run) ?? 0) + by;
      if (count > 0) this.#runs.set(run, count);
      else this.#runs.delete(run);
    }
  }
}

/**
 * All keys that this process has used, for what only its operator reads. What people read passes a list of
 * its own with their key alone: from what is hidden in their texts they could read the keys of others.
 */
export const secrets = new Secrets();

/** What a key is known by; null: it is too short to tell anything of it. */
export function keyHint(key: string): string | null {
  return key.length >= HINT_MIN_LENGTH ? key.slice(-4) : null;
}
