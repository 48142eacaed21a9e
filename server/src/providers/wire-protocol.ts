import type { Model, Usage } from '@chimera/protocol/provider';
import type { EventFraming } from './event-framing.ts';
import type { BrainRequest, FinishReason } from './provider.ts';

/** How a vendor is spoken to: how a request is written, and how an answer is read. */
export interface WireProtocol {
  /** A base URL as the vendor's users give it, completed by the version where it needs one. */
  readonly completePath: (path: string) => string;
  readonly headers: (key: string | undefined) => Readonly<Record<string, string>>;
  /** Behind the base URL; so are the paths below. */
  readonly requestPath: (model: string) => string;
  /** `listed`: what the server told of the model, when it was asked for its models. */
  readonly requestBody: (request: BrainRequest, listed: ListedModel | undefined) => unknown;
  readonly framing: EventFraming;
  /** A new one for each answer. */
  readonly eventReader: () => ReadEvent;
  /** A new one for each connection, for it may remember what a server told. */
  readonly modelLister: () => ListModels;
}

/** Null: that is no list of models. An entry that cannot be read is left out. */
export type ListModels = (ask: AskJson) => Promise<readonly ListedModel[] | null>;

/** Calls a path behind the base URL, by POST when there is a body. Throws a ProviderError. */
export type AskJson = (path: string, body?: object) => Promise<unknown>;

/** A model with what only its adapter needs to know. */
export interface ListedModel extends Model {
  /** False: it refuses to be told to think. `levels`: it is told how much, not whether. */
  readonly thinking?: boolean | 'levels';
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
