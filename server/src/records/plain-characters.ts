/**
 * Text with one kind of line end and without characters that no reader sees: other line separators would start
 * a line that escaping by lines does not know of, and control characters drive terminals.
 */
export function plainCharacters(text: string): string {
  return (
    text
      .replaceAll(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
      // oxlint-disable-next-line no-control-regex -- these are the characters that must not get through
      .replaceAll(/[\u0000-\u0008\u000e-\u001f\u007f-\u009f\ufeff]/g, '')
      .toWellFormed()
  );
}

/** A name or title: one line, and nothing that turns the direction of what follows it. */
export function plainName(text: string): string {
  return oneLineEach(plainCharacters(text).replaceAll('\n', ' '));
}

/** Plain lines, each as a name or title is written. */
export function oneLineEach(lines: string): string {
  return lines
    .replaceAll(/[\u202a-\u202e\u2066-\u2069\u200e\u200f]/g, '')
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/^ | $/gm, '');
}
