/** Whether every word of a search occurs in a text, whatever its case. */
export function matchesWords(text: string, query: string): boolean {
  const searched = text.toLocaleLowerCase();
  return query
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => searched.includes(word));
}
