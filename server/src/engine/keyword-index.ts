/** A keyword as words, and what it calls up. */
export interface Keyword {
  readonly words: readonly string[];
  readonly target: number;
}

/** A beginning of a keyword: a shorter one and a word more. */
interface Place {
  readonly from: number;
  readonly word: number;
  readonly depth: number;
}

/** Words of all keywords together. */
const WORDS_LIMIT = 20_000;
/** Greater than the number of words and of places. */
const PLACES = 65_536;

/**
 * Finds any number of keywords in one walk through a text (Aho and Corasick, 1975), so that neither a large book
 * nor a text that was made for it takes longer than to read both once.
 */
export class KeywordIndex {
  readonly #ids = new Map<string, number>();
  /** From a place by a word to the next place. Places are beginnings of keywords; 0 is the empty one. */
  readonly #steps = new Map<number, number>();
  /** By place: what is called up by the keyword that ends there. */
  readonly #targets = new Map<number, number[]>();
  /** By place: where to go on when the next word does not fit, which is its longest end that is a beginning too. */
  readonly #elsewhere: number[] = [0];

  constructor(keywords: Iterable<Keyword>) {
    const made: Place[] = [];
    let words = 0;
    for (const keyword of keywords) {
      words += keyword.words.length;
      if (words > WORDS_LIMIT) break;
      if (keyword.words.length > 0) this.#add(keyword, made);
    }
    // The shorter beginnings are known before those that are longer by a word.
    const places = made.map((place, at) => ({ ...place, at: at + 1 })).toSorted((a, b) => a.depth - b.depth);
    for (const { from, word, at } of places) {
      this.#elsewhere[at] = from === 0 ? 0 : this.#step(this.#elsewhere[from] ?? 0, word);
    }
  }

  /** What is called up by keywords in these lines; none goes on from one line into the next. */
  find(lines: readonly (readonly string[])[]): ReadonlySet<number> {
    const found = new Set<number>();
    const seen = new Set<number>([0]);
    for (const line of lines) {
      let place = 0;
      for (const word of line) {
        const id = this.#ids.get(word);
        place = id === undefined ? 0 : this.#step(place, id);
        for (let at = place; !seen.has(at); at = this.#elsewhere[at] ?? 0) {
          seen.add(at);
          for (const target of this.#targets.get(at) ?? []) found.add(target);
        }
      }
    }
    return found;
  }

  #add({ words, target }: Keyword, made: Place[]): void {
    let place = 0;
    for (const [depth, text] of words.entries()) {
      const word = this.#ids.get(text) ?? this.#ids.size;
      this.#ids.set(text, word);
      let next = this.#steps.get(place * PLACES + word);
      if (next === undefined) {
        made.push({ from: place, word, depth });
        next = made.length;
        this.#steps.set(place * PLACES + word, next);
      }
      place = next;
    }
    const targets = this.#targets.get(place);
    if (targets) targets.push(target);
    else this.#targets.set(place, [target]);
  }

  #step(from: number, word: number): number {
    for (let place = from; ; place = this.#elsewhere[place] ?? 0) {
      const next = this.#steps.get(place * PLACES + word);
      if (next !== undefined) return next;
      if (place === 0) return 0;
    }
  }
}
