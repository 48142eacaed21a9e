/** Parts of a secret shorter than this are not searched for: they stand in texts by chance. */
const SHORTEST_PART = 8;

/** Takes secrets out of texts by their values, wherever they come from: logs, errors, what vendors echo. */
export class Secrets {
  readonly #values = new Set<string>();
  /** Every run of eight characters of a secret. */
  readonly #runs = new Set<string>();

  add(secret: string | null | undefined): void {
    const value = secret?.trim() ?? '';
    if (value.length < SHORTEST_PART || this.#values.has(value)) return;
    this.#values.add(value);
    for (let at = 0; at + SHORTEST_PART <= value.length; at += 1) {
      this.#runs.add(value.slice(at, at + SHORTEST_PART));
    }
  }

  /** The text with every stretch of a secret of eight characters or more replaced. */
  hide(text: string): string {
    if (this.#values.size === 0) return text;
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
}

/** Of this process: whoever learns a secret adds it, whoever writes a text down hides them. */
export const secrets = new Secrets();
