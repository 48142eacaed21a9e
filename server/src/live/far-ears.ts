/**
 * Where rooms are open, their node says so every four seconds, and at once when one opens: without a word for so long,
 * nobody follows there any more.
 */
const SILENT_MS = 15_000;

/**
 * Whether anybody may follow a conversation on another node: words need not travel to where nobody reads them. It is
 * in doubt, and words travel, until others were listened to for as long as they would have spoken up in.
 */
export class FarEars {
  readonly #until = new Map<string, number>();

  /** From now on others are listened to; what they said before, or meanwhile, is not known. */
  doubt(conversationId: string): void {
    this.#until.set(conversationId, performance.now() + SILENT_MS);
  }

  /** Another node says how many follow there. */
  hear(conversationId: string, viewers: number): void {
    if (viewers > 0) this.doubt(conversationId);
  }

  /** Nobody listens to others any more. */
  forget(conversationId: string): void {
    this.#until.delete(conversationId);
  }

  mayBe(conversationId: string): boolean {
    const until = this.#until.get(conversationId);
    return until === undefined || performance.now() < until;
  }
}
