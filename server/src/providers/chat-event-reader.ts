import { type ChatChunk, chatChunk } from './chat-chunk.ts';

/** Shapes that are learned in vain before it is given up: some vendors pad each event differently. */
const VAIN_SHAPES_LIMIT = 3;

/** Where the words of an event stand, in the two spellings of JSON that servers use. */
const markers = ['"content":"', '"content": "'];

/** Text that stands in JSON as it is. */
const plainText = /^[^"\\\p{Cc}]*$/u;

/**
 * Reads the events of one stream. Most differ from the one before in nothing but their words, so
 * an event with the same text before and after its words needs no parser: it costs a third.
 */
export class ChatEventReader {
  #before = '';
  #after = '';
  #uses = 0;
  #vainShapes = 0;

  /** Null when it is no event of a chat stream; throws a SyntaxError when it is no JSON. */
  read(data: string): ChatChunk | null {
    const words = this.#wordsOf(data);
    if (words !== null) {
      this.#uses += 1;
      return wordsOnly(words);
    }
    const chunk = chatChunk(JSON.parse(data));
    if (chunk !== null && this.#vainShapes < VAIN_SHAPES_LIMIT) this.#learn(data, chunk);
    return chunk;
  }

  #wordsOf(data: string): string | null {
    if (this.#before === '' || data.length < this.#before.length + this.#after.length) return null;
    if (!data.startsWith(this.#before) || !data.endsWith(this.#after)) return null;
    const words = data.slice(this.#before.length, data.length - this.#after.length);
    return plainText.test(words) ? words : null;
  }

  /**
   * Takes an event as a shape if nothing but words is in it and they stand in one place only. That
   * other words in that place would be read as words is tried out, not assumed.
   */
  #learn(data: string, chunk: ChatChunk): void {
    if (chunk.text === '' || !plainText.test(chunk.text) || !isWordsOnly(chunk)) return;
    const marker = markers.find((each) => data.includes(each));
    if (marker === undefined || data.indexOf(marker) !== data.lastIndexOf(marker)) return;
    const start = data.indexOf(marker) + marker.length;
    const end = start + chunk.text.length;
    if (!data.startsWith(`${chunk.text}"`, start)) return;
    const before = data.slice(0, start);
    const after = data.slice(end);
    const other = chatChunk(JSON.parse(`${before}other words${after}`));
    if (other === null || other.text !== 'other words' || !isWordsOnly(other)) return;
    if (this.#before !== '') this.#vainShapes = this.#uses > 0 ? 0 : this.#vainShapes + 1;
    this.#before = before;
    this.#after = after;
    this.#uses = 0;
  }
}

function wordsOnly(text: string): ChatChunk {
  return { text, reasoning: '', finish: null, usage: null, error: undefined };
}

function isWordsOnly({ reasoning, finish, usage, error }: ChatChunk): boolean {
  return reasoning === '' && finish === null && usage === null && error === undefined;
}
