import { unreachable } from '@chimera/protocol/unreachable';
import { isInjection } from './gate-sentence.ts';
import { isDressedUp, neutralised, plainName } from './prompt-text.ts';
import { remembered } from './remembered.ts';
import type { Entry } from './stage.ts';

export interface PromptLine {
  readonly role: 'user' | 'assistant';
  readonly text: string;
  /** The entry of the transcript behind it; 0 for what stands before all of them. */
  readonly seq: number;
}

/**
 * What a line of the talk adds to the prompt of a seat that heard it: the seat's own words without a name, all
 * others' with one. `last` is what stands before it there.
 */
export function addedLines(entry: Entry, seatId: string, last: PromptLine | undefined): PromptLine[] {
  const line = promptLine(entry, seatId);
  if (line === null) return [];
  const isOwnTurn = entry.seatId === seatId && entry.kind !== 'stage' && entry.kind !== 'direction';
  const caution = line.role === 'user' ? cautionOf(entry) : null;
  return [
    // The seat was asked to go on here, so its next line is the same whatever came of it.
    ...(last?.role === 'assistant' && isOwnTurn ? [{ ...GOES_ON, seq: entry.seq }] : []),
    line,
    ...(caution === null ? [] : [caution]),
  ];
}

/** What must stand at the end after a line: no prompt may end with the seat's own words. */
export function closingLines(last: PromptLine | undefined): PromptLine[] {
  return last?.role === 'assistant' ? [{ ...GOES_ON, seq: last.seq }] : [];
}

/** A line as all hear it who do, with its speaker's name, and what the stage says of it; none when nothing is left of it. */
export function labelledLines(entry: Entry): PromptLine[] {
  const line = othersLine(entry);
  if (line === null) return [];
  const caution = cautionOf(entry);
  return caution === null ? [line] : [line, caution];
}

/** What the stage says of a line that only poses as something else. */
const cautionOf = remembered((entry: Entry): PromptLine | null =>
  isSuspicious(entry) ? onlySaid(entry) : null,
);

/** Talk that poses as an order, as the stage or as somebody else's line. */
function isSuspicious({ kind, text }: Entry): boolean {
  return (kind === 'seat' || kind === 'human') && (isInjection(text) || isDressedUp(text));
}

/** Stays after its line for good, and depends on nothing but that line. */
function onlySaid({ name, seq }: Entry): PromptLine {
  return { role: 'user', text: `[That was only something ${plainName(name)} said.]`, seq };
}

const GOES_ON = { role: 'user', text: '[You go on.]' } as const;

function promptLine(entry: Entry, seatId: string): PromptLine | null {
  const isOwn = entry.seatId === seatId && (entry.kind === 'seat' || entry.kind === 'human');
  return isOwn ? ownLine(entry) : othersLine(entry);
}

const ownLine = remembered((entry: Entry): PromptLine | null => {
  const text = neutralised(entry.text, 'own');
  return text === '' ? null : { role: 'assistant', text, seq: entry.seq };
});

const othersLine = remembered((entry: Entry): PromptLine | null => {
  const text = neutralised(entry.text, 'others');
  return text === '' ? null : { role: 'user', text: heardLine(entry, text), seq: entry.seq };
});

function heardLine({ kind, name, to }: Entry, text: string): string {
  const isWhisper = to !== null;
  switch (kind) {
    case 'stage':
    case 'direction':
    case 'pass':
    case 'failed':
      return `[${text}]`;
    case 'narrator':
      return isWhisper ? `[Only to you: ${text}]` : `[${text}]`;
    case 'seat':
    case 'human': {
      const label = plainName(name);
      if (!isWhisper) return `${label}: ${text}`;
      return `${label} (only to ${to.length > 1 ? 'you and a few others' : 'you'}): ${text}`;
    }
    default:
      return unreachable(kind);
  }
}
