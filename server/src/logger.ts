import { pino } from 'pino';
import { secrets } from './secrets.ts';

export type Logger = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'child'>;

/** JSON lines on standard error; standard output is kept for the one line that says the URL. */
export function createLogger(level: string): pino.Logger {
  return pino(loggerOptions(level), pino.destination({ dest: 2, sync: true }));
}

export function loggerOptions(level: string): pino.LoggerOptions {
  return {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { error: pino.stdSerializers.err },
    // Whatever finds its way into a line: a key does not leave by it.
    hooks: { streamWrite: (line) => secrets.hide(line) },
  };
}

export const silentLogger: Logger = pino({ level: 'silent' });
