import type { AuditionEvent } from '@chimera/protocol/audition';
import type { SpokenBy, Usage } from '@chimera/protocol/provider';
import { unreachable } from '@chimera/protocol/unreachable';
import type { EditedSheet } from '../edited-sheet.ts';

/** Something that was said while a persona was tried out. */
export interface SaidLine {
  readonly id: number;
  readonly by: 'self' | 'other' | 'you';
  readonly name: string;
  readonly text: string;
  /** Who really spoke; null: nobody yet, or a person. */
  readonly brain: SpokenBy | null;
  readonly usage: Usage | null;
}

export type Phase =
  | { readonly name: 'idle' | 'talking' | 'done' | 'stopped' }
  | { readonly name: 'failed'; readonly reason: string };

/** One time that it was tried out. */
export interface Tryout {
  /** Which time it is. */
  readonly id: number;
  readonly phase: Phase;
  readonly lines: readonly SaidLine[];
  /** The sheet that it spoke by; null: it did not speak yet. */
  readonly sheet: EditedSheet | null;
}

export const noTryout: Tryout = { id: 0, phase: { name: 'idle' }, lines: [], sheet: null };

/** What stands there after an event. */
export function afterEvent(tryout: Tryout, event: AuditionEvent): Tryout {
  switch (event.type) {
    case 'turn':
      return {
        ...tryout,
        lines: [...tryout.lines, lineOf(tryout, event.self ? 'self' : 'other', event.name, '')],
      };
    case 'text':
      return changedLast(tryout, (line) => ({ ...line, text: line.text + event.text }));
    case 'reset':
      return changedLast(tryout, (line) => ({ ...line, text: '' }));
    case 'spoken':
      return changedLast(tryout, (line) => ({ ...line, brain: event.brain, usage: event.usage ?? null }));
    case 'problem':
      return { ...tryout, phase: { name: 'failed', reason: event.detail } };
    case 'done':
      return { ...tryout, phase: { name: 'done' } };
    default:
      return unreachable(event);
  }
}

export function lineOf(
  { lines }: Pick<Tryout, 'lines'>,
  by: SaidLine['by'],
  name: string,
  text: string,
): SaidLine {
  return { id: lines.length, by, name, text, brain: null, usage: null };
}

/** A line for which nobody found words is none. */
export function spokenLines({ lines, phase }: Tryout): readonly SaidLine[] {
  return phase.name === 'talking' ? lines : lines.filter(({ text }) => text !== '');
}

function changedLast(tryout: Tryout, change: (line: SaidLine) => SaidLine): Tryout {
  const last = tryout.lines.at(-1);
  return last === undefined ? tryout : { ...tryout, lines: [...tryout.lines.slice(0, -1), change(last)] };
}
