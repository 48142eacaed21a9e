import { AsyncLocalStorage } from 'node:async_hooks';
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
    mixin: () => ({ ...belonging() }),
    serializers: { error: pino.stdSerializers.err },
    // Whatever finds its way into a line: a key does not leave by it.
    hooks: { streamWrite: withoutSecrets },
  };
}

/** What is being done, for whoever writes it down: all lines of a request or a conversation are found by it. */
export interface Belonging {
  readonly requestId?: string;
  readonly conversationId?: string;
}

const nothing: Belonging = {};
const doing = new AsyncLocalStorage<Belonging>();

/** Does something, with all that follows from it, as a part of what it belongs to and of nothing else. */
export function within<T>(to: Belonging, work: () => T): T {
  return doing.run(to, work);
}

export function belonging(): Belonging {
  return doing.getStore() ?? nothing;
}

/** The same line with all keys taken out of its texts. What a key looks like cannot break the line. */
function withoutSecrets(line: string): string {
  const hidden = JSON.stringify(JSON.parse(line), (name, value: unknown) =>
    typeof value === 'string' && name !== 'time' ? secrets.hide(value) : value,
  );
  return `${hidden}\n`;
}

export const silentLogger: Logger = pino({ level: 'silent' });
