import type { Persona } from '@chimera/protocol/persona';
import type { Pace } from '@chimera/protocol/conversation';
import type { Model, ProviderKind, Sampling, SpokenBy, Usage } from '@chimera/protocol/provider';

/** What a seat is asked, in no vendor's terms. Each adapter converts it to its wire protocol. */
export interface Prompt {
  /** Constant for a seat as long as the cast and the scene stay as they are. */
  readonly system: string;
  /** Roles alternate; the first and the last are the user's; no part is blank. */
  readonly turns: readonly PromptTurn[];
  /** For this turn only: joins the last user turn as its last part. */
  readonly tail: string;
}

export interface PromptTurn {
  readonly role: 'user' | 'assistant';
  readonly parts: readonly string[];
}

export interface BrainRequest {
  readonly model: string;
  readonly sampling: Sampling;
  readonly prompt: Prompt;
  /** Greatest length of the answer, in tokens. */
  readonly maxTokens: number;
  /** Texts at which the model stops, where the vendor allows it. */
  readonly stop: readonly string[];
  /**
   * Set when the answer must be JSON, `{"speaker": <this name>, "text": …}`: a model that confuses who it
   * is keeps to a schema better than to a sentence. Null: plain speech.
   */
  readonly replyAs: string | null;
  /** The scene as facts, for brains that are no language models. Vendors never see it. */
  readonly scene: Scene;
}

/** What is asked before it is known which brain answers: each gets the prompt that fits it. */
export interface Ask extends Omit<BrainRequest, 'model' | 'sampling' | 'prompt'> {
  /** Called for each request that is sent. The same brain gets the same prompt. */
  readonly promptFor: (brain: AskedBrain) => Prompt;
  /**
   * Told of each answer that had begun and broke off before its first text: the vendor took the request, so it
   * may cost, though another call or another brain answers. A request that was refused had not begun.
   */
  readonly onLost?: (heard: readonly Part[], error: unknown) => void;
}

/** Who is being asked, and how. */
export interface AskedBrain extends Pick<SpokenBy, 'kind' | 'model'> {
  readonly sampling?: Sampling;
}

/** What a seat has heard so far, and who is there. */
export interface Scene {
  readonly conversationId: string;
  readonly turnId: string;
  readonly attempt: number;
  readonly topic: string;
  readonly pace: Pace;
  readonly self: { readonly seatId: string; readonly name: string; readonly persona: Persona };
  readonly others: readonly { readonly seatId: string; readonly name: string; readonly human: boolean }[];
  /** Oldest first, only what this seat heard. */
  readonly lines: readonly SceneLine[];
  /** What the director or the format asks of this turn. */
  readonly direction: string | null;
  readonly targetWords: number;
  readonly mayPass: boolean;
}

export interface SceneLine {
  /** Null for a human who has no seat, and for the narrator. */
  readonly seatId: string | null;
  readonly kind: 'seat' | 'human' | 'narrator';
  readonly name: string;
  readonly text: string;
}

/** A piece of an answer. Only `text` is ever shown. */
export type Part =
  /** First part of every stream: who answers. */
  | { readonly type: 'start'; readonly brain: SpokenBy }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'reasoning'; readonly text: string }
  /** Last part of every stream that the vendor ended by its terminal marker. */
  | { readonly type: 'finish'; readonly reason: FinishReason; readonly usage: Usage | null };

export type FinishReason = 'stop' | 'length' | 'content-filter' | 'other';

/** A vendor, reached over one connection. */
export interface Provider {
  readonly kind: ProviderKind;
  /**
   * Streams one answer. Ends after `finish`, or throws a ProviderError; an end without
   * the vendor's terminal marker is a ProviderError of kind `cut`. Aborting the signal
   * closes the socket at once and throws the signal's reason.
   */
  stream(request: BrainRequest, signal: AbortSignal): AsyncIterable<Part>;
  models(signal: AbortSignal): Promise<readonly Model[]>;
}

export type ProviderProblem =
  | 'key-refused'
  | 'no-credit'
  | 'forbidden'
  | 'model-missing'
  | 'context-too-long'
  | 'request-refused'
  | 'content-filter'
  | 'rate-limited'
  | 'overloaded'
  | 'failing'
  | 'unreachable'
  | 'timeout'
  | 'stalled'
  | 'cut'
  | 'garbled'
  | 'blocked';

/** A vendor's failure, classified where it is seen. */
export class ProviderError extends Error {
  readonly problem: ProviderProblem;
  readonly retryable: boolean;
  /** How long the vendor asks us to wait. */
  readonly retryAfterMs: number | undefined;

  constructor(
    problem: ProviderProblem,
    detail: string,
    options: { retryable: boolean; retryAfterMs?: number; cause?: unknown },
  ) {
    super(detail, { cause: options.cause });
    this.name = 'ProviderError';
    this.problem = problem;
    this.retryable = options.retryable;
    this.retryAfterMs = options.retryAfterMs;
  }
}
