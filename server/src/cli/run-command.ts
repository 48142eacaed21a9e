import { ChimeraError } from '../errors.ts';
import { type Command, EXIT_USAGE, note, print, Refusal, usage } from './command.ts';
import { commands } from './commands.ts';

/** Carries out what was typed and gives the exit code. Without a command the server starts. */
export async function runCommand(args: readonly string[]): Promise<number> {
  const [first = 'start'] = args;
  if (first === '--help' || first === '-h' || first === 'help') {
    print(overview());
    return 0;
  }
  const entry = commands.find(({ name }) => isCalled(name, args.length === 0 ? [first] : args));
  if (!entry) {
    note(`There is no command “${args.slice(0, 2).join(' ')}”.\n\n${overview()}`);
    return EXIT_USAGE;
  }
  const command = await entry.load();
  const rest = args.slice(entry.name.split(' ').length);
  if (rest.includes('--help') || rest.includes('-h')) {
    print(`chimera ${entry.name}: ${entry.summary}\n\n${command.help.trim()}`);
    return 0;
  }
  return carriedOut(entry.name, command, rest);
}

async function carriedOut(name: string, command: Command, args: readonly string[]): Promise<number> {
  try {
    return await command.run(args);
  } catch (error) {
    if (error instanceof Refusal) {
      const hint = error.exitCode === usage('').exitCode ? `\nSee chimera ${name} --help.` : '';
      note(`${error.message}${hint}`);
      return error.exitCode;
    }
    // What people can mend is said in words; anything else with where it happened.
    note(error instanceof ChimeraError ? error.message : stackOf(error));
    return 1;
  }
}

function isCalled(name: string, args: readonly string[]): boolean {
  return name.split(' ').every((word, index) => args[index] === word);
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function overview(): string {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 2;
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`);
  return [
    'Usage: chimera [command] [options]',
    '',
    ...lines,
    '',
    'chimera <command> --help says more. All read the environment and .env in the working directory, as the server does.',
  ].join('\n');
}
