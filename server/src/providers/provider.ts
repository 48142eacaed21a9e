import type { Persona } from '@chimera/protocol/persona';
import type { Pace } from '@chimera/protocol/conversation';
import type { Model, ProviderKind, Sampling, SpokenBy, Usage } from '@chimera/protocol/provider';

/** What a seat is asked, in no vendor's terms. Each adapter converts it to its wire protocol. */
export interface Prompt {
  /** Constant for a seat, or for all seats that share a brain, as long as the scene stays as it is. */
  readonly system: string;
  /** Roles alternate; the first and the last are the user's; no part is blank. */
  readonly turns: readonly PromptTurn[];
  /** For this turn only: joins the last user turn as its last part. */
  readonly tail: string;
}

export interface PromptTurn {
  readonly role: 'user' | 'assistant';
  readonly parts: readonly string[];
  /** Of a user's turn: they stand before its parts. A model that is known not to see is told of them in words. */
  readonly images?: readonly Image[];
}

export interface Image {
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif';
  readonly base64: string;
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
  /** Hears that a vendor is asked again after a while, and why. */
  readonly onWait?: (waitMs: number, why: string) => void;
  /** `use`: an answer that was kept will do. `renew`: it will not, but the new one is kept in its place. */
  readonly cache: 'off' | 'use' | 'renew';
  /** Hears of an answer that is kept, with the way to have it forgotten: nobody should get what was refused. */
  readonly onKept?: (forget: () => void) => void;
  /**
   * Told of each answer that had begun and broke off before its first text: the vendor took the request, so it
   * may cost, though another call or another brain answers. A request that was refused had not begun.
   */
  readonly onLost?: (heard: readonly Part[], error: unknown) => void;
}

/** Who is being asked, and how. */
export interface AskedBrain extends Pick<SpokenBy, 'connectionId' | 'kind' | 'model'> {
  readonly sampling?: Sampling;
  /** How much it can read and write at once, as far as its server tells. */
  readonly contextTokens?: number;
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
  | {
      readonly type: 'start';
      readonly brain: SpokenBy;
      /** It said this before, to the same question, and was not asked again. */
      readonly cached?: true;
    }
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
  /** Tokens of a request to this model and its answer together, as known from the last list of models. */
  contextTokens?(model: string): number;
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
  | 'blocked'
  /** Not asked at all: it failed too often lately. */
  | 'paused'
  /** Not asked at all: too many answers of the connection are under way. */
  | 'busy';

/** A vendor's failure, classified where it is seen. */
export class ProviderError extends Error {
  readonly problem: ProviderProblem;
  readonly retryable: boolean;
  /** For how long asking again is no use, as the vendor says or as is decided here. */
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
