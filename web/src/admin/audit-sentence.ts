import type { AuditEntry } from '@chimera/protocol/admin';
import { isolate } from '../ui/isolate.ts';
import type { AdminWords } from '../words/use-admin-words.ts';

/** What an entry tells, as a sentence. A newer server may name an action that is not known here. */
export function auditSentence(
  { action, actor, subject }: Pick<AuditEntry, 'actor' | 'subject'> & { readonly action: string },
  words: AdminWords['audit'],
): string {
  const told = {
    actor: isolate(actor.name),
    subject: subject?.name === undefined ? undefined : isolate(subject.name),
    isOwn: subject !== undefined && subject.id === actor.id,
  };
  // Its own names only: an action called `constructor` is no sentence.
  const sentence = Object.hasOwn(words.sentences, action) ? words.sentences[action] : undefined;
  return sentence === undefined ? words.unknown(told, isolate(action)) : sentence(told);
}
