import type { ModelSize } from '../providers/model-size.ts';
import type { Prompt } from '../providers/provider.ts';
import type { Direction } from './direction.ts';
import { earlierNote, PRIVATE_NOTE } from './ledger-note.ts';
import { openingLine, stageLine } from './prompt.ts';
import { CARD_CHARACTERS, cardText } from './prompt-card.ts';
import { LORE_TOKENS, wholeLore } from './prompt-lore.ts';
import { sharedSystemText } from './prompt-shared-system.ts';
import { sharedWindow } from './prompt-shared-window.ts';
import { tailText } from './prompt-tail.ts';
import { plainName } from './prompt-text.ts';
import { WHISPERS_CHARACTERS, whispersOf } from './prompt-whispers.ts';
import { historyBudget } from './prompt-window.ts';
import type { Entry, Stage } from './stage.ts';
import { isHeardBy } from './transcript.ts';

export interface Sharing {
  /** All seats for which the brain speaks, the one that is asked among them. */
  readonly seatIds: ReadonlySet<string>;
  readonly size: ModelSize;
  readonly historyTokens?: number;
}

/**
 * The talk for one of several seats of a local model, which has room for one prompt in its cache: the same
 * script for all of them, then what only this turn needs, the name of who speaks last. Everything before that
 * only ever grows at its end, whichever of them speaks; an edit, a shortened history and a seat that has not
 * heard what the others did are the exceptions.
 */
export function composeSharedPrompt(
  stage: Stage,
  seatId: string,
  direction: Direction,
  { seatIds, size, historyTokens }: Sharing,
): Prompt {
  const window = sharedWindow(stage, seatIds, historyTokens ?? sharedHistoryBudget(stage, size));
  const { lines, untilSeq } = window;
  const heard = lines.filter(({ entry }) => isHeardBy(entry, seatId));
  const isInStep = heard.length === lines.length;
  const isSaidInNote = (entry: Entry) =>
    isInStep ? window.isCommon(entry) : entry.to === null && isHeardBy(entry, seatId);
  const note = earlierNote(stage, isSaidInNote, { seatId: NOBODY, untilSeq });
  const whispers = whispersOf(stage.transcript, seatId, untilSeq);
  const isPrivate = (entry: Entry) =>
    isHeardBy(entry, seatId) && (entry.seq <= untilSeq ? !isSaidInNote(entry) : whispers.leftOut.has(entry));
  const all = { seatId, untilSeq: Number.POSITIVE_INFINITY, form: PRIVATE_NOTE };
  const tail = [
    stageLine(cardText(stage, seatId)).text,
    ...wholeLore(stage, seatId, LORE_TOKENS.short),
    ...[earlierNote(stage, isPrivate, all)].flatMap((text) => (text === null ? [] : [stageLine(text).text])),
    ...(whispers.lines.length === 0 ? [] : [stageLine(WHISPERED).text, ...whispers.lines]),
    tailText(stage, seatId, direction, size.prompt === 'short'),
    cue(stage, seatId),
  ];
  return {
    system: sharedSystemText(stage, size),
    turns: [
      {
        role: 'user',
        parts: [openingLine(stage), ...(note === null ? [] : [stageLine(note)]), ...heard].map(
          ({ text }) => text,
        ),
      },
    ],
    tail: tail.join('\n\n'),
  };
}

/** What is left of the model's context for the script. */
export function sharedHistoryBudget(stage: Stage, size: ModelSize): number {
  const tokens = (CARD_CHARACTERS + PRIVATE_NOTE.characters + WHISPERS_CHARACTERS) / 4;
  const lore = stage.lore.size === 0 ? 0 : LORE_TOKENS.short;
  return historyBudget(size, sharedSystemText(stage, size), tokens + lore);
}

/** The note on older talk is read by all seats: in it nobody is "you". */
const NOBODY = '';
const WHISPERED = 'Whispered lately, and heard only by those it was for:';

/** Small models take up a script better than a conversation in which they are one of two sides. */
function cue({ conversation }: Stage, seatId: string): string {
  return `${plainName(conversation.seats.find(({ id }) => id === seatId)?.name ?? '')}:`;
}
