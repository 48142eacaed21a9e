import type { EventLog } from './event-log.ts';

/** The file that can be brought back in: a `ConversationFile`, an event on each line. */
export async function* renderJson(log: EventLog): AsyncGenerator<string> {
  let separator = '{"chimera":1,"events":[\n';
  for await (const numbered of log) {
    yield separator + JSON.stringify(numbered);
    separator = ',\n';
  }
  yield '\n]}\n';
}
