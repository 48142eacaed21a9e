import type { EventLog } from './event-log.ts';

/** One event on each line, for tools that read a log as it comes. */
export async function* renderJsonl(log: EventLog): AsyncGenerator<string> {
  for await (const numbered of log) yield `${JSON.stringify(numbered)}\n`;
}
