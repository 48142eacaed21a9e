import { type PromptLine, labelledLines } from './prompt-lines.ts';
import { windowed } from './prompt-window.ts';
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
  const hears = hearingOf(stage, seatIds);
  const all = linesSaidAloud(stage);
  const starts = meetingPoints(all, seatIds, hears);
  const { lines, leftOut } = windowed(all, budgetTokens, (index) => starts[index] ?? 0);
  const first = lines[0]?.entry;
  const common = [...seatIds].filter((id) => first === undefined || hears(first, id));
  return {
    lines,
    untilSeq: leftOut.at(-1)?.seq ?? stage.ledger?.untilSeq ?? 0,
    isCommon: (entry) => entry.to === null && common.every((id) => hears(entry, id)),
  };
}

type Hears = (entry: Entry, seatId: string) => boolean;

/** With this many spoken lines a seat follows the talk; as many stay when older talk is noted down. */
const LINES_TO_FOLLOW = 24;

function linesSaidAloud({ transcript, ledger }: Stage): SharedLine[] {
  return transcript
    .filter(({ seq, to }) => to === null && seq > (ledger?.untilSeq ?? 0))
    .flatMap(sharedLinesOf);
}

const sharedLinesOf = remembered((entry: Entry): readonly SharedLine[] =>
  labelledLines(entry).map((line) => ({ ...line, entry })),
);

/** At each line the earliest place where the window may begin. */
function meetingPoints(lines: readonly SharedLine[], seatIds: ReadonlySet<string>, hears: Hears): number[] {
  const heard = new Map([...seatIds].map((id) => [id, { from: 0, lines: 0 }]));
  let start = 0;
  return lines.map(({ entry }, index) => {
    const isFirstOfEntry = lines[index - 1]?.entry !== entry;
    for (const [id, since] of heard) {
      if (!hears(entry, id)) heard.set(id, { from: index + 1, lines: 0 });
      else if (isSpoken(entry) && isFirstOfEntry) since.lines += 1;
      if (since.lines >= LINES_TO_FOLLOW) start = Math.max(start, since.from);
    }
    return start;
  });
}

/** Nobody is noted as absent after they left for good. */
function hearingOf({ conversation, transcript }: Stage, seatIds: ReadonlySet<string>): Hears {
  const present = new Set(conversation.seats.map(({ id }) => id));
  const leftAt = new Map(
    [...seatIds]
      .filter((id) => !present.has(id))
      .map((id) => [
        id,
        transcript.findLast((entry) => entry.kind === 'stage' && entry.seatId === id)?.seq ?? 0,
      ]),
  );
  return (entry, seatId) =>
    isHeardBy(entry, seatId) && entry.seq <= (leftAt.get(seatId) ?? Number.POSITIVE_INFINITY);
}
