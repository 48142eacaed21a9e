/** A text of a sheet as people read it: `{{char}}` is its name, `{{user}}` the word for whoever talks with it. */
export function filledText(text: string, name: string, user: string): string {
  return text.replaceAll(/\{\{\s*(char|user)\s*\}\}/gi, (_, who: string) =>
    who.toLowerCase() === 'char' ? name : user,
  );
}
