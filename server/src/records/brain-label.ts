import { type Brain, providerKindSchema } from '@chimera/protocol/provider';

/** What plays a seat, in words that mean something outside this server. */
export function brainLabel(brain: Brain | null): string {
  if (brain === null) return 'chosen by the server';
  if ('human' in brain) return 'a person';
  // Built-in connections are named after their provider; the id of any other says nothing to a reader.
  const kind = providerKindSchema.safeParse(brain.connectionId);
  return kind.success ? `${kind.data} · ${brain.model}` : brain.model;
}
