import type { Usage } from '@chimera/protocol/provider';
import type { Dispatcher } from 'undici';
import { type EventFraming, type EventSplitter, eventSplitter } from './event-framing.ts';
import type { CallLimits } from './limits.ts';
import { networkProblem } from './network-problem.ts';
import { PartQueue } from './part-queue.ts';
import { type Part, ProviderError } from './provider.ts';
import { RefusedBody } from './refused-body.ts';
import { type Asked, refusalInStream } from './vendor-problem.ts';
import { wordsOfError } from './vendor-words.ts';
import type { AnswerEvent, AnswerFinish, ReadEvent } from './wire-protocol.ts';

export interface AnswerCall {
  readonly asked: Asked;
  readonly key: string | undefined;
  /** The first part of the answer. */
  readonly start: Part;
  readonly http: Dispatcher.DispatchOptions;
  readonly host: string;
  readonly framing: EventFraming;
  readonly readEvent: ReadEvent;
  readonly dispatcher: Dispatcher;
  readonly limits: CallLimits;
  /** Hears once how the call ended; an answer that nobody wants any more is not reported. */
  readonly report: (outcome: CallOutcome) => void;
}

export type CallOutcome =
  | { readonly ok: true; readonly latencyMs: number }
  | { readonly ok: false; readonly error: ProviderError };

/**
 * One answer on its way: the HTTP client's calls go in, parts come out. It asks when the first part
 * is wanted. What a chunk holds is read within the client's own call, so that a word costs its
 * reader one promise and nothing else.
 */
export class StreamedAnswer implements AsyncIterableIterator<Part, undefined>, Dispatcher.DispatchHandler {
  readonly #call: AnswerCall;
  readonly #signal: AbortSignal;
  readonly #parts = new PartQueue();
  readonly #events: EventSplitter;
  #state: 'new' | 'asked' | 'answering' | 'settled' = 'new';
  #controller: Dispatcher.DispatchController | null = null;
  #refused: RefusedBody | null = null;
  #finish: Exclude<AnswerFinish, 'failed'> | null = null;
  #usage: Usage | null = null;
  #askedAt = 0;
  #latencyMs = 0;
  #totalTimer: NodeJS.Timeout | undefined;
  #tailTimer: NodeJS.Timeout | undefined;

  constructor(call: AnswerCall, signal: AbortSignal) {
    this.#call = call;
    this.#signal = signal;
    this.#events = eventSplitter(call.framing, (data) => this.#onEvent(data));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Part, undefined>> {
    if (this.#state === 'new') this.#ask();
    const part = this.#parts.next();
    if (this.#controller?.paused && !this.#parts.isFull) this.#controller.resume();
    return part;
  }

  return(): Promise<IteratorResult<Part, undefined>> {
    this.#settle();
    this.#parts.clear();
    this.#parts.end();
    this.#hangUp();
    return Promise.resolve({ value: undefined, done: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#state === 'settled') this.#hangUp();
  }

  onResponseStart(
    _: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200 || this.#state === 'settled') return;
    this.#state = 'answering';
    this.#latencyMs = performance.now() - this.#askedAt;
    if (isStream(status, headers)) {
      this.#parts.push(this.#call.start);
      return;
    }
    this.#refused = new RefusedBody(this.#call, status, headers);
    this.#limitTail(() => this.#refuse());
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#state === 'settled') return;
    if (this.#refused !== null) {
      this.#refused.push(chunk);
      if (this.#refused.isFull) this.#refuse();
      return;
    }
    try {
      this.#events.push(chunk);
    } catch (error) {
      this.#fail(error instanceof ProviderError ? error : this.#garbled(error));
    }
    if (this.#parts.isFull) controller.pause();
  }

  onResponseEnd(): void {
    clearTimeout(this.#tailTimer);
    if (this.#state === 'settled') return;
    if (this.#refused !== null) return this.#refuse();
    try {
      this.#events.end();
    } catch {
      // The end came within an event: that is a cut, whatever the pieces look like.
    }
    this.#endEarly(() => this.#cut());
  }

  onResponseError(_: unknown, error: Error): void {
    clearTimeout(this.#tailTimer);
    if (this.#state === 'settled') return;
    if (this.#refused !== null) return this.#refuse();
    const { host, asked } = this.#call;
    const where = { vendorName: asked.vendorName, host, begun: this.#state === 'answering' };
    this.#endEarly(() => networkProblem(where, error));
  }

  #ask(): void {
    this.#state = 'asked';
    if (this.#signal.aborted) return this.#abort();
    this.#signal.addEventListener('abort', this.#abort, { once: true });
    this.#askedAt = performance.now();
    this.#totalTimer = setTimeout(() => this.#fail(this.#tooLong()), this.#call.limits.totalMs).unref();
    this.#call.dispatcher.dispatch(this.#call.http, this);
  }

  #onEvent(data: string): void {
    if (this.#state === 'settled') return;
    const event = this.#call.readEvent(data);
    if (event === null) throw this.#garbled(undefined);
    if (event.usage !== null && isBelievable(event.usage)) this.#usage = event.usage;
    // After its end only the token counts are news; some vendors repeat the last event.
    if (this.#finish === null) this.#take(event);
    if (event.isLast) this.#complete();
  }

  #take(event: AnswerEvent): void {
    if (event.error !== undefined) {
      const words = wordsOfError(event.error, this.#call.key);
      return this.#fail(refusalInStream(this.#call.asked, words));
    }
    if (event.reasoning !== '') this.#parts.push({ type: 'reasoning', text: event.reasoning });
    if (event.text !== '') this.#parts.push({ type: 'text', text: event.text });
    if (event.finish === null) return;
    if (event.finish === 'failed') return this.#fail(this.#gaveUp());
    this.#finish = event.finish;
    this.#limitTail(() => this.#complete());
  }

  /** The vendor said that the answer is complete: whatever breaks afterwards does not matter. */
  #endEarly(problem: () => ProviderError): void {
    if (this.#state === 'settled') return;
    if (this.#finish === null) this.#fail(problem());
    else this.#complete();
  }

  #complete(): void {
    if (this.#state === 'settled') return;
    this.#parts.push({ type: 'finish', reason: this.#finish ?? 'other', usage: this.#usage });
    this.#parts.end();
    this.#settle();
    this.#call.report({ ok: true, latencyMs: this.#latencyMs });
    // A response that ends by itself leaves its socket to the next turn.
    this.#limitTail(() => this.#hangUp());
  }

  #refuse(): void {
    if (this.#refused !== null) this.#fail(this.#refused.problem(Date.now()));
  }

  #fail(error: ProviderError): void {
    if (this.#state === 'settled') return;
    this.#settle();
    this.#parts.fail(error);
    this.#call.report({ ok: false, error });
    this.#hangUp();
  }

  readonly #abort = (): void => {
    this.#settle();
    this.#parts.clear();
    this.#parts.fail(this.#signal.reason);
    this.#hangUp();
  };

  #settle(): void {
    this.#state = 'settled';
    clearTimeout(this.#totalTimer);
    clearTimeout(this.#tailTimer);
    this.#signal.removeEventListener('abort', this.#abort);
  }

  #hangUp(): void {
    this.#controller?.abort(new Error('The rest of this answer is not wanted.'));
  }

  #limitTail(then: () => void): void {
    clearTimeout(this.#tailTimer);
    this.#tailTimer = setTimeout(then, this.#call.limits.tailMs).unref();
  }

  #garbled(cause: unknown): ProviderError {
    const detail = `${this.#call.asked.vendorName} sent something that is no part of an answer.`;
    return new ProviderError('garbled', detail, { retryable: true, cause });
  }

  #cut(): ProviderError {
    const detail = `${this.#call.asked.vendorName} broke off in the middle of its answer.`;
    return new ProviderError('cut', detail, { retryable: true });
  }

  #gaveUp(): ProviderError {
    const detail = `${this.#call.asked.vendorName} could not finish its answer.`;
    return new ProviderError('overloaded', detail, { retryable: true });
  }

  #tooLong(): ProviderError {
    const minutes = Math.ceil(this.#call.limits.totalMs / 60_000);
    const detail = `${this.#call.asked.vendorName} was still answering after ${minutes} minutes.`;
    return new ProviderError('timeout', detail, { retryable: true });
  }
}

/** More than any model reads or any answer costs is no count; then it is estimated. */
function isBelievable({ inputTokens, outputTokens, billed = 0 }: Usage): boolean {
  return Math.max(inputTokens, outputTokens) <= 1e9 && billed <= 1e6;
}

/** A few servers stream under another type or none; a web page or plain JSON is never a stream. */
function isStream(status: number, headers: Record<string, string | string[] | undefined>): boolean {
  const type = String(headers['content-type'] ?? '').toLowerCase();
  const encoding = String(headers['content-encoding'] ?? 'identity');
  return status < 300 && encoding === 'identity' && !/^(text\/html|application\/json)/.test(type);
}
