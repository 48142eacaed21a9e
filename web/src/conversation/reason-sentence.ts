/** A reason as a sentence of its own: one that begins small says something about the seat. */
export function reasonSentence(name: string, reason: string): string {
  const sentence = /^\p{Ll}/u.test(reason) ? `${name} ${reason}` : reason;
  return /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`;
}
