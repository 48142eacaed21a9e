import { LineReader } from './line-reader.ts';
import { SseReader } from './sse-reader.ts';

/** How events are told apart in the body of an answer: as server-sent events, or one line of JSON each. */
export type EventFraming = 'sse' | 'lines';

/** Hands out the data of one event after the other, whatever the chunks are that it is given. */
export interface EventSplitter {
  push(chunk: Buffer): void;
  /** The response is over: what is left counts as an event. */
  end(): void;
}

export const mediaTypes: Readonly<Record<EventFraming, string>> = {
  sse: 'text/event-stream',
  lines: 'application/x-ndjson',
};

export function eventSplitter(framing: EventFraming, onData: (data: string) => void): EventSplitter {
  if (framing === 'sse') return new SseReader(onData);
  return new LineReader((text, start, end) => {
    // Blank lines keep a connection alive and say nothing.
    if (start < end) onData(text.slice(start, end));
  });
}
