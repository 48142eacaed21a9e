import type { Model, Usage } from '@chimera/protocol/provider';
import type { BrainRequest, FinishReason } from './provider.ts';

/** How a vendor is spoken to: how a request is written, and how an answer is read. */
export interface WireProtocol {
  /** A base URL as the vendor's users give it, completed by the version where it needs one. */
  readonly completePath: (path: string) => string;
  readonly headers: (key: string | undefined) => Readonly<Record<string, string>>;
  /** Behind the base URL; so are the paths below. */
  readonly requestPath: (model: string) => string;
  readonly requestBody: (request: BrainRequest) => unknown;
  /** A new one for each answer. */
  readonly eventReader: () => ReadEvent;
  readonly modelsPath: string;
  /** Null: that is no list of models. An entry that cannot be read is left out. */
  readonly models: (answer: unknown) => readonly Model[] | null;
}

/** Reads the data of one event after the other; null when it is no part of an answer. */
export type ReadEvent = (data: string) => AnswerEvent | null;

/** What one event of an answer says, as far as it concerns us. */
export interface AnswerEvent {
  readonly text: string;
  readonly reasoning: string;
  /** Set by the vendor's terminal marker. */
  readonly finish: AnswerFinish | null;
  /** Nothing follows, not even the token counts. */
  readonly isLast: boolean;
  /** Of the whole answer until now. */
  readonly usage: Usage | null;
  /** What the vendor put under `error`; undefined when it put nothing there. */
  readonly error: unknown;
}

/** `failed`: the vendor says by its finish reason that it could not go on. */
export type AnswerFinish = FinishReason | 'failed';

/** An event that concerns nobody here. */
export const silentEvent: AnswerEvent = {
  text: '',
  reasoning: '',
  finish: null,
  isLast: false,
  usage: null,
  error: undefined,
};
