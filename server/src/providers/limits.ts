/** How long one call to a vendor may take, by what it is waiting for. */
export interface CallLimits {
  /** Until the answer begins. Local servers load a model first. */
  readonly headersMs: number;
  /** Between two pieces of an answer, keep-alive comments included. */
  readonly idleMs: number;
  /** For the whole answer, however alive it is. */
  readonly totalMs: number;
  /** After the answer has ended: for the token counts, or for the words of a refusal. */
  readonly tailMs: number;
  /** For the list of models. */
  readonly modelsMs: number;
}

/** The limit on opening a connection belongs to the dispatcher. */
export const callLimits: CallLimits = {
  headersMs: 120_000,
  idleMs: 90_000,
  totalMs: 900_000,
  tailMs: 5_000,
  modelsMs: 10_000,
};
