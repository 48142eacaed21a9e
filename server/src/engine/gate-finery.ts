import type { GateAction } from './gate-action.ts';

/**
 * Marks of writing that nobody speaks: bullets, headings, bold, a spray of emoji. Counted over the whole
 * answer, for one of them is nothing; taken out of each phrase before it is shown.
 */
export interface Finery {
  readonly bullets: number;
  readonly bolds: number;
  readonly emoji: number;
  readonly words: number;
}

export const PLAIN: Finery = { bullets: 0, bolds: 0, emoji: 0, words: 0 };

export function withFinery(before: Finery, text: string, words: number): Finery {
  return {
    bullets: before.bullets + (BULLET.test(text) ? 1 : 0),
    bolds: before.bolds + (text.match(BOLD)?.length ?? 0),
    emoji: before.emoji + (text.match(EMOJI)?.length ?? 0),
    words: before.words + words,
  };
}

/** A document instead of speech: a heading, a table, a whole list. */
export function isDocument({ bullets }: Finery, text: string): boolean {
  return bullets > LIST_LIMIT || HEADING.test(text) || TABLE.test(text);
}

/** The text as one would speak it, and what was taken out of it. */
export function spokenForm(
  { bullets, bolds, emoji, words }: Finery,
  text: string,
  { usesEmoji }: { readonly usesEmoji: boolean },
): { readonly text: string; readonly actions: readonly GateAction[] } {
  const actions: GateAction[] = [];
  let spoken = text;
  if (bullets >= LIST_LIMIT) spoken = spoken.replaceAll(EVERY_BULLET, '$1');
  if (bolds > BOLD_LIMIT) spoken = spoken.replaceAll(BOLD, '$2');
  spoken = spoken.replaceAll(FENCE, '').replace(HEADING, '$1');
  if (spoken !== text) actions.push({ rule: 'markdown', action: 'flatten' });
  const isSpray = emoji > EMOJI_LIMIT || (emoji >= EMOJI_LIMIT && emoji * WORDS_FOR_EMOJI > words);
  if (!usesEmoji && isSpray && EMOJI.test(spoken)) {
    spoken = spoken.replaceAll(EMOJI_AND_SPACE, '');
    actions.push({ rule: 'emoji', action: 'strip' });
  }
  return { text: spoken, actions };
}

/** From so many bullets on it is a list. */
const LIST_LIMIT = 2;
/** More bold words are a document. */
export const BOLD_LIMIT = 2;
const EMOJI_LIMIT = 2;
const WORDS_FOR_EMOJI = 12;

// Space before a mark begins at the last line end: from each of many, a look at all that follow would take its square.
const BULLET = /(^\s*|\n[^\S\n]*)(?:[-*•]|\d{1,2}[.)])\s+(?=\S)/u;
const EVERY_BULLET = /(^\s*|\n[^\S\n]*)(?:[-*•]|\d{1,2}[.)])\s+(?=\S)/gu;
const HEADING = /(^\s*|\n[^\S\n]*)#{1,6}\s+(?=\S)/u;
const TABLE = /(?:^\s*|\n[^\S\n]*)\|[^|\n]*\|/u;
const BOLD = /(\*\*|__)(?=\S)([^*_\n]{1,200}?)\1/gu;
const FENCE = /```\w*\n?/gu;
const PICTURE = String.raw`\p{Extended_Pictographic}(?:\u{fe0f}|[\u{1f3fb}-\u{1f3ff}]|\u{200d}\p{Extended_Pictographic})*`;
const EMOJI = new RegExp(PICTURE, 'gu');
const EMOJI_AND_SPACE = new RegExp(` ?${PICTURE}`, 'gu');
