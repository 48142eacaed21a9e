import { plainName } from './prompt-text.ts';

/** Whose names stand for `{{char}}` and `{{user}}`. */
export interface MacroNames {
  readonly char: string;
  readonly user: string;
}

/**
 * A text of a persona with the names filled in, as other programs do it. Only these two macros: what else stands
 * in double braces stays text. It is read once, so a name that looks like a macro is not filled in again.
 */
export function withNames(text: string, { char, user }: MacroNames): string {
  if (!text.includes('{{') && !text.includes('<')) return text;
  const names = { char: plainName(char), bot: plainName(char), user: plainName(user) };
  return text.replaceAll(MACRO, (written: string) => names[wordIn(written)]);
}

/** Without the flag `u`: with it, letters of other alphabets count as ours when case does not. */
const MACRO = /\{\{\s*(?:char|user)\s*\}\}|<(?:bot|user)>/gi;

function wordIn(macro: string): 'char' | 'bot' | 'user' {
  const word = macro.toLowerCase();
  if (word.includes('user')) return 'user';
  return word.includes('bot') ? 'bot' : 'char';
}
