/** An error for every field that is empty. */
export function missingIn(
  names: readonly string[],
  text: (name: string) => string,
  error: string,
): Record<string, string> {
  return Object.fromEntries(names.filter((name) => text(name).trim() === '').map((name) => [name, error]));
}
