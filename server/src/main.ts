import { startApp } from './app.ts';
import { readConfig } from './config.ts';
import { ChimeraError } from './errors.ts';
import { createLogger } from './logger.ts';

/** Exit code of a start that failed for a reason that the operator can mend. */
const EXIT_CONFIG = 78;
/** Draining takes longer than this only when something hangs. */
const CLOSE_LIMIT_MS = 20_000;

async function main(): Promise<void> {
  const config = readConfig();
  const logger = createLogger(config.logLevel);
  const app = await startApp(config, logger);
  let closing = false;
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
  process.stdout.write(`${app.url}\n`);
}

try {
  await main();
} catch (error) {
  const message = error instanceof ChimeraError ? error.message : error;
  process.stderr.write(
    `Chimera cannot start.\n${message instanceof Error ? message.stack : String(message)}\n`,
  );
  process.exit(error instanceof ChimeraError ? EXIT_CONFIG : 1);
}
