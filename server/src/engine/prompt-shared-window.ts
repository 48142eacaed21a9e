import { tallyBy } from './growing-list.ts';
import { stageLinesIn } from './heard.ts';
import { type PromptLine, labelledLines } from './prompt-lines.ts';
import { PromptWindow } from './prompt-window.ts';
import { remembered } from './remembered.ts';
import type { Entry, Stage } from './stage.ts';
import { isHeardBy, isSpoken } from './transcript.ts';

/** The part of a talk that prompts of several seats hold, the same for each of them. */
export interface SharedWindow {
  readonly lines: readonly SharedLine[];
  /** What comes before is not in it. */
  readonly untilSeq: number;
  /** Whether all seats that hear this window from its first line on heard an earlier line as well. */
  readonly isCommon: (entry: Entry) => boolean;
}

export interface SharedLine extends PromptLine {
  readonly entry: Entry;
}

/**
 * What was said aloud, as far as it fits. A seat that was away or came later has not heard all of it: its own
 * prompt leaves that out, and differs from there on. When it has heard enough since, the window begins where
 * it came, and all prompts are one again.
 */
export function sharedWindow(stage: Stage, seatIds: ReadonlySet<string>, budgetTokens: number): SharedWindow {
  const afterSeq = stage.ledger?.untilSeq ?? 0;
  const reading = { leftAt: departuresOf(stage, seatIds), afterSeq, budgetTokens };
  const { window } = meetingOf(stage.transcript, reading);
  const lines = [...window.lines];
  const first = lines[0]?.entry;
  const common = [...seatIds].filter((id) => first === undefined || hears(reading, first, id));
  return {
    lines,
    untilSeq: window.untilSeq ?? afterSeq,
    isCommon: (entry) => entry.to === null && common.every((id) => hears(reading, entry, id)),
  };
}

interface Reading {
  /** Of each seat that reads the window the position at which it left for good; null: it is there. */
  readonly leftAt: ReadonlyMap<string, number | null>;
  readonly afterSeq: number;
  readonly budgetTokens: number;
}

/** With this many spoken lines a seat follows the talk; as many stay when older talk is noted down. */
const LINES_TO_FOLLOW = 24;

const sharedLinesOf = remembered((entry: Entry): readonly SharedLine[] =>
  labelledLines(entry).map((line) => ({ ...line, entry })),
);

/** The window, and since which line, for how many spoken lines, each seat has heard all that was said aloud. */
const meetingOf = tallyBy(
  ({ leftAt, afterSeq, budgetTokens }: Reading) => JSON.stringify([...leftAt, afterSeq, budgetTokens]),
  ({ leftAt, budgetTokens }) => ({
    window: new PromptWindow<SharedLine>(budgetTokens),
    heard: new Map([...leftAt.keys()].map((id) => [id, { from: 0, lines: 0 }])),
    count: 0,
    start: 0,
  }),
  (meeting, entry: Entry, _, reading) => {
    if (entry.to !== null || entry.seq <= reading.afterSeq) return;
    for (const [index, line] of sharedLinesOf(entry).entries()) {
      meeting.count += 1;
      for (const [id, since] of meeting.heard) {
        if (!hears(reading, entry, id)) meeting.heard.set(id, { from: meeting.count, lines: 0 });
        else if (isSpoken(entry) && index === 0) since.lines += 1;
        // The earliest place where the window may begin.
        if (since.lines >= LINES_TO_FOLLOW) meeting.start = Math.max(meeting.start, since.from);
      }
      meeting.window.push(line, meeting.start);
    }
  },
);

/** Nobody is noted as absent after they left for good. */
function hears({ leftAt }: Reading, entry: Entry, seatId: string): boolean {
  return isHeardBy(entry, seatId) && entry.seq <= (leftAt.get(seatId) ?? Number.POSITIVE_INFINITY);
}

function departuresOf({ conversation, transcript }: Stage, seatIds: ReadonlySet<string>): Reading['leftAt'] {
  const present = new Set(conversation.seats.map(({ id }) => id));
  const { lastAbout } = stageLinesIn(transcript);
  return new Map([...seatIds].map((id) => [id, present.has(id) ? null : (lastAbout.get(id) ?? 0)]));
}
