import { breakIn, endsSentence, isPlain, isSpace } from './gate-words.ts';

/** What was read of a sentence at a place where something may be decided. */
export type Read =
  /** A word has ended. */
  | { readonly kind: 'word'; readonly word: string }
  /** The sentence has ended, behind the word that was told before. */
  | { readonly kind: 'end' };

/** The sentence that is being read, from the white space before it on, and how much of it was given away. */
export class SentenceRead {
  #text = '';
  #read = 0;
  #given = 0;
  #word = '';
  #isPlain = false;
  #hasWords = false;
  #endsSentence = false;
  /** A wide full stop was read: the sentence is over, with no space behind it. */
  #hasStop = false;

  /** What was read of it. */
  get text(): string {
    return this.#text.slice(0, this.#read);
  }

  /** The word that has not ended yet. */
  get word(): string {
    return this.#word;
  }

  /** So far the word is letters and digits. */
  get isPlainWord(): boolean {
    return this.#isPlain;
  }

  /** How long it is without the white space before it. */
  get length(): number {
    return this.text.trimStart().length;
  }

  /** The newest characters that were read. */
  newest(length: number): string {
    return this.#text.slice(Math.max(0, this.#read - length), this.#read);
  }

  add(text: string): void {
    this.#text += text;
  }

  /** Reads on to the next place where something may be decided; null: all is read. */
  next(): Read | null {
    if (this.#hasStop) {
      this.#hasStop = false;
      return { kind: 'end' };
    }
    while (this.#read < this.#text.length) {
      const end = breakIn(this.#text, this.#read);
      if (end > this.#read) {
        this.#readPart(this.#text.slice(this.#read, end));
        continue;
      }
      const unit = this.#text.charAt(end);
      this.#hasStop = !isSpace(unit);
      if (this.#hasStop) this.#readPart(unit);
      if (this.#word !== '') return this.endWord();
      if (this.#hasWords && (this.#endsSentence || unit === '\n')) return { kind: 'end' };
      this.#read += 1;
    }
    return null;
  }

  /** The last word is whole; null: there is none. */
  endWord(): Extract<Read, { kind: 'word' }> | null {
    const word = this.#word;
    if (word === '') return null;
    this.#word = '';
    this.#isPlain = false;
    this.#endsSentence = endsSentence(word, !this.#hasWords);
    this.#hasWords = true;
    return { kind: 'word', word };
  }

  /** The sentence has ended with the last word, whatever comes. */
  get isOver(): boolean {
    return this.#word === '' && this.#hasWords && this.#endsSentence;
  }

  /** What was read and not given away before. */
  give(): string {
    const text = this.#text.slice(this.#given, this.#read);
    this.#given = this.#read;
    return text;
  }

  /** What waits to be given away. */
  get waiting(): string {
    return this.#text.slice(this.#given, this.#read);
  }

  /** Forgets what was given away, but for the newest characters. */
  forget(kept: number): void {
    const passed = Math.max(0, this.#given - kept);
    if (passed < kept) return;
    this.#text = this.#text.slice(passed);
    this.#read -= passed;
    this.#given -= passed;
  }

  /** The next sentence begins behind what was read. */
  begin(): void {
    this.#text = this.#text.slice(this.#read);
    this.#read = 0;
    this.#given = 0;
    this.#hasWords = false;
    this.#endsSentence = false;
  }

  /** The rest is left out. */
  drop(): void {
    this.#text = '';
    this.#word = '';
    this.begin();
  }

  #readPart(part: string): void {
    const isFirst = this.#word === '';
    this.#isPlain = (isFirst || this.#isPlain) && isPlain(part, isFirst);
    this.#word += part;
    this.#read += part.length;
  }
}
