/** Another node owns this conversation now: whoever catches this stops at once and writes nothing more. */
export class LeaseLost extends Error {
  constructor(conversationId: string) {
    super(`The lease on conversation ${conversationId} was lost.`);
    this.name = 'LeaseLost';
  }
}
