/** Names one conversation of one owner. Every query takes both, so that nothing is read by id alone. */
export interface ConversationRef {
  readonly ownerId: string;
  readonly id: string;
}
