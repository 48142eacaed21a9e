import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';

/** What somebody can ask of Chimera on a command line. */
export interface Command {
  /** What `--help` shows below the line of its name. */
  readonly help: string;
  /** Gives the exit code. */
  run(args: readonly string[]): Promise<number>;
}

/** As sysexits.h has them: what was typed is wrong; the set-up is. */
export const EXIT_USAGE = 64;
export const EXIT_CONFIG = 78;

/** A command that is not carried out, and why. */
export class Refusal extends Error {
  readonly exitCode: number;

  constructor(message: string, options: { readonly exitCode?: number; readonly cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'Refusal';
    this.exitCode = options.exitCode ?? 1;
  }
}

/** What was typed; refuses options that there are not, and another number of words than these. */
export function readArguments<const T extends ParseArgsOptionsConfig>(
  args: readonly string[],
  { options, words }: { readonly options: T; readonly words: readonly [least: number, most: number] },
) {
  const read = () => parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  let found: ReturnType<typeof read>;
  try {
    found = read();
  } catch (cause) {
    throw usage(cause instanceof Error ? firstSentence(cause.message) : 'This cannot be read.', cause);
  }
  const [least, most] = words;
  if (found.positionals.length < least) throw usage('Something is missing.');
  if (found.positionals.length > most) throw usage(`“${found.positionals[most]}” is too much.`);
  return found;
}

export function usage(message: string, cause?: unknown): Refusal {
  return new Refusal(message, { exitCode: EXIT_USAGE, cause });
}

/** Node adds what is of no use to whoever typed. */
function firstSentence(message: string): string {
  return `${message.split(/\. /)[0] ?? message}.`.replace(/\.\.$/, '.');
}

/** A line on standard output: what the command was asked for. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A line on standard error: what is good to know. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}
