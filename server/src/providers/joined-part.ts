import type { Part } from './provider.ts';

/** Both as one part; null: they are not of one kind, or no words. */
export function joinedPart(last: Part, part: Part): Part | null {
  if (last.type === 'text' && part.type === 'text') return { type: 'text', text: last.text + part.text };
  if (last.type === 'reasoning' && part.type === 'reasoning') {
    return { type: 'reasoning', text: last.text + part.text };
  }
  return null;
}
