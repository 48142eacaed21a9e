import type { Prompt } from '../providers/provider.ts';
import { addressIn, castNames } from './addressing.ts';
import type { Direction } from './direction.ts';
import { speechHeardBy } from './heard.ts';
import { plainName, quotable } from './prompt-text.ts';
import type { Entry, Stage } from './stage.ts';
import { CUT_OFF } from './transcript.ts';

/** The note to one seat for one turn. It is never part of the next prompt. */
export function tailText(
  stage: Stage,
  seatId: string,
  { targetWords, direction, mayPass }: Direction,
  isShort = false,
): string {
  const name = plainName(stage.conversation.seats.find(({ id }) => id === seatId)?.name ?? '');
  const lines = speechHeardBy(stage.transcript, seatId);
  const slots = [
    `For your next line only. ${name}, it is your turn.`,
    openQuestion(stage, seatId, lines) ?? justSaid(stage, seatId, lines, isShort),
    cutOff(lines, seatId),
    direction === null ? null : `Direction: ${direction}`,
    isShort ? lengthInSentences(targetWords) : lengthText(targetWords),
    mayPass ? 'If you have nothing to add, answer with exactly: (silent)' : null,
  ];
  return `[${slots.filter((slot) => slot !== null).join('\n')}]`;
}

/** The prompt for another try, with what to do better. The refused words are not in it. */
export function withNudge(prompt: Prompt, nudge: string): Prompt {
  const end = prompt.tail.lastIndexOf(']');
  return { ...prompt, tail: `${prompt.tail.slice(0, end)}\n${nudge}${prompt.tail.slice(end)}` };
}

/** The prompt for an answer that is no line of a script: without the name at its end, where there is one. */
export function withoutCue(prompt: Prompt): Prompt {
  const end = prompt.tail.lastIndexOf(']');
  return end < 0 ? prompt : { ...prompt, tail: prompt.tail.slice(0, end + 1) };
}

/** How far back a question waits for its answer. */
const OPEN_QUESTION_LINES = 6;
const QUOTE_LIMIT = 160;
const CUT_WORDS = 6;
const SAID_WORDS = 12;

/** A question to this seat that others have talked over. */
function openQuestion(stage: Stage, seatId: string, lines: readonly Entry[]): string | null {
  const sinceOwn = lines.slice(lines.findLastIndex((line) => line.seatId === seatId) + 1);
  const people = castNames(stage);
  const asked = sinceOwn.slice(-OPEN_QUESTION_LINES, -1).findLast(({ text, seatId: asker }) => {
    const address = addressIn(
      text,
      people.filter(({ id }) => id !== asker),
    );
    return address.isQuestion && address.ids.includes(seatId);
  });
  if (!asked) return null;
  return `Not answered yet: ${plainName(asked.name)} asked you "${quotable(asked.text).slice(0, QUOTE_LIMIT)}"`;
}

/**
 * The line to answer, when others have talked over it. Small models obey what stands last: they are shown
 * the newest line again.
 */
function justSaid(stage: Stage, seatId: string, lines: readonly Entry[], isShort: boolean): string | null {
  const sinceOwn = lines.slice(lines.findLastIndex((line) => line.seatId === seatId) + 1);
  const people = castNames(stage);
  const toMe = sinceOwn.slice(-OPEN_QUESTION_LINES, -1).findLast(({ text, seatId: speaker }) =>
    addressIn(
      text,
      people.filter(({ id }) => id !== speaker),
    ).ids.includes(seatId),
  );
  const line = toMe ?? (isShort ? sinceOwn.at(-1) : undefined);
  if (!line || line.kind === 'narrator') return null;
  const words = quotable(line.text).split(' ');
  const said = words.length > SAID_WORDS ? `${words.slice(0, SAID_WORDS).join(' ')}…` : words.join(' ');
  return `${toMe ? 'Said to you' : 'Just said'}: ${plainName(line.name)}: "${said}"`;
}

function cutOff(lines: readonly Entry[], seatId: string): string | null {
  const own = lines.findLast((line) => line.seatId === seatId);
  if (!own?.text.endsWith(CUT_OFF)) return null;
  const words = quotable(own.text.slice(0, -CUT_OFF.length)).split(' ');
  return `You were cut off after "…${words.slice(-CUT_WORDS).join(' ')}". Finish it or drop it.`;
}

/** Small models do not count words. */
function lengthInSentences(targetWords: number): string {
  if (targetWords <= 4) return 'Length: one to four words.';
  if (targetWords <= 12) return 'Length: one short sentence.';
  return targetWords <= 30 ? 'Length: one or two sentences.' : 'Length: three or four sentences.';
}

/** Models write more than they are asked for, so a little less is asked. */
function lengthText(targetWords: number): string {
  if (targetWords <= 4) return 'Length: one to four words.';
  return `Length: about ${Math.round(targetWords * 0.8)} words.`;
}
