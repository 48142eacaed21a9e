import { readFileSync } from 'node:fs';

/** `DATABASE_URL_FILE` names the file that holds `DATABASE_URL`. */
const SUFFIX = '_FILE';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The environment with the content of each secret's file in the secret's place; a file is where containers find
 * their secrets. A mistake is a sentence that names the variable and never quotes what the file holds.
 */
export function readSecretFiles(
  environment: Environment,
  variables: readonly string[],
): { readonly environment: Environment; readonly mistakes: readonly string[] } {
  const found: Record<string, string> = {};
  const mistakes: string[] = [];
  for (const variable of variables.filter((name) => name.endsWith(SUFFIX))) {
    const file = environment[variable] ?? '';
    if (file === '') continue;
    const secret = variable.slice(0, -SUFFIX.length);
    const read =
      (environment[secret] ?? '') === '' ? contentOf(file) : `${secret} is set as well. Set one of the two.`;
    if (typeof read === 'string') mistakes.push(`${variable}: ${read}`);
    else found[secret] = read.content;
  }
  return { environment: { ...environment, ...found }, mistakes };
}

/** What the file holds, without the line's end that editors add; or what is wrong with it. */
function contentOf(file: string): { readonly content: string } | string {
  try {
    const content = readFileSync(file, 'utf8').trim();
    return content === '' ? `${file} is empty.` : { content };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    return `${file} cannot be read${code}.`;
  }
}
