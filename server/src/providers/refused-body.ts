import { ProviderError } from './provider.ts';
import { type Asked, refusal, refusalInStream, retryAfterOf } from './vendor-problem.ts';
import { wordsOfBody } from './vendor-words.ts';

/** More of a refusal is not read. */
const BODY_LIMIT_BYTES = 65_536;

/** The body of a response that is no stream of words, and what it means. */
export class RefusedBody {
  readonly #call: { readonly asked: Asked; readonly key: string | undefined };
  readonly #status: number;
  readonly #headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(
    call: { readonly asked: Asked; readonly key: string | undefined },
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ) {
    this.#call = call;
    this.#status = status;
    this.#headers = headers;
  }

  get isFull(): boolean {
    return this.#bytes >= BODY_LIMIT_BYTES;
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
  }

  problem(nowMs: number): ProviderError {
    const { asked, key } = this.#call;
    const words = wordsOfBody(Buffer.concat(this.#chunks).toString(), key);
    if (this.#status >= 400) {
      return refusal(asked, this.#status, words, retryAfterOf(this.#headers, nowMs));
    }
    if (this.#status >= 300) {
      const detail = `${asked.vendorName} has moved (status ${this.#status}). Set the base URL to its new address.`;
      return new ProviderError('request-refused', detail, { retryable: false });
    }
    if (words.isError) return refusalInStream(asked, words);
    const said = words.message === '' ? '' : ` (${words.message})`;
    const detail = `${asked.vendorName} answered with a page${said} instead of a stream of words. Check the base URL.`;
    return new ProviderError('garbled', detail, { retryable: false });
  }
}
