import type { ComposedSheet } from '@chimera/protocol/audition';
import type { Sheet } from '@chimera/protocol/persona';
import { loreOf, namedSheet } from './cast-sheets.ts';
import { estimatedTokens } from './estimated-tokens.ts';
import { guestAmong, guestName } from './guest.ts';
import { BETWEEN, characterParts, mannersOf } from './prompt-character.ts';
import { cardOf } from './prompt-card.ts';
import { LORE_TOKENS } from './prompt-lore.ts';
import { plainName } from './prompt-text.ts';

/** What a prompt says of a persona to itself, where each part of it comes from, and its card, before any talk. */
export function composeSheet(written: Sheet): ComposedSheet {
  const names = { char: written.name, user: guestName(guestAmong([])) };
  const sheet = namedSheet(written, names);
  const known = loreOf(written, names)?.constant(LORE_TOKENS.full);
  let text = '';
  const parts = characterParts(plainName(sheet.name), sheet, known).map((part) => {
    const start = text === '' ? 0 : text.length + BETWEEN.length;
    text = text === '' ? part.text : text + BETWEEN + part.text;
    return { field: part.field, start, end: text.length };
  });
  const style = Object.fromEntries(mannersOf(sheet.style));
  return { text, tokens: estimatedTokens(text), parts, style, card: cardOf(sheet.name, sheet) };
}
