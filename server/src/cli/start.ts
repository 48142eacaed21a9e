import { startApp } from '../app.ts';
import { ChimeraError } from '../errors.ts';
import { createLogger } from '../logger.ts';
import { readConfig } from '../config.ts';
import { type Command, EXIT_CONFIG, note, print, readArguments } from './command.ts';
import { keepHeapSmall } from './small-heap.ts';

/** Draining takes longer than this only when something hangs. */
const CLOSE_LIMIT_MS = 20_000;

/** Runs the server until it is told to end. */
export const start: Command = {
  help: `
Usage: chimera [start]

Standard output gets one line, the address, when it listens. Logs go to standard error as JSON lines.
SIGTERM and SIGINT end it in order; a second signal ends it at once.
A set-up that cannot work ends it with exit code 78 and says why.`,

  async run(args) {
    readArguments(args, { options: {}, words: [0, 0] });
    try {
      return await serve();
    } catch (error) {
      const isMendable = error instanceof ChimeraError;
      const message = isMendable ? error.message : error;
      note(`Chimera cannot start.\n${message instanceof Error ? message.stack : String(message)}`);
      // A timer or a socket of a start that failed must not keep the process.
      return process.exit(isMendable ? EXIT_CONFIG : 1);
    }
  },
};

async function serve(): Promise<number> {
  const config = readConfig();
  const logger = createLogger(config.logLevel);
  const app = await startApp(config, logger);
  keepHeapSmall();
  let closing = false;
  return new Promise(() => {
    const close = (): void => {
      // Asked twice: somebody does not want to wait.
      if (closing) process.exit(1);
      closing = true;
      setTimeout(() => process.exit(1), CLOSE_LIMIT_MS).unref();
      app.close().then(
        () => process.exit(0),
        (error: unknown) => {
          logger.fatal({ error }, 'the server could not close cleanly');
          process.exit(1);
        },
      );
    };
    process.on('SIGTERM', close);
    process.on('SIGINT', close);
    // Last: whoever reads it may end the server at once.
    print(app.url);
  });
}
