import { z } from 'zod';
import { readable } from './readable.ts';

/** Text that a person wrote: without control characters and halves of surrogate pairs. */
export function plainText() {
  return z
    .string()
    .regex(readable, 'Leave out control characters.')
    .refine((text) => text.isWellFormed(), 'This text is not valid Unicode.');
}

/** A name or a title: plain text that stays on its line, so that nobody can begin a line in another's name. */
export function oneLine() {
  return plainText()
    .trim()
    .regex(/^[^\t\n\r\u0085\u2028\u2029]*$/u, 'Keep it on one line.');
}
