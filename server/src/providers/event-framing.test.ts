import { describe, expect, test } from 'vitest';
import { eventSplitter } from './event-framing.ts';
import { EVENT_LIMIT_BYTES } from './line-reader.ts';

function read(chunks: readonly (string | Buffer)[], options = { end: false }): string[] {
  const events: string[] = [];
  const splitter = eventSplitter('lines', (data) => events.push(data));
  for (const chunk of chunks) splitter.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  if (options.end) splitter.end();
  return events;
}

describe('lines of JSON', () => {
  test.each([
    ['line feeds', '{"a":1}\n{"b":2}\n', ['{"a":1}', '{"b":2}']],
    ['carriage returns with line feeds', '{"a":1}\r\n{"b":2}\r\n', ['{"a":1}', '{"b":2}']],
    ['blank lines', '\n\n{"a":1}\n\r\n\n', ['{"a":1}']],
    ['a byte order mark', '\uFEFF{"a":1}\n', ['{"a":1}']],
    ['an unfinished line', '{"a":1}\n{"b"', ['{"a":1}']],
    ['what looks like another framing', 'data: {"a":1}\n', ['data: {"a":1}']],
  ])('are told apart with %s', (_, text, events) => {
    expect(read([text])).toEqual(events);
  });

  test('are the same wherever the stream is split', () => {
    const stream = Buffer.from('\uFEFF{"a":"Æ€😀"}\r\n\n{"b":2}\r{"c":3}\n');
    const whole = ['{"a":"Æ€😀"}', '{"b":2}', '{"c":3}'];
    for (let at = 0; at <= stream.length; at += 1) {
      expect(read([stream.subarray(0, at), stream.subarray(at)])).toEqual(whole);
    }
    expect(read(Array.from(stream, (byte) => Buffer.from([byte])))).toEqual(whole);
  });

  test('end with the response, the last one too', () => {
    expect(read(['{"a":1}\n{"b":2}'], { end: true })).toEqual(['{"a":1}', '{"b":2}']);
    expect(read(['{"a":1}\n'], { end: true })).toEqual(['{"a":1}']);
  });

  test('are refused when one grows beyond 1 MB without an end', () => {
    const piece = Buffer.alloc(65_536, 'x');
    const pieces = Array.from({ length: EVENT_LIMIT_BYTES / piece.length + 1 }, () => piece);
    expect(() => read(['{"', ...pieces])).toThrow(expect.objectContaining({ problem: 'garbled' }));
  });
});
